/** The namespaces that changes are about: their own, and those that their objects name, as they stand and as they would be. */
import { isJsonObject, type Json } from '#lib/document/json.ts';
import { parseServiceHost } from '#lib/graph/build/cluster-index.ts';
import { resolveShortName } from '#lib/istio/hosts/host-name.ts';
import { asJson, type ClusterObjects, type KubernetesObject } from '#lib/istio/objects.ts';
import type { Draft } from './draft.ts';

/** Also words that only look like one: whoever asks keeps to namespaces that there are. */
export function placesOf(
  drafts: readonly Pick<Draft, 'target' | 'value'>[],
  objects: ClusterObjects,
): Set<string> {
  const { domain } = objects.meshConfig;
  const places = new Set<string>();
  for (const { target, value } of drafts) {
    const { key, namespace, name } = target;
    const list = Object.hasOwn(objects, key)
      ? (objects[key as keyof ClusterObjects] as readonly KubernetesObject[])
      : [];
    const standing = list.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
    places.add(namespace);
    for (const word of wordsIn([value, standing === undefined ? null : asJson(standing)])) {
      // `namespace/host` of Gateways and Sidecars, `namespace` of references.
      const [first = '', host = first] = word.split('/');
      places.add(first);
      const service = parseServiceHost(resolveShortName(host, namespace, domain), domain);
      if (service !== null) places.add(service.namespace);
    }
  }
  return places;
}

function wordsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  return isJsonObject(value) ? Object.values(value).flatMap(wordsIn) : [];
}
