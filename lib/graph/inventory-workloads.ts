/** Every workload as a row: those that objects describe, and those that only the metrics know (gone, outside Kubernetes, of another cluster). */
import type { GraphNode } from '../api/graph.ts';
import { buildGraph } from './build.ts';
import type { IndexedWorkload } from './cluster-index.ts';
import { indexOf } from './cluster-index.ts';
import { injectionOf } from './injection.ts';
import type { InventoryInput, ListedWorkload } from './inventory.ts';
import { byPlace, healthOutside, unixSeconds } from './inventory.ts';
import { touchingBook } from './touching.ts';

export function listWorkloads(input: InventoryInput): ListedWorkload[] {
  const { objects, cluster, windowSeconds } = input;
  const index = indexOf(objects);
  const graph = buildGraph({ ...input, type: 'workload', serviceNodes: false });
  const touching = touchingBook(objects);
  const namespaces = new Map(objects.namespaces.map(({ metadata }) => [metadata.name, metadata]));

  const ofWorkload = (workload: IndexedWorkload, node: GraphNode | undefined): ListedWorkload => {
    const { namespace, name, kind, app, version, labels, pods, gateway, createdAt } = workload;
    const services = index.servicesOf.get(`${namespace}/${name}`) ?? [];
    const names = services.map((service) => service.name).sort();
    return {
      node: node?.id ?? null,
      cluster: node?.cluster ?? cluster,
      namespace,
      name,
      exists: true,
      kind,
      app,
      version,
      gateway,
      services: names,
      health: node?.health ?? healthOutside([workload], windowSeconds),
      inbound: node?.inbound ?? null,
      outbound: node?.outbound ?? null,
      pods,
      injection: injectionOf([workload], index, [labels, namespaces.get(namespace)?.labels]),
      touching: touching({
        namespace,
        hosts: services.map(({ host }) => host),
        services: names,
        serviceEntries: [],
        workloads: [workload],
      }),
      createdAt: unixSeconds(createdAt),
    };
  };
  const ofNode = ({ id, kind, ...node }: GraphNode): ListedWorkload => ({
    node: id,
    cluster: node.cluster,
    namespace: node.namespace,
    name: node.name,
    exists: false,
    kind: null,
    app: node.app ?? node.name,
    version: node.version ?? '',
    gateway: kind === 'gateway',
    services: [],
    health: node.health,
    inbound: node.inbound,
    outbound: node.outbound,
    pods: null,
    injection: null,
    touching: [],
    createdAt: null,
  });

  const drawn = graph.nodes.filter(
    ({ kind, namespace }) => namespace !== '' && (kind === 'workload' || kind === 'gateway'),
  );
  const rows = drawn.map((node) => {
    const workload = index.workloads.get(`${node.namespace}/${node.name}`);
    return workload === undefined ? ofNode(node) : ofWorkload(workload, node);
  });
  const listed = new Set(drawn.map(({ namespace, name }) => `${namespace}/${name}`));
  for (const [key, workload] of index.workloads) {
    if (!listed.has(key)) rows.push(ofWorkload(workload, undefined));
  }
  return rows.sort(byPlace);
}
