/** Every workload as a row: those that objects describe, and those that only the metrics know (gone, outside Kubernetes, of another cluster). */
import type { GraphNode } from '../../api/traffic/graph.ts';
import type { Labels } from '../../istio/objects.ts';
import { buildGraph } from '../build/build.ts';
import { type ClusterIndex, type IndexedWorkload, indexOf } from '../build/cluster-index.ts';
import { injectionOf } from './injection.ts';
import type { InventoryInput, ListedWorkload } from './inventory.ts';
import { byPlace, healthOutside, unixSeconds } from './inventory.ts';
import { touchingBook } from './touching.ts';

export function listWorkloads(input: InventoryInput): ListedWorkload[] {
  const { objects } = input;
  const around: Surroundings = {
    input,
    index: indexOf(objects),
    touching: touchingBook(objects),
    labelsOf: new Map(objects.namespaces.map(({ metadata }) => [metadata.name, metadata.labels])),
  };
  const { index } = around;
  const graph = buildGraph({ ...input, type: 'workload', serviceNodes: false });
  const drawn = graph.nodes.filter(
    ({ kind, namespace }) => namespace !== '' && (kind === 'workload' || kind === 'gateway'),
  );
  const rows = drawn.map((node) => {
    const workload = index.workloads.get(`${node.namespace}/${node.name}`);
    return workload === undefined ? nodeRow(node) : workloadRow(workload, node, around);
  });
  const listed = new Set(drawn.map(({ namespace, name }) => `${namespace}/${name}`));
  for (const [key, workload] of index.workloads) {
    if (!listed.has(key)) rows.push(workloadRow(workload, undefined, around));
  }
  return rows.sort(byPlace);
}

/** What a row is made of beside its workload and its node. */
interface Surroundings {
  input: InventoryInput;
  index: ClusterIndex;
  touching: ReturnType<typeof touchingBook>;
  /** Of namespaces. */
  labelsOf: ReadonlyMap<string, Labels | undefined>;
}

function workloadRow(
  workload: IndexedWorkload,
  node: GraphNode | undefined,
  { input, index, touching, labelsOf }: Surroundings,
): ListedWorkload {
  const { namespace, name, kind, app, version, labels, pods, gateway, createdAt } = workload;
  const services = index.servicesOf.get(`${namespace}/${name}`) ?? [];
  const names = services.map((service) => service.name).sort();
  return {
    node: node?.id ?? null,
    cluster: node?.cluster ?? input.cluster,
    namespace,
    name,
    exists: true,
    kind,
    app,
    version,
    gateway,
    services: names,
    health: node?.health ?? healthOutside([workload], input.windowSeconds),
    inbound: node?.inbound ?? null,
    outbound: node?.outbound ?? null,
    pods,
    injection: injectionOf([workload], index, [labels, labelsOf.get(namespace)]),
    touching: touching({
      namespace,
      hosts: services.map(({ host }) => host),
      services: names,
      serviceEntries: [],
      workloads: [workload],
    }),
    createdAt: unixSeconds(createdAt),
  };
}

/** Of one that no object describes. */
function nodeRow({ id, kind, ...node }: GraphNode): ListedWorkload {
  return {
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
  };
}
