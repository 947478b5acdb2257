/** A mesh of nothing, for tests of what its page says. */
import type { Mesh, MeshNamespace, NamespaceMtls } from '#lib/api/mesh/mesh.ts';

export const quietMtls: NamespaceMtls = {
  mode: 'PERMISSIVE',
  layer: 'default',
  policy: null,
  exceptions: [],
  measured: 0.5,
  plain: [],
  breaks: [],
};

export const onePodNamespace: MeshNamespace = {
  name: 'shop',
  labels: {},
  resourceVersion: '1',
  mayLabel: false,
  revision: null,
  unknownRevision: false,
  never: false,
  isControlPlane: false,
  pods: 1,
  sidecars: 1,
  ambient: 0,
  uncovered: 0,
  optedOut: 0,
  gateways: 0,
  versions: [],
  workloads: [],
  mtls: quietMtls,
};

export const emptyMesh: Mesh = {
  at: 1000,
  metricsAt: 1000,
  windowSeconds: 60,
  allNamespaces: true,
  controlPlane: {
    state: 'found',
    planes: [],
    figures: { state: 'ok', at: 1000, missing: [], other: null },
    configuration: { state: 'read', settings: [] },
  },
  revisions: [],
  ambientReady: false,
  namespaces: [],
  gateways: [],
  clusters: { own: 'here', network: null, others: [], watched: null },
  obsolete: [],
  warnings: [],
};
