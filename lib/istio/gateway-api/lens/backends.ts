/** Where a rule of a route sends its requests: weights are proportions of their sum, and a missing one is 1. */
import type { Change } from '#lib/document/change.ts';
import { isJsonObject, type Json, type JsonObject, own, type Path, valueAt } from '#lib/document/json.ts';
import { clearField, insertItem } from '../../forms/actions.ts';
import { sharesWith } from '../../virtual-service/lens/weights.ts';

export function weightsOf(backends: readonly Json[]): number[] {
  return backends.map((backend) => writtenWeight(backend) ?? 1);
}

function writtenWeight(backend: Json | undefined): number | null {
  const weight = isJsonObject(backend) ? own(backend, 'weight') : undefined;
  return typeof weight === 'number' ? weight : null;
}

/** Percent of the requests; nobody gets any where all weights are 0. */
export function sharesOf(weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return weights.map((weight) => (sum > 0 ? (weight / sum) * 100 : 0));
}

/** One share is set, the others keep their proportions; the weights become percentages. `from`: the weights before a drag. */
export function setShare(
  document: Json,
  list: Path,
  index: number,
  share: number,
  from: readonly number[],
): Change[] {
  const backends = itemsAt(document, list);
  if (backends.length <= 1) return [];
  const weights = from.length === backends.length ? from : weightsOf(backends);
  return sharesWith(weights, index, share).flatMap((weight, at): Change[] =>
    (writtenWeight(backends[at]) ?? 1) === weight
      ? []
      : [{ op: 'set', path: [...list, at, 'weight'], value: weight }],
  );
}

/** Nothing moves until the reader gives it a share. */
export function addBackend(document: Json, list: Path, backend: JsonObject): Change[] {
  const backends = itemsAt(document, list);
  if (backends.length === 0) return insertItem(document, list, 0, backend);
  const alone = backends.length === 1 && writtenWeight(backends[0]) === null;
  const whole: Change[] = alone ? [{ op: 'set', path: [...list, 0, 'weight'], value: 100 }] : [];
  return [...whole, { op: 'insert', path: list, index: backends.length, value: { ...backend, weight: 0 } }];
}

export function removeBackend(document: Json, list: Path, index: number): Change[] {
  return itemsAt(document, list).length <= 1
    ? clearField(document, list)
    : [{ op: 'remove', path: [...list, index] }];
}

function itemsAt(document: Json, path: Path): Json[] {
  const items = valueAt(document, path);
  return Array.isArray(items) ? items : [];
}
