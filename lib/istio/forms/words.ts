/**
 * The words of a field: its kind and the keys that lead to it, without `spec`, indexes and the names of map entries,
 * e.g. DestinationRule trafficPolicy tls mode. Tables of fields are keyed by the end of these words, so that what is said of
 * `tls.mode` is said once for all places that have it; a longer key wins.
 */

export type Words = readonly string[];

/** The first word of a kind's fields: Istio and the Gateway API both have a Gateway. */
export function rootWord(group: string, kind: string): string {
  return group === 'gateway.networking.k8s.io' && kind === 'Gateway' ? 'KubernetesGateway' : kind;
}

/** The entry whose key is the longest end of the words. */
export function byWords<Entry>(table: Readonly<Record<string, Entry>>, words: Words): Entry | undefined {
  for (let from = 0; from < words.length; from += 1) {
    const key = words.slice(from).join('.');
    if (Object.hasOwn(table, key)) return table[key];
  }
  return undefined;
}

/** The key of that entry. */
export function keyByWords(table: Readonly<Record<string, unknown>>, words: Words): string | undefined {
  for (let from = 0; from < words.length; from += 1) {
    const key = words.slice(from).join('.');
    if (Object.hasOwn(table, key)) return key;
  }
  return undefined;
}
