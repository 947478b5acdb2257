/** `GET /api/v1/search`: objects by name. A kind is searched in a namespace only where the caller may list it. */
import type { Permission } from '#lib/access/permissions.ts';
import { routes } from '#lib/api/routes.ts';
import type { Search } from '#lib/api/status.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { defineOperation, type Operation } from '../http/operation.ts';
import { type ResourceId, resources } from '../kubernetes/resources.ts';
import type { Services } from '../services.ts';

const searched: readonly { id: ResourceId; permission: Permission }[] = [
  { id: 'services', permission: 'seeTraffic' },
  { id: 'deployments', permission: 'readWorkloads' },
  { id: 'virtualServices', permission: 'readConfiguration' },
  { id: 'destinationRules', permission: 'readConfiguration' },
  { id: 'gateways', permission: 'readConfiguration' },
  { id: 'serviceEntries', permission: 'readConfiguration' },
];

const maxItems = 50;

/** Lower is better; null is no match. Every word must occur in "namespace/name". */
function rank(object: KubernetesObject, words: readonly string[]): number | null {
  const { name, namespace = '' } = object.metadata;
  const text = `${namespace}/${name}`;
  if (!words.every((word) => text.includes(word))) return null;
  const [first = ''] = words;
  if (name === first) return 0;
  return name.startsWith(first) ? 1 : 2;
}

export function searchOperation({ access, snapshot }: Services): Operation {
  return defineOperation(routes.search, async ({ query, caller }) => {
    const rights = await access.rights(caller.session.credential);
    const words = query.q
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const found: { rank: number; order: number; item: Search['items'][number] }[] = [];
    for (const [order, { id, permission }] of searched.entries()) {
      for (const object of snapshot.list(id)) {
        const namespace = object.metadata.namespace ?? '';
        if (!rights.namespaces.get(namespace)?.permissions.has(permission)) continue;
        const position = rank(object, words);
        if (position === null) continue;
        const { kind } = resources[id];
        const item = { kind, namespace, name: object.metadata.name, detail: null, node: null };
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
