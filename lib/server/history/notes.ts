/** What is known of writes through this console before, or after, their change is seen: by whom and why. */
import type { Clock } from '../clock.ts';

export interface WriteNote {
  /** `<plural>.<group>`. */
  kind: string;
  namespace: string;
  name: string;
  /** Of the object as written; null when it was deleted. */
  resourceVersion: string | null;
  user: string;
  reason: string | null;
}

export interface Notes {
  add(note: WriteNote): void;
  /** The note of this version, once. */
  take(objectKey: string, resourceVersion: string, gone: boolean): WriteNote | null;
}

const lifeMs = 60_000;
const most = 500;

export function createNotes(clock: Clock): Notes {
  let notes: { note: WriteNote; key: string; atMs: number }[] = [];
  return {
    add: (note) => {
      const key = `${note.kind}/${note.namespace}/${note.name}`;
      notes.push({ note, key, atMs: clock.now() });
      notes = notes.filter(({ atMs }) => clock.now() - atMs <= lifeMs).slice(-most);
    },
    take: (objectKey, resourceVersion, gone) => {
      const index = notes.findIndex(
        ({ note, key, atMs }) =>
          key === objectKey &&
          clock.now() - atMs <= lifeMs &&
          (gone ? note.resourceVersion === null : note.resourceVersion === resourceVersion),
      );
      const [found] = index < 0 ? [] : notes.splice(index, 1);
      return found?.note ?? null;
    },
  };
}
