/** What every new cluster holds: its namespaces, the default roles (kubernetes plugin/pkg/auth/authorizer/rbac/bootstrappolicy) and the CRDs. */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { Crd } from '#lib/istio/schema/crds.ts';
import { guestCrds } from './guest-crds.ts';
import { servedCrds } from './kinds.ts';

const rbac = 'rbac.authorization.k8s.io';
const read = ['get', 'list', 'watch'];
const write = ['create', 'delete', 'deletecollection', 'patch', 'update'];

interface Rule {
  verbs: string[];
  apiGroups?: string[];
  resources?: string[];
  nonResourceURLs?: string[];
}

function role(name: string, labels: Record<string, string>, rules: Rule[]): KubernetesObject {
  const object = {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRole',
    metadata: { name, labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels } },
    rules,
  };
  return object;
}

function aggregate(name: string, labels: Record<string, string>): KubernetesObject {
  const object = {
    ...role(name, labels, []),
    aggregationRule: {
      clusterRoleSelectors: [{ matchLabels: { [`${rbac}/aggregate-to-${name}`]: 'true' } }],
    },
  };
  return object;
}

function bind(name: string, groups: string[]): KubernetesObject {
  const object = {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name, labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name },
    subjects: groups.map((group) => ({ apiGroup: rbac, kind: 'Group', name: group })),
  };
  return object;
}

const to = (name: string): Record<string, string> => ({ [`${rbac}/aggregate-to-${name}`]: 'true' });
const viewable: Rule[] = [
  {
    verbs: read,
    apiGroups: [''],
    resources: [
      'configmaps',
      'endpoints',
      'events',
      'namespaces',
      'pods',
      'pods/log',
      'pods/status',
      'serviceaccounts',
      'services',
      'services/status',
    ],
  },
  {
    verbs: read,
    apiGroups: ['apps'],
    resources: [
      'daemonsets',
      'daemonsets/status',
      'deployments',
      'deployments/scale',
      'deployments/status',
      'replicasets',
      'replicasets/scale',
      'replicasets/status',
      'statefulsets',
      'statefulsets/scale',
      'statefulsets/status',
    ],
  },
  { verbs: read, apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'] },
];
const editable: Rule[] = [
  { verbs: read, apiGroups: [''], resources: ['secrets', 'services/proxy', 'pods/proxy'] },
  {
    verbs: write,
    apiGroups: [''],
    resources: ['configmaps', 'events', 'pods', 'secrets', 'serviceaccounts', 'services', 'services/proxy'],
  },
  { verbs: ['create'], apiGroups: [''], resources: ['serviceaccounts/token'] },
  {
    verbs: write,
    apiGroups: ['apps'],
    resources: [
      'daemonsets',
      'deployments',
      'deployments/scale',
      'replicasets',
      'replicasets/scale',
      'statefulsets',
      'statefulsets/scale',
    ],
  },
  { verbs: [...read, ...write], apiGroups: ['coordination.k8s.io'], resources: ['leases'] },
];
const administrable: Rule[] = [
  { verbs: ['create'], apiGroups: ['authorization.k8s.io'], resources: ['localsubjectaccessreviews'] },
  { verbs: [...read, ...write], apiGroups: [rbac], resources: ['rolebindings', 'roles'] },
];

const everything: Rule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];
const health = ['/healthz', '/livez', '/readyz', '/version', '/version/'];
const discovery = ['/api', '/api/*', '/apis', '/apis/*', '/openapi', '/openapi/*', ...health].toSorted();

const access: readonly KubernetesObject[] = [
  role('cluster-admin', {}, everything),
  aggregate('admin', {}),
  aggregate('edit', to('admin')),
  aggregate('view', to('edit')),
  role('system:aggregate-to-admin', to('admin'), administrable),
  role('system:aggregate-to-edit', to('edit'), editable),
  role('system:aggregate-to-view', to('view'), viewable),
  role('system:basic-user', {}, [
    {
      verbs: ['create'],
      apiGroups: ['authorization.k8s.io'],
      resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
    },
    { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
  ]),
  role('system:discovery', {}, [{ verbs: ['get'], nonResourceURLs: discovery }]),
  role('system:public-info-viewer', {}, [{ verbs: ['get'], nonResourceURLs: health }]),
  bind('cluster-admin', ['system:masters']),
  bind('system:basic-user', ['system:authenticated']),
  bind('system:discovery', ['system:authenticated']),
  bind('system:public-info-viewer', ['system:authenticated', 'system:unauthenticated']),
];

const namespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** What the installer of the CRD leaves on it. */
function installed({ group }: Crd): Pick<KubernetesObject['metadata'], 'labels' | 'annotations'> {
  if (guestCrds.some((guest) => guest.group === group)) return {};
  return group.endsWith('istio.io')
    ? { labels: { app: 'istio-pilot', chart: 'istio' } }
    : {
        annotations: {
          'gateway.networking.k8s.io/bundle-version': 'v1.6.0',
          'gateway.networking.k8s.io/channel': 'standard',
        },
      };
}

export function definition(crd: Crd): KubernetesObject {
  const openAPIV3Schema = { type: 'object', ...crd.schema };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${crd.names.plural}.${crd.group}`, ...installed(crd) },
    spec: {
      group: crd.group,
      names: crd.names,
      scope: crd.scope,
      conversion: { strategy: 'None' },
      versions: crd.versions.map(({ name, served, storage, status }) => ({
        name,
        served,
        storage,
        schema: { openAPIV3Schema },
        ...(status ? { subresources: { status: {} } } : {}),
      })),
    },
    status: {
      acceptedNames: crd.names,
      storedVersions: crd.versions.filter((version) => version.storage).map((version) => version.name),
      conditions: [
        { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' },
        {
          type: 'Established',
          status: 'True',
          reason: 'InitialNamesAccepted',
          message: 'the initial names have been accepted',
        },
      ],
    },
  };
}

export const bootstrapObjects: readonly KubernetesObject[] = [
  ...namespaces.map((name) => namespace(name)),
  ...access,
  ...servedCrds.map(definition),
];

/** A namespace as the API completes it. */
function namespace(name: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
}
