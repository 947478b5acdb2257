/** All revisions that this console knows: their heads in memory, their bodies where they are kept. */
import { newestFirst, objectKeyOf, type StoredRecord } from '#lib/history/retention.ts';
import type { RevisionBody, RevisionHead } from '#lib/history/revision.ts';

export interface Entry {
  head: RevisionHead;
  /** Where it is kept; null until it is. */
  place: { record: string; index: number } | null;
  /** Until it is kept. */
  body: RevisionBody | null;
}

export interface Shelf {
  /** Rises with every change. */
  version(): number;
  /** Of one object, newest first. */
  of(objectKey: string): readonly Entry[];
  entry(objectKey: string, id: string): Entry | undefined;
  entries(): Iterable<Entry>;
  objectKeys(): Iterable<string>;
  add(entry: Entry): void;
  remove(entry: Entry): void;
  records(): readonly StoredRecord[];
  hasRecord(name: string): boolean;
  addRecord(record: StoredRecord): void;
  dropRecord(name: string): void;
  /** Something about a head was learned. */
  touch(): void;
}

export function createShelf(): Shelf {
  const objects = new Map<string, Map<string, Entry>>();
  const sorted = new Map<string, readonly Entry[]>();
  const records = new Map<string, StoredRecord>();
  let version = 0;

  function put(entry: Entry): void {
    const key = objectKeyOf(entry.head);
    const entries = objects.get(key) ?? new Map<string, Entry>();
    objects.set(key, entries.set(entry.head.id, entry));
    sorted.delete(key);
    version += 1;
  }

  function remove({ head }: Entry): void {
    const key = objectKeyOf(head);
    const entries = objects.get(key);
    entries?.delete(head.id);
    if (entries?.size === 0) objects.delete(key);
    sorted.delete(key);
    version += 1;
  }

  return {
    version: () => version,
    of: (key) => {
      const present = sorted.get(key);
      if (present !== undefined) return present;
      const entries = objects.get(key);
      const heads = newestFirst([...(entries?.values() ?? [])].map(({ head }) => head));
      const list = heads.flatMap(({ id }) => entries?.get(id) ?? []);
      sorted.set(key, list);
      return list;
    },
    entry: (key, id) => objects.get(key)?.get(id),
    entries: function* () {
      for (const entries of objects.values()) yield* entries.values();
    },
    objectKeys: () => objects.keys(),
    add: put,
    remove,
    records: () => [...records.values()],
    hasRecord: (name) => records.has(name),
    addRecord: (record) => {
      records.set(record.name, record);
      for (const [index, head] of record.heads.entries()) {
        const known = objects.get(objectKeyOf(head))?.get(head.id);
        const place = { record: record.name, index };
        if (known === undefined) put({ head, place, body: null });
        else {
          // Two consoles may have written the same: who knows the user knows more.
          if (known.body !== null || (known.head.user === null && head.user !== null)) {
            known.place = place;
            known.body = null;
          }
          if (known.head.user === null && head.user !== null) known.head = head;
          put(known);
        }
      }
    },
    dropRecord: (name) => {
      const record = records.get(name);
      records.delete(name);
      for (const head of record?.heads ?? []) {
        const entry = objects.get(objectKeyOf(head))?.get(head.id);
        if (entry?.place?.record === name) remove(entry);
      }
      version += 1;
    },
    touch: () => {
      sorted.clear();
      version += 1;
    },
  };
}
