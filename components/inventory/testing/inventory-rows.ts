/** For tests: rows in one line each. */
import type { ServiceRow, WorkloadRow } from '#lib/api/traffic/inventory.ts';

const row = {
  node: null,
  cluster: 'Kubernetes',
  namespace: 'shop',
  exists: true,
  health: { state: 'healthy', reasons: [] },
  inbound: null,
  outbound: null,
  pods: null,
  injection: null,
  configuration: null,
  createdAt: null,
} as const;

export function serviceRow(given: Partial<ServiceRow> & { name: string }): ServiceRow {
  const host = `${given.name}.${given.namespace ?? row.namespace}.svc.cluster.local`;
  return {
    ...row,
    health: { ...row.health, reasons: [] },
    kind: 'Service',
    hosts: [host],
    ports: [],
    versions: [],
    workloads: 1,
    ...given,
  };
}

export function workloadRow(given: Partial<WorkloadRow> & { name: string }): WorkloadRow {
  return {
    ...row,
    health: { ...row.health, reasons: [] },
    kind: 'Deployment',
    app: given.name,
    version: 'v1',
    gateway: false,
    services: [],
    ...given,
  };
}
