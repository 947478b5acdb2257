/**
 * Which records go when there are too many: the oldest beyond the bounds. What stays whatever its age: the newest revision of every
 * object that is there, and before it the newest that stood long enough to be trusted.
 */
import type { RevisionHead } from './revision.ts';

export interface Bounds {
  revisionsPerObject: number;
  maxAgeSeconds: number;
  totalBytes: number;
}

export interface StoredRecord {
  name: string;
  bytes: number;
  heads: readonly RevisionHead[];
}

export const bounds: Bounds = {
  revisionsPerObject: 50,
  maxAgeSeconds: 90 * 86_400,
  totalBytes: 64 * 1024 * 1024,
};

/** A state that nobody had to change for so long was a good one. */
export const goodSeconds = 3600;

type Dated = Pick<RevisionHead, 'id' | 'at' | 'operation' | 'resourceVersion'>;

/** Newest first; of one second, by version where versions are numbers. */
export function newestFirst<R extends Dated>(heads: readonly R[]): R[] {
  return heads.toSorted((a, b) => b.at - a.at || byVersion(b, a) || (a.id < b.id ? 1 : -1));
}

function byVersion(a: Dated, b: Dated): number {
  const [x, y] = [a.resourceVersion, b.resourceVersion];
  if (!/^\d+$/.test(x) || !/^\d+$/.test(y)) return 0;
  return BigInt(x) < BigInt(y) ? -1 : BigInt(x) > BigInt(y) ? 1 : 0;
}

/** Of one object, newest first: the newest before the present one that stood for an hour. */
export function lastGood<R extends Dated>(revisions: readonly R[]): R | null {
  for (const [index, revision] of revisions.entries()) {
    const next = revisions[index - 1];
    if (next === undefined || revision.operation === 'deleted') continue;
    if (next.at - revision.at >= goodSeconds) return revision;
  }
  return null;
}

export function objectKeyOf({
  kind,
  namespace,
  name,
}: Pick<RevisionHead, 'kind' | 'namespace' | 'name'>): string {
  return `${kind}/${namespace}/${name}`;
}

export function byObject<R extends RevisionHead>(heads: Iterable<R>): Map<string, R[]> {
  const objects = new Map<string, R[]>();
  for (const head of heads) {
    const key = objectKeyOf(head);
    const list = objects.get(key);
    if (list === undefined) objects.set(key, [head]);
    else list.push(head);
  }
  for (const [key, list] of objects) objects.set(key, newestFirst(list));
  return objects;
}

/** How dear a revision is: 'drop' is over a bound already, 'spare' may go for space, 'good' before 'newest', which never goes. */
type Worth = 'drop' | 'spare' | 'good' | 'newest';
const order: readonly Worth[] = ['drop', 'spare', 'good', 'newest'];

function worthOf(heads: readonly RevisionHead[], limits: Bounds, now: number): Map<string, Worth> {
  const worth = new Map<string, Worth>();
  for (const revisions of byObject(heads).values()) {
    const good = lastGood(revisions);
    const [newest] = revisions;
    for (const [index, { id, at }] of revisions.entries()) {
      const isOld = now - at > limits.maxAgeSeconds;
      const over = isOld || index >= limits.revisionsPerObject;
      // What is gone for good needs no history after its time.
      if (newest?.operation === 'deleted') worth.set(id, over ? 'drop' : index === 0 ? 'good' : 'spare');
      else if (index === 0) worth.set(id, 'newest');
      else if (id === good?.id) worth.set(id, 'good');
      else worth.set(id, over ? 'drop' : 'spare');
    }
  }
  return worth;
}

/** Names of records to delete. A record with several revisions goes when all of them may. */
export function recordsToDrop(records: readonly StoredRecord[], limits: Bounds, now: number): string[] {
  const worth = worthOf(
    records.flatMap(({ heads }) => heads),
    limits,
    now,
  );
  const rank = ({ heads }: StoredRecord): number =>
    Math.max(0, ...heads.map(({ id }) => order.indexOf(worth.get(id) ?? 'drop')));
  const ageOf = ({ heads }: StoredRecord): number => Math.max(...heads.map(({ at }) => at), 0);
  const dropped = new Set(records.filter((record) => rank(record) === 0).map(({ name }) => name));
  let bytes = records.reduce((sum, record) => sum + (dropped.has(record.name) ? 0 : record.bytes), 0);
  const spare = records
    .filter((record) => !dropped.has(record.name) && rank(record) < order.indexOf('newest'))
    .sort((a, b) => rank(a) - rank(b) || ageOf(a) - ageOf(b));
  for (const record of spare) {
    if (bytes <= limits.totalBytes) break;
    dropped.add(record.name);
    bytes -= record.bytes;
  }
  return [...dropped];
}
