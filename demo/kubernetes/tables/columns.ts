/**
 * The columns of server-side tables, per kind: Kubernetes' own as in kubernetes pkg/printers/internalversion,
 * Istio's as the additionalPrinterColumns of its CRDs. `wide` columns show with `-o wide` only.
 */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { at, list, number, record, stringMap, strings, text } from '../coding/json.ts';
import type { Kind } from '../kinds.ts';
import { ageOf } from './duration.ts';
import { podReadiness, podRestarts, podStatus } from './pod-status.ts';

export interface Column {
  name: string;
  type: 'string' | 'integer' | 'date';
  wide: boolean;
  cell(object: KubernetesObject, nowMs: number): string | number;
}

type Cell = Column['cell'];

const column = (name: string, cell: Cell): Column => ({ name, type: 'string', wide: false, cell });
const integer = (name: string, cell: Cell): Column => ({ name, type: 'integer', wide: false, cell });
const wide = (name: string, cell: Cell): Column => ({ name, type: 'string', wide: true, cell });

/** The text below a dotted path; lists as JSON, as the API prints them; `<none>` where there is nothing. */
function field(path: string, none = '<none>'): Cell {
  return (object) => {
    const value = at(object, ...path.split('.'));
    return Array.isArray(value) ? JSON.stringify(value) : text(value) || none;
  };
}

// A bookmark has no name.
const name = column('Name', (object) => object.metadata.name ?? '');
const age = column('Age', (object, now) => ageOf(object.metadata.creationTimestamp, now));
const createdAt = column('Created At', (object) => object.metadata.creationTimestamp ?? '<unknown>');

/** "a=b,c=d" of a label map. */
function pairs(labels: Readonly<Record<string, string>>): string {
  const found = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return found.join(',') || '<none>';
}

/** The first three of a list, and how many more. */
function few(values: readonly string[]): string {
  const more = values.length - 3;
  const shown = values.slice(0, 3).join(',');
  return more > 0 ? `${shown} + ${more} more...` : shown || '<unset>';
}

const templateContainers = (object: KubernetesObject): readonly unknown[] =>
  list(object, 'spec', 'template', 'spec', 'containers');
const containers = wide('Containers', (object) =>
  templateContainers(object)
    .map((container) => text(container, 'name'))
    .join(','),
);
const images = wide('Images', (object) =>
  templateContainers(object)
    .map((container) => text(container, 'image'))
    .join(','),
);
const selector = wide('Selector', (object) => pairs(stringMap(object, 'spec', 'selector', 'matchLabels')));
const status = (path: string): Cell => {
  return (object) => number(object, 'status', path);
};
const ready = column(
  'Ready',
  (object) => `${number(object, 'status', 'readyReplicas')}/${number(object, 'spec', 'replicas')}`,
);

function subjects(kind: string): Cell {
  return (object) =>
    list(object, 'subjects')
      .filter((subject) => text(subject, 'kind') === kind)
      .map((subject) =>
        kind === 'ServiceAccount'
          ? `${text(subject, 'namespace')}/${text(subject, 'name')}`
          : text(subject, 'name'),
      )
      .join(', ');
}

const binding: readonly Column[] = [
  name,
  column('Role', (object) => `${text(object, 'roleRef', 'kind')}/${text(object, 'roleRef', 'name')}`),
  age,
  wide('Users', subjects('User')),
  wide('Groups', subjects('Group')),
  wide('ServiceAccounts', subjects('ServiceAccount')),
];

const webhooks = integer('Webhooks', (object) => list(object, 'webhooks').length);
/** A number that the API calls a string. */
const data = column('Data', (object) => Object.keys(record(at(object, 'data'))).length);

function externalIp(service: KubernetesObject): string {
  const given = strings(service, 'spec', 'externalIPs');
  switch (text(service, 'spec', 'type')) {
    case 'LoadBalancer': {
      const addresses = list(service, 'status', 'loadBalancer', 'ingress').map(
        (ingress) => text(ingress, 'ip') || text(ingress, 'hostname'),
      );
      return [...addresses, ...given].join(',') || '<pending>';
    }
    case 'ExternalName':
      return text(service, 'spec', 'externalName');
    default:
      return given.join(',') || '<none>';
  }
}

function servicePorts(service: KubernetesObject): string {
  const ports = list(service, 'spec', 'ports').map((port) => {
    const nodePort = text(port, 'nodePort');
    return `${text(port, 'port')}${nodePort === '' ? '' : `:${nodePort}`}/${text(port, 'protocol') || 'TCP'}`;
  });
  return ports.join(',') || '<none>';
}

function nodeStatus(node: KubernetesObject): string {
  const condition = list(node, 'status', 'conditions').find((entry) => text(entry, 'type') === 'Ready');
  const state = condition ? (text(condition, 'status') === 'True' ? 'Ready' : 'NotReady') : 'Unknown';
  return at(node, 'spec', 'unschedulable') === true ? `${state},SchedulingDisabled` : state;
}

function nodeRoles(node: KubernetesObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.keys(node.metadata.labels ?? {}).filter((label) => label.startsWith(prefix));
  return roles.map((label) => label.slice(prefix.length)).join(',') || '<none>';
}

const nodeAddress = (type: string): Cell => {
  return (node) => {
    const found = list(node, 'status', 'addresses').find((entry) => text(entry, 'type') === type);
    return text(found, 'address') || '<none>';
  };
};

const firstSeen: Cell = (event, now) => ageOf(text(event, 'firstTimestamp') || text(event, 'eventTime'), now);

