/**
 * Drafts of objects, kept in this browser for each account and cluster: they outlive a reload, an error and the end of a
 * session, and nobody else's drafts are read. What the storage refuses is kept until the page is left, and that is told.
 */

import { framed } from '../call/frame.ts';
import { attempt } from './attempt.ts';

export interface Draft {
  op: 'create' | 'update';
  /** Kind id, `<plural>.<group>`. */
  kind: string;
  namespace: string;
  /** Of a new object: empty until it is written. */
  name: string;
  /** Of a new object: tells it from others that are begun in its namespace. Absent for one that exists. */
  mark?: string;
  /** The text as it was when the editing began; empty for a new object. */
  base: string;
  /** Of `base`; null for a new object. */
  resourceVersion: string | null;
  text: string;
  /** Ids of drafts that were made for this one, and are reviewed with it. */
  companions: readonly string[];
  /** Unix milliseconds. */
  changedAtMs: number;
}

export type DraftName = Pick<Draft, 'op' | 'kind' | 'namespace' | 'name' | 'mark'>;

/** What of `Storage` is used. */
export interface DraftStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface Drafts {
  get(id: string): Draft | null;
  /** The newest first. */
  list(): readonly { id: string; draft: Draft }[];
  /** False when it will not outlive the page. */
  put(draft: Draft): boolean;
  remove(id: string): void;
  subscribe(listener: () => void): () => void;
  /** Changes with every change of the drafts. */
  revision(): number;
  /** Another tab wrote under this key; null when it wrote many. */
  changedElsewhere(key: string | null): void;
}

const isDraft = framed<Draft>({
  op: 'string',
  kind: 'string',
  namespace: 'string',
  name: 'string',
  base: 'string',
  text: 'string',
  companions: 'array',
  changedAtMs: 'number',
});

const prefix = 'sluice-draft-1';
/** Nobody comes back to an older one. */
const keptMs = 30 * 86_400_000;

export function draftId({ op, kind, namespace, name, mark = '' }: DraftName): string {
  return [op === 'create' ? 'new' : 'live', kind, namespace, op === 'create' ? mark : name].join('/');
}

/** The mark of one more new object: what it is called at first, counted on where that is taken. */
export function freeMark(wish: string, isTaken: (mark: string) => boolean): string {
  let mark = wish;
  for (let count = 2; isTaken(mark); count += 1) mark = `${wish}-${count}`;
  return mark;
}

export function openDrafts(
  storage: DraftStorage,
  owner: { cluster: string; user: string },
  nowMs: number,
): Drafts {
  const own = `${prefix} ${JSON.stringify([owner.cluster, owner.user])} `;
  const unkept = new Map<string, Draft>();
  const read = new Map<string, { raw: string; draft: Draft | null }>();
  const listeners = new Set<() => void>();
  let revision = 0;
  let listed: ReturnType<Drafts['list']> | null = null;

  function tell(): void {
    revision += 1;
    listed = null;
    for (const listener of listeners) listener();
  }

  function get(id: string): Draft | null {
    const held = unkept.get(id);
    if (held !== undefined) return held;
    const raw = attempt(() => storage.getItem(own + id)) ?? null;
    if (raw === null) return null;
    const known = read.get(id);
    if (known?.raw === raw) return known.draft;
    const draft = parsed(raw);
    read.set(id, { raw, draft });
    return draft;
  }

  function ids(): string[] {
    const found = new Set(unkept.keys());
    for (let index = 0; index < storage.length; index += 1) {
      const key = storage.key(index);
      if (key?.startsWith(own)) found.add(key.slice(own.length));
    }
    return [...found];
  }

  for (const id of attempt(ids) ?? []) {
    const draft = get(id);
    if (draft === null || nowMs - draft.changedAtMs > keptMs) attempt(() => storage.removeItem(own + id));
    else if (draft.op === 'create' && draft.mark === undefined) giveMark(id, draft);
  }

  /** Of before there were marks, when a kind and namespace had one new object: it would not be found again. */
  function giveMark(id: string, draft: Draft): void {
    const marked = { ...draft, mark: 'draft' };
    attempt(() => {
      storage.setItem(own + draftId(marked), JSON.stringify(marked));
      storage.removeItem(own + id);
    });
  }

  return {
    get,
    list: () => {
      // Asked for with every drawing, and the storage copies whole texts.
      listed ??= (attempt(ids) ?? [...unkept.keys()])
        .flatMap((id) => {
          const draft = get(id);
          return draft === null ? [] : [{ id, draft }];
        })
        .sort((a, b) => b.draft.changedAtMs - a.draft.changedAtMs || (a.id < b.id ? -1 : 1));
      return listed;
    },
    put(draft) {
      const id = draftId(draft);
      const raw = JSON.stringify(draft);
      const kept = attempt(() => {
        storage.setItem(own + id, raw);
        return true;
      });
      if (kept) {
        unkept.delete(id);
        read.set(id, { raw, draft });
      } else {
        unkept.set(id, draft);
      }
      tell();
      return kept === true;
    },
    remove(id) {
      unkept.delete(id);
      read.delete(id);
      attempt(() => storage.removeItem(own + id));
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    revision: () => revision,
    changedElsewhere(key) {
      if (key === null || key.startsWith(own)) tell();
    },
  };
}

function parsed(raw: string): Draft | null {
  const value = attempt(() => JSON.parse(raw) as unknown);
  return isDraft(value) ? value : null;
}
