/** Reading JSON values whose shape nobody has checked yet. */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { isRecord } from '#lib/record.ts';

export type JsonRecord = Record<string, unknown>;

/** The value itself when it is a JSON object, else an empty one. */
export function record(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}

/** The value below a path of keys. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const key of path) here = record(here)[key];
  return here;
}

/** The string below a path, or "". Numbers and booleans are written out. */
export function text(value: unknown, ...path: readonly string[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean'
    ? `${found}`
    : '';
}

/** The list below a path, or an empty one. */
export function list(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function strings(value: unknown, ...path: readonly string[]): readonly string[] {
  return list(value, ...path).filter((entry) => typeof entry === 'string');
}

export function number(value: unknown, ...path: readonly string[]): number {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : 0;
}

/** A record with string values only, such as labels. */
export function stringMap(value: unknown, ...path: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(record(at(value, ...path))).flatMap(([key, entry]) =>
      typeof entry === 'string' ? [[key, entry]] : [],
    ),
  );
}

/** True for a JSON object with apiVersion, kind and metadata; a missing name counts as "". */
export function isKubernetesObject(value: unknown): value is KubernetesObject {
  return (
    isRecord(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    isRecord(value.metadata) &&
    typeof value.metadata.name === 'string'
  );
}

/** `value` with the value below the path replaced (or taken out when undefined); nothing is changed in place. */
export function withValue(value: unknown, path: readonly string[], replacement: unknown): JsonRecord {
  const [key, ...rest] = path;
  const copy = { ...record(value) };
  if (key === undefined) return copy;
  const next = rest.length > 0 ? withValue(copy[key], rest, replacement) : replacement;
  if (next === undefined) delete copy[key];
  else copy[key] = next;
  return copy;
}
