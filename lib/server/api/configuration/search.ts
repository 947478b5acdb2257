/** `GET /api/v1/search`: objects by name. A kind is searched in a namespace only where the caller may list it. */
import { routes } from '#lib/api/routes.ts';
import type { Search } from '#lib/api/status.ts';
import { kindId, kinds } from '#lib/istio/kinds/registry.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { askKindRights, isKindKey, type KindRights, kindKeys } from '../../access/kind-rights.ts';
import { defineOperation, type Operation } from '../../http/operation.ts';
import { type ResourceId, resources } from '../../kubernetes/resources.ts';
import type { Services } from '../../services.ts';

const maxItems = 50;

/** Where objects of equal rank stand: what people look for most comes first. */
const searched: readonly ResourceId[] = ['services', 'deployments', ...kindKeys];

/** Lower is better; null is no match. Every word must occur in "namespace/name". */
function rank(object: KubernetesObject, words: readonly string[]): number | null {
  const { name, namespace = '' } = object.metadata;
  const text = `${namespace}/${name}`;
  if (!words.every((word) => text.includes(word))) return null;
  const [first = ''] = words;
  if (name === first) return 0;
  return name.startsWith(first) ? 1 : 2;
}

/** Whether the caller may list objects of this kind there. */
function mayList(rights: KindRights, id: ResourceId, namespace: string): boolean {
  if (isKindKey(id)) return rights.lists(id, namespace);
  if (!rights.visible(namespace)) return false;
  return id !== 'deployments' || rights.deployments === null || rights.deployments.has(namespace);
}

export function searchOperation({ access, snapshot }: Services): Operation {
  return defineOperation(routes.search, async ({ query, caller }) => {
    const rights = await askKindRights(access, caller.session.credential);
    const words = query.q
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const found: { rank: number; order: number; item: Search['items'][number] }[] = [];
    for (const [order, id] of searched.entries()) {
      for (const object of snapshot.list(id)) {
        const namespace = object.metadata.namespace ?? '';
        const position = rank(object, words);
        if (position === null || !mayList(rights, id, namespace)) continue;
        const { kind } = resources[id];
        const configuration = isKindKey(id) ? kindId(kinds[id]) : null;
        const item = { kind, configuration, namespace, name: object.metadata.name, detail: null, node: null };
        found.push({ rank: position, order, item });
      }
    }
    found.sort(
      (a, b) =>
        a.rank - b.rank ||
        a.order - b.order ||
        a.item.name.localeCompare(b.item.name) ||
        a.item.namespace.localeCompare(b.item.namespace),
    );
    return { kind: 'json', body: { items: found.slice(0, maxItems).map(({ item }) => item) } };
  });
}
