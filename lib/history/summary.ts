/** What differs between two states of an object, counted and with the first places, for a line in a list. */
import { type Difference, diffValues } from '../document/diff/value-diff.ts';
import { isJsonObject, type Json, type JsonObject, pathText } from '../document/json.ts';
import type { ItemKey } from '../document/match-items.ts';
import type { RevisionBody, Summary } from './revision.ts';

const mostPaths = 4;
const longestPath = 120;

export const nothingDiffers: Summary = { added: 0, removed: 0, changed: 0, paths: [] };

/** Fields of both states; of objects that came or went, their parts below spec. */
export function differencesOf({ before, after }: RevisionBody, keyOf: ItemKey): Difference[] {
  return diffValues(comparable(before), comparable(after), keyOf);
}

/** The first label is as much of a label as the second. */
function comparable(object: JsonObject | null): Json {
  if (object === null) return {};
  const { apiVersion: _, metadata, ...rest } = object;
  return { ...rest, metadata: { labels: {}, annotations: {}, ...(isJsonObject(metadata) ? metadata : {}) } };
}

/** Counts leaves, so that a new route of ten lines weighs more than a new number. */
export function summaryOf(body: RevisionBody, keyOf: ItemKey): Summary {
  // What came or went as a whole is told by the operation.
  if (body.before === null || body.after === null) return nothingDiffers;
  const differences = differencesOf(body, keyOf);
  const summary: Summary = { added: 0, removed: 0, changed: 0, paths: [] };
  for (const difference of differences) {
    if (difference.kind === 'added') summary.added += leaves(difference.after);
    else if (difference.kind === 'removed') summary.removed += leaves(difference.before);
    else summary.changed += 1;
  }
  const paths = differences.map(({ path }) => shortened(pathText(path)));
  summary.paths = [...new Set(paths)].slice(0, mostPaths);
  return summary;
}

function leaves(value: Json): number {
  if (value === null || typeof value !== 'object') return 1;
  const parts: Json[] = Array.isArray(value) ? value : Object.values(value);
  return Math.max(
    1,
    parts.reduce<number>((sum, part) => sum + leaves(part), 0),
  );
}

function shortened(path: string): string {
  return path.length <= longestPath ? path : `${path.slice(0, longestPath - 1)}…`;
}
