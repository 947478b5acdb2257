/** What the console knows of a kind of object: how the API names it, which of its list items are the same, which hosts it speaks of. */
import { isJsonObject, type Json, own } from '#lib/document/json.ts';
import { canonical, type ItemKey } from '#lib/document/match-items.ts';

/** What makes an item of a list the same item in another state of the list; null where its content or place does. */
type KeyOfItem = (item: Json) => string | null;

export interface Kind {
  group: string;
  /** Known to the console, the best first; a cluster need not serve all of them. */
  versions: readonly [string, ...string[]];
  kind: string;
  plural: string;
  shortNames: readonly string[];
  namespaced: boolean;
  documentation: string;
  /** Where hosts stand, e.g. `spec.servers.*.hosts.*`. */
  hosts: readonly string[];
  /** By the path of the list without indexes, e.g. `spec.http.route`. */
  itemKeys: Readonly<Record<string, KeyOfItem>>;
}

/** The best version that the cluster serves; null when it serves none that we know. */
export function servedVersion({ versions }: Kind, served: readonly string[]): string | null {
  return versions.find((version) => served.includes(version)) ?? null;
}

/** For differences and merges of objects of this kind. */
export function itemKeyOf({ itemKeys }: Kind): ItemKey {
  return (list, item) => {
    if (typeof item === 'string' || typeof item === 'number') return String(item);
    const path = list.filter((step) => typeof step === 'string').join('.');
    return Object.hasOwn(itemKeys, path) ? (itemKeys[path]?.(item) ?? null) : null;
  };
}

/** The hosts that an object speaks of, each once, in its order. */
export function hostsOf({ hosts }: Kind, object: Json): string[] {
  const found = hosts.flatMap((path) => collect(object, path.split('.')));
  return [...new Set(found.filter((host) => typeof host === 'string'))];
}

/** All that stands at a path with `*` for every item; safe for values of any shape. */
export function valuesAt(value: Json | undefined, path: string): Json[] {
  return collect(value, path.split('.'));
}

function collect(value: Json | undefined, [step, ...rest]: readonly string[]): Json[] {
  if (value === undefined) return [];
  if (step === undefined) return [value];
  if (step === '*') return Array.isArray(value) ? value.flatMap((item) => collect(item, rest)) : [];
  return isJsonObject(value) ? collect(own(value, step), rest) : [];
}

/** The values at these paths, as one key; null when the first is not there. */
export function byFields(first: string, ...more: readonly string[]): KeyOfItem {
  return (item) => {
    const values = [first, ...more].map((path) => collect(item, path.split('.'))[0] ?? null);
    return values[0] === null ? null : JSON.stringify(values);
  };
}

/** The first of the keys that the item has. */
export function firstOf(...keys: readonly KeyOfItem[]): KeyOfItem {
  return (item) => {
    for (const [index, key] of keys.entries()) {
      const found = key(item);
      if (found !== null) return `${index}:${found}`;
    }
    return null;
  };
}

/** All that stands at this field, an item without it being one of its own. */
export function byContent(field: string): KeyOfItem {
  return (item) => (isJsonObject(item) ? canonical(own(item, field) ?? null) : null);
}
