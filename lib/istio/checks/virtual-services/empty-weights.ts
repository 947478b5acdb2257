/** `weight:` without a number: the API server takes null for absent and drops it, and another share of the requests goes there. */
import { isJsonObject, type Json, pathText } from '../../../document/json.ts';

export function emptyWeights(value: Json): { path: (string | number)[]; reason: string }[] {
  return placesOfEmpty(value, []).map((path) => ({
    path,
    reason: `${pathText(path)}: Required value: an empty weight counts as none. Write a number, or take the line out.`,
  }));
}

function placesOfEmpty(value: Json, path: readonly (string | number)[]): (string | number)[][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => placesOfEmpty(item, [...path, index]));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === 'weight' && item === null ? [[...path, key]] : placesOfEmpty(item, [...path, key]),
  );
}
