/** Objects by kind, as the route evaluator takes them: only those that a cluster would admit, each with its namespace. */
import { identityOf, knownKind, namespaceOf } from '#lib/istio/checks/kinds.ts';
import { judge } from '#lib/istio/checks/objects/soundness.ts';
import { type ClusterObjects, type KubernetesObject, noObjects } from '#lib/istio/objects.ts';
import type { Cluster } from './cluster.ts';
import { english } from './english.ts';

type ListName = Exclude<keyof ClusterObjects, 'meshConfig'>;

const lists = {
  Namespace: 'namespaces',
  Service: 'services',
  Pod: 'pods',
  Deployment: 'workloads',
  StatefulSet: 'workloads',
  DaemonSet: 'workloads',
  VirtualService: 'virtualServices',
  DestinationRule: 'destinationRules',
  Gateway: 'gateways',
  ServiceEntry: 'serviceEntries',
  Sidecar: 'sidecars',
  WorkloadEntry: 'workloadEntries',
  KubernetesGateway: 'kubernetesGateways',
  HTTPRoute: 'httpRoutes',
  GRPCRoute: 'grpcRoutes',
  ReferenceGrant: 'referenceGrants',
} as const satisfies Readonly<Record<string, ListName>>;

function listOf(object: KubernetesObject): ListName | undefined {
  const kind = knownKind(object) ?? '';
  return Object.hasOwn(lists, kind) ? lists[kind as keyof typeof lists] : undefined;
}

export function admittedObjects({ objects, meshConfig, problems }: Cluster): {
  objects: ClusterObjects;
  left: string[];
} {
  const left = problems.map(({ file, line, message }) => `${file}:${line}: this is not read: ${message}`);
  const admitted: KubernetesObject[] = [];
  for (const object of objects) {
    if (listOf(object) === undefined) continue;
    const { sound, observations } = judge(object);
    const refusal = observations.find(({ code }) => code === 'IST0106');
    if (refusal) left.push(`${identityOf(object)} is left out. ${english(refusal.message)}`);
    else if (sound)
      admitted.push({
        ...sound,
        kind: object.kind,
        metadata: { ...sound.metadata, namespace: namespaceOf(object) },
      });
  }
  const byList = Map.groupBy(admitted, listOf);
  return { objects: { ...noObjects, meshConfig, ...Object.fromEntries(byList) }, left };
}