const tables: Readonly<Record<string, readonly Column[]>> = {
  Pod: [
    name,
    column('Ready', podReadiness),
    column('Status', podStatus),
    column('Restarts', podRestarts),
    age,
    wide('IP', field('status.podIP')),
    wide('Node', field('spec.nodeName')),
    wide('Nominated Node', field('status.nominatedNodeName')),
    wide('Readiness Gates', () => '<none>'),
  ],
  Namespace: [name, column('Status', field('status.phase')), age],
  Service: [
    name,
    column('Type', field('spec.type')),
    column('Cluster-IP', field('spec.clusterIP')),
    column('External-IP', externalIp),
    column('Port(s)', servicePorts),
    age,
    wide('Selector', (object) => pairs(stringMap(object, 'spec', 'selector'))),
  ],
  ConfigMap: [name, data, age],
  Secret: [name, column('Type', field('type', '')), data, age],
  ServiceAccount: [name, age],
  Endpoints: [
    name,
    column('Endpoints', (object) =>
      few(
        list(object, 'subsets').flatMap((subset) =>
          list(subset, 'addresses').flatMap((address) =>
            list(subset, 'ports').map((port) => `${text(address, 'ip')}:${text(port, 'port')}`),
          ),
        ),
      ),
    ),
    age,
  ],
  Event: [
    column('Last Seen', (event, now) =>
      text(event, 'lastTimestamp') ? ageOf(text(event, 'lastTimestamp'), now) : firstSeen(event, now),
    ),
    column('Type', field('type')),
    column('Reason', field('reason')),
    column(
      'Object',
      (event) =>
        `${text(event, 'involvedObject', 'kind').toLowerCase()}/${text(event, 'involvedObject', 'name')}`,
    ),
    wide('Subobject', field('involvedObject.fieldPath', '')),
    wide('Source', (event) =>
      [
        text(event, 'source', 'component') || text(event, 'reportingComponent'),
        text(event, 'source', 'host') || text(event, 'reportingInstance'),
      ]
        .filter((part) => part !== '')
        .join(', '),
    ),
    column('Message', (event) => text(event, 'message').trim()),
    wide('First Seen', firstSeen),
    wide('Count', (event) => number(event, 'count') || 1),
    { ...name, wide: true },
  ],
  Node: [
    name,
    column('Status', nodeStatus),
    column('Roles', nodeRoles),
    age,
    column('Version', field('status.nodeInfo.kubeletVersion')),
    wide('Internal-IP', nodeAddress('InternalIP')),
    wide('External-IP', nodeAddress('ExternalIP')),
    wide('OS-Image', field('status.nodeInfo.osImage', '<unknown>')),
    wide('Kernel-Version', field('status.nodeInfo.kernelVersion', '<unknown>')),
    wide('Container-Runtime', field('status.nodeInfo.containerRuntimeVersion', '<unknown>')),
  ],
  Deployment: [
    name,
    ready,
    column('Up-to-date', status('updatedReplicas')),
    column('Available', status('availableReplicas')),
    age,
    containers,
    images,
    selector,
  ],
  ReplicaSet: [
    name,
    integer('Desired', (object) => number(object, 'spec', 'replicas')),
    integer('Current', status('replicas')),
    integer('Ready', status('readyReplicas')),
    age,
    containers,
    images,
    selector,
  ],
  StatefulSet: [name, ready, age, containers, images],
  DaemonSet: [
    name,
    integer('Desired', status('desiredNumberScheduled')),
    integer('Current', status('currentNumberScheduled')),
    integer('Ready', status('numberReady')),
    integer('Up-to-date', status('updatedNumberScheduled')),
    integer('Available', status('numberAvailable')),
    column('Node Selector', (object) => pairs(stringMap(object, 'spec', 'template', 'spec', 'nodeSelector'))),
    age,
    containers,
    images,
    selector,
  ],
  EndpointSlice: [
    name,
    column('AddressType', field('addressType')),
    column('Ports', (object) =>
      few(list(object, 'ports').map((port) => text(port, 'port') || text(port, 'name') || '*')),
    ),
    column('Endpoints', (object) =>
      few(list(object, 'endpoints').flatMap((endpoint) => strings(endpoint, 'addresses'))),
    ),
    age,
  ],
  Lease: [name, column('Holder', field('spec.holderIdentity', '')), age],
  Role: [name, createdAt],
  ClusterRole: [name, createdAt],
  RoleBinding: binding,
  ClusterRoleBinding: binding,
  CustomResourceDefinition: [name, createdAt],
  MutatingWebhookConfiguration: [name, webhooks, age],
  ValidatingWebhookConfiguration: [name, webhooks, age],
  AuthorizationPolicy: [name, column('Action', field('spec.action', '')), age],
  DestinationRule: [name, column('Host', field('spec.host', '')), age],
  PeerAuthentication: [name, column('Mode', field('spec.mtls.mode', '')), age],
  ServiceEntry: [
    name,
    column('Hosts', field('spec.hosts', '')),
    column('Location', field('spec.location', '')),
    column('Resolution', field('spec.resolution', '')),
    age,
  ],
  VirtualService: [
    name,
    column('Gateways', field('spec.gateways', '')),
    column('Hosts', field('spec.hosts', '')),
    age,
  ],
  WorkloadEntry: [name, age, column('Address', field('spec.address', ''))],
};

/** Custom resources show their age as a date, which clients turn into an age. */
const ageAsDate: Column = { ...age, type: 'date' };

export function columnsOf(kind: Kind): readonly Column[] {
  const columns = tables[kind.kind] ?? [name, age];
  return kind.crd ? columns.map((one) => (one === age ? ageAsDate : one)) : columns;
}
