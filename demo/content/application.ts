/** The table that a namespace of the demo is written as, and the Kubernetes objects that follow from its rows. */

import type { Behaviour } from '#demo/traffic/behaviour.ts';
import type { KubernetesObject, Labels, ServicePort } from '#lib/istio/objects.ts';
import { serviceObjects } from './services.ts';
import type { Manager, Stamp } from './stamp.ts';
import { accountOf, workloadObjects } from './workloads.ts';

export interface WorkloadRow {
  /** Name of the Deployment or StatefulSet. */
  name: string;
  /** Label `app`; canonical name. */
  app: string;
  version: string;
  image: string;
  port: number;
  behaviour: Behaviour;
  kind?: 'Deployment' | 'StatefulSet';
  replicas?: number;
  /** False: opted out with the label `sidecar.istio.io/inject`. */
  sidecar?: boolean;
  /** Version of the proxy image; default the control plane's. */
  proxyVersion?: string;
  labels?: Labels;
  /** Default: the app's. */
  serviceAccount?: string;
  createdDaysAgo?: number;
  manager?: Manager;
}

export interface ServiceRow {
  name: string;
  ports: readonly ServicePort[];
  selector?: Labels;
  type?: 'ClusterIP' | 'LoadBalancer';
  manager?: Manager;
  createdDaysAgo?: number;
  labels?: Labels;
}

export interface NamespaceTable {
  name: string;
  labels: Labels;
  annotations?: Labels;
  /** The proxy runs as a restartable init container (the default of newer Istio). */
  nativeSidecar?: boolean;
  workloads: readonly WorkloadRow[];
  services: readonly ServiceRow[];
  manager?: Manager;
}

/** Objects of one namespace, and the behaviour of its workloads under NAMESPACE/WORKLOAD. */
export interface Content {
  objects: KubernetesObject[];
  behaviours: Map<string, Behaviour>;
}

export function namespaceContent(stamp: Stamp, table: NamespaceTable): Content {
  const namespace = namespaceObject(stamp, table);
  const workloads = table.workloads.flatMap((row) => workloadObjects(stamp, table, row));
  const services = table.services.flatMap((row) => serviceObjects(stamp, table, row, workloads));
  const accountNames = new Set(table.workloads.map((row) => accountOf(table.name, row)));
  const accounts = [...accountNames].map((name) =>
    stamp.object({
      kind: 'ServiceAccount',
      name,
      namespace: table.name,
      manager: table.manager,
      createdDaysAgo: 66,
    }),
  );
  return {
    objects: [namespace, ...accounts, ...workloads, ...services],
    behaviours: new Map(table.workloads.map((row) => [`${table.name}/${row.name}`, row.behaviour])),
  };
}

function namespaceObject(
  stamp: Stamp,
  { name, labels, annotations, manager }: NamespaceTable,
): KubernetesObject {
  return stamp.object({
    kind: 'Namespace',
    name,
    labels: { 'kubernetes.io/metadata.name': name, ...labels },
    annotations,
    manager: manager ?? 'kubectl',
    createdDaysAgo: 70,
    content: { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } },
  });
}
