/** What a sighting of an object means, given what was known of it: a revision, or nothing. */
import type { Operation } from './revision.ts';

export interface KnownState {
  uid: string;
  resourceVersion: string;
  /** Of its content. */
  digest: string;
  /** It is gone, and was when last seen. */
  gone: boolean;
}

export interface Sighting {
  /** Null: it is not there. */
  state: Omit<KnownState, 'gone'> | null;
  /** Unix seconds; null when the object does not say. */
  createdAt: number | null;
  /** Heard of as it happened, or found when the console looked again after being away. */
  how: 'watched' | 'listed';
}

export interface Verdict {
  operation: Operation;
  late: boolean;
}

/** `since`: from when on the history knows of every object, Unix seconds; null when it begins now. */
export function judge(
  known: KnownState | null,
  { state, createdAt, how }: Sighting,
  since: number | null,
): Verdict | null {
  const late = how === 'listed';
  const wasThere = known !== null && !known.gone;
  if (state === null) return wasThere ? { operation: 'deleted', late } : null;
  if (wasThere && known.uid === state.uid) {
    return known.digest === state.digest ? null : { operation: 'changed', late };
  }
  if (known !== null || how === 'watched') return { operation: 'created', late };
  const isNew = since !== null && createdAt !== null && createdAt >= since;
  return { operation: isNew ? 'created' : 'first-seen', late: isNew };
}
