/** The Kubernetes objects that follow from a namespace's table, and how its workloads behave. */

import type { Behaviour } from '#demo/traffic/behaviour.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { NamespaceTable } from './rows.ts';
import { serviceObjects } from './services.ts';
import type { Stamp } from './stamp.ts';
import { accountOf, workloadObjects } from './workloads.ts';

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
