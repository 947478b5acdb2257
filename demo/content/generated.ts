/** Namespaces that grow the mesh to any size: teams whose services call each other in layers, with power-law popularity. */
import type { Behaviour, Call, Entry, Failure } from '#demo/traffic/behaviour.ts';
import { createRandom, hash, type Random } from '#demo/traffic/random.ts';
import { type Content, namespaceContent } from './application.ts';
import { type IstioRow, istioObjects, routeTo, versions } from './istio-objects.ts';
import type { WorkloadRow } from './rows.ts';
import type { Manager, Stamp } from './stamp.ts';

export interface GeneratedContent extends Content {
  entries: Entry[];
  namespaces: string[];
}

interface Plan {
  namespace: string;
  name: string;
  protocol: Call['protocol'];
  port: number;
  /** Calls go to higher layers only, so that nothing calls in circles. */
  layer: number;
  idle: boolean;
  twoVersions: boolean;
  calls: Call[];
}

const words = [
  'accounts',
  'audit',
  'basket',
  'billing',
  'bookings',
  'claims',
  'content',
  'delivery',
  'devices',
  'discounts',
  'documents',
  'feed',
  'geo',
  'identity',
  'images',
  'invoices',
  'loyalty',
  'mailer',
  'media',
  'messages',
  'notify',
  'offers',
  'orders',
  'parcels',
  'pricing',
  'profiles',
  'quotes',
  'reports',
  'returns',
  'routes',
  'search',
  'sessions',
  'stock',
  'support',
  'tariffs',
  'tax',
  'tickets',
  'tracking',
  'vouchers',
  'wishlist',
];
const layers = 6;
const kinds = {
  http: { port: 8080, portName: 'http' },
  grpc: { port: 9000, portName: 'grpc' },
  tcp: { port: 5432, portName: 'tcp-postgres' },
} as const;

export function generated(stamp: Stamp, services: number, namespaceCount: number): GeneratedContent {
  const namespaces = Array.from(
    { length: namespaceCount },
    (_, index) => `team-${`${index + 1}`.padStart(2, '0')}`,
  );
  const plans = Array.from({ length: services }, (_, index) => planService(stamp.seed, namespaces, index));
  connect(stamp.seed, plans);
  const content: GeneratedContent = { objects: [], behaviours: new Map(), entries: [], namespaces };
  const byNamespace = Map.groupBy(plans, (plan) => plan.namespace);
  for (const [rank, [namespace, members]] of [...byNamespace].entries()) {
    const manager: Manager =
      (['kubectl', 'helm', 'argocd'] as const)[hash(stamp.seed, namespace) % 3] ?? 'kubectl';
    const own = namespaceContent(stamp, {
      name: namespace,
      labels: { 'istio-injection': 'enabled', team: namespace },
      manager,
      services: members.map(({ name, protocol }) => ({
        name,
        ports: [{ name: kinds[protocol].portName, port: kinds[protocol].port }],
      })),
      workloads: members.flatMap((plan) => workloadRows(stamp.seed, plan)),
    });
    const istio = [
      ...gatewayRows(namespace, members),
      ...members.flatMap((plan) => istioRows(stamp.seed, plan, manager)),
    ];
    content.objects.push(...own.objects, ...istioObjects(stamp, namespace, istio));
    for (const [key, behaviour] of own.behaviours) content.behaviours.set(key, behaviour);
    content.entries.push(...entriesOf(namespace, members, rank));
  }
  return content;
}

function planService(seed: number, namespaces: readonly string[], index: number): Plan {
  const random = createRandom(hash(seed, 'service', index));
  const namespace = namespaces[index % namespaces.length] ?? '';
  // The first service of each namespace is its front.
  const ordinal = Math.floor(index / namespaces.length);
  const front = ordinal === 0;
  const layer = front ? 0 : 1 + Math.floor(random() * (layers - 1));
  const kind = random();
  const protocol =
    !front && layer >= layers - 2 && kind < 0.3 ? 'tcp' : !front && kind > 0.7 ? 'grpc' : 'http';
  const word = words[(hash(seed, namespace) + ordinal) % words.length] ?? 'service';
  const round = Math.floor(ordinal / words.length);
  return {
    namespace,
    name: front ? 'web' : round === 0 ? word : `${word}-${round + 1}`,
    protocol,
    port: kinds[protocol].port,
    layer,
    idle: !front && random() < 0.05,
    twoVersions: protocol !== 'tcp' && random() < 0.15,
    calls: [],
  };
}

/** Each service calls 0 to 4 of deeper layers, mostly its own namespace's; few services are called by many. */
function connect(seed: number, plans: readonly Plan[]): void {
  const callable = plans.filter((plan) => plan.layer > 0 && !plan.idle);
  const byNamespace = Map.groupBy(callable, (plan) => plan.namespace);
  const called = new Set<Plan>();
  for (const plan of plans) {
    if (plan.protocol === 'tcp') continue;
    const random = createRandom(hash(seed, 'calls', plan.namespace, plan.name));
    const wanted = plan.layer === 0 ? 4 : Math.floor(4.2 * random() ** 1.7);
    const targets = new Set<Plan>();
    for (let attempt = 0; attempt < wanted * 3 && targets.size < wanted; attempt++) {
      const pool = random() < 0.75 ? (byNamespace.get(plan.namespace) ?? []) : callable;
      const target = pool[Math.floor(pool.length * random() ** 2.2)];
      if (target && target.layer > plan.layer) targets.add(target);
    }
    plan.calls = [...targets].map((target) => callTo(plan, target, random));
    for (const target of targets) called.add(target);
  }
  // Whoever is not meant to idle and was not drawn is called by a service of its own namespace, at least by the front.
  for (const target of callable) {
    if (called.has(target)) continue;
    const random = createRandom(hash(seed, 'caller', target.namespace, target.name));
    const callers = plans.filter(
      (plan) =>
        plan.namespace === target.namespace &&
        plan.layer < target.layer &&
        plan.protocol !== 'tcp' &&
        !plan.idle &&
        plan.calls.length < 7,
    );
    const caller = callers[Math.floor(callers.length * random())];
    if (caller) caller.calls.push(callTo(caller, target, random));
  }
}

function callTo(from: Plan, to: Plan, random: Random): Call {
  return {
    host: from.namespace === to.namespace ? to.name : `${to.name}.${to.namespace}`,
    port: to.port,
    protocol: to.protocol,
    ...(to.protocol === 'grpc'
      ? { method: 'POST', path: `/${to.namespace}.Service/Do` }
      : { path: `/${to.name}` }),
    perRequest: 0.2 + Math.round(random() * 8) / 10,
    critical: random() < 0.5 ? 0.1 : 0.6,
    ...(to.protocol === 'tcp' ? { requestBytes: 300, responseBytes: 1500 } : {}),
  };
}

function workloadRows(seed: number, plan: Plan): WorkloadRow[] {
  const random = createRandom(hash(seed, 'workload', plan.namespace, plan.name));
  // What is slow or fails makes its callers so: a few such services are many on the picture.
  const trouble = random();
  const failures: Failure[] =
    trouble < 0.012
      ? [{ status: 500, share: 0.02 + random() * 0.08 }]
      : trouble < 0.08
        ? [{ status: 503, share: 0.002 }]
        : [];
  const behaviour: Behaviour = {
    latencyMs: trouble > 0.992 ? 600 : 2 + Math.round(30 * random() ** 2),
    spread: 0.4 + random() * 0.5,
    failures,
    calls: plan.calls,
  };
  const replicas = random() < 0.3 ? 2 : 1;
  return (plan.twoVersions ? ['v1', 'v2'] : ['v1']).map((version) => ({
    name: `${plan.name}-${version}`,
    app: plan.name,
    version,
    image: `registry.example/${plan.namespace}/${plan.name}:${version === 'v1' ? '1.0.0' : '2.0.0'}`,
    port: plan.port,
    replicas: version === 'v1' ? replicas : 1,
    behaviour,
  }));
}

/** The front behind the public gateway under NAMESPACE.example. */
function gatewayRows(namespace: string, members: readonly Plan[]): IstioRow[] {
  if (!members.some((plan) => plan.layer === 0)) return [];
  const hosts = [`${namespace}.example`];
  return [
    {
      kind: 'Gateway',
      name: 'front',
      spec: {
        selector: { istio: 'public-gw' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts }],
      },
    },
    {
      kind: 'VirtualService',
      name: 'front',
      spec: {
        hosts,
        gateways: ['front'],
        http: [{ timeout: '15s', route: [{ destination: { host: 'web' } }] }],
      },
    },
  ];
}

function istioRows(seed: number, plan: Plan, manager: Manager): IstioRow[] {
  const random = createRandom(hash(seed, 'istio', plan.namespace, plan.name));
  const { name } = plan;
  if (plan.twoVersions) {
    const weight = 5 * (1 + Math.floor(random() * 5));
    return [
      {
        kind: 'VirtualService',
        name,
        manager,
        changedHoursAgo: random() * 60,
        spec: { hosts: [name], http: [{ route: routeTo(name, ['v1', 100 - weight], ['v2', weight]) }] },
      },
      { kind: 'DestinationRule', name, manager, spec: { host: name, subsets: versions('v1', 'v2') } },
    ];
  }
  if (plan.protocol === 'tcp' || random() > 0.3) return [];
  const timeout = `${1 + Math.floor(random() * 9)}s`;
  const rows: IstioRow[] = [
    {
      kind: 'VirtualService',
      name,
      manager,
      spec: { hosts: [name], http: [{ timeout, route: [{ destination: { host: name } }] }] },
    },
  ];
  if (random() < 0.5) {
    rows.push({
      kind: 'DestinationRule',
      name,
      manager,
      spec: {
        host: name,
        trafficPolicy: {
          connectionPool: { tcp: { maxConnections: 512 } },
          loadBalancer: { simple: 'LEAST_REQUEST' },
        },
      },
    });
  }
  return rows;
}

function entriesOf(namespace: string, members: readonly Plan[], rank: number): Entry[] {
  if (!members.some((plan) => plan.layer === 0)) return [];
  return [
    {
      name: `users of ${namespace}`,
      from: { type: 'gateway', namespace: 'istio-ingress', workload: 'public-gw' },
      requestsPerSecond: Math.max(0.8, 24 / (rank + 1) ** 0.8),
      calls: [{ host: `${namespace}.example`, port: 80, protocol: 'http', path: '/', perRequest: 1 }],
    },
  ];
}
