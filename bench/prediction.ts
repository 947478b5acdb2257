/**
 * Predicted traffic over a large mesh (bar: 100 ms at 1,000 services): drafts of one object judged by the records of a whole mesh, in a
 * process that has done it before, as the console has: medians of some rounds, and the slowest, in CPU time; and the first time, which
 * finds for later ones what explains the traffic.
 */
import { type PredictedFlow, predict, predictSteps } from '../lib/graph/prediction/predict.ts';
import { readTelemetry } from '../lib/graph/telemetry/telemetry.ts';
import type { TrafficRecord } from '../lib/graph/telemetry/traffic-record.ts';
import { type ClusterObjects, type KubernetesObject, noObjects } from '../lib/istio/objects.ts';
import type { InstantSample } from '../lib/metrics/samples.ts';
import { cpuMs, medianAndSlowest } from './cpu.ts';

export interface MeasuredPrediction {
  services: number;
  records: number;
  /** What is drafted, by name: how many flows it touches, and its times. */
  drafts: {
    name: string;
    flows: number;
    firstMs: number;
    /** Of a reading that nobody has asked about: between two of its steps the console answers others. */
    longestStepMs: number;
    predictMs: [number, number];
  }[];
}

const rounds = 9;
const servicesInNamespace = 20;
const namespaceOf = (index: number) => `shop-${Math.floor(index / servicesInNamespace)}`;
const hostOf = (index: number) => `service-${index}.${namespaceOf(index)}.svc.cluster.local`;
const front = namespaceOf(0);

function object(
  [namespace, kind, name]: [namespace: string, kind: string, name: string],
  spec: object,
  group = 'networking.istio.io/v1',
): KubernetesObject {
  return { apiVersion: group, kind, metadata: { name, namespace }, spec };
}

/** Half of the services speak HTTP behind one gateway and each other, half TCP. */
export function meshOf(services: number): {
  objects: ClusterObjects;
  records: TrafficRecord[];
} {
  const lists: Record<string, KubernetesObject[]> = {
    services: [],
    workloads: [],
    virtualServices: [],
    destinationRules: [],
    gateways: [
      object([front, 'Gateway', 'public'], {
        selector: { app: 'ingress' },
        servers: [{ hosts: ['*'], port: { number: 80, name: 'http', protocol: 'HTTP' } }],
      }),
    ],
  };
  const deployment = (namespace: string, app: string, version: string) => ({
    ...object([namespace, 'Deployment', `${app}-${version}`], {
      replicas: 1,
      template: { metadata: { labels: { app, version } } },
    }),
    apiVersion: 'apps/v1',
    status: { replicas: 1, readyReplicas: 1 },
  });
  lists.workloads?.push(deployment(front, 'ingress', 'v1'));
  lists.services?.push({
    ...object(
      [front, 'Service', 'ingress'],
      { selector: { app: 'ingress' }, ports: [{ port: 80 }], type: 'LoadBalancer' },
      'v1',
    ),
  });
  const requests: InstantSample[] = [];
  const tcp: InstantSample[] = [];
  const routes: KubernetesObject[] = [];
  for (let index = 0; index < services; index += 1) {
    const name = `service-${index}`;
    const namespace = namespaceOf(index);
    const tcpService = index % 2 === 1;
    lists.services?.push(
      object(
        [namespace, 'Service', name],
        { selector: { app: name }, ports: [{ name: tcpService ? 'tcp' : 'http', port: 80 }] },
        'v1',
      ),
    );
    for (const version of ['v1', 'v2']) lists.workloads?.push(deployment(namespace, name, version));
    const split = ['v1', 'v2'].map((subset) => ({ destination: { host: name, subset }, weight: 50 }));
    if (index % 10 !== 2)
      lists.virtualServices?.push(
        object([namespace, 'VirtualService', name], {
          hosts: [name],
          ...(tcpService ? { tcp: [{ route: split }] } : { http: [{ route: split }] }),
        }),
      );
    if (!tcpService && index % 10 === 0)
      lists.virtualServices?.push(
        object([namespace, 'VirtualService', `${name}-public`], {
          hosts: [`${name}.example`],
          gateways: [`${front}/public`],
          http: [{ match: [{ uri: { prefix: '/v2' } }], route: [split[1]] }, { route: split }],
        }),
      );
    lists.destinationRules?.push(
      object([namespace, 'DestinationRule', name], {
        host: name,
        subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })),
      }),
    );
    if (index % 10 === 2)
      routes.push(
        object(
          [namespace, 'HTTPRoute', name],
          {
            parentRefs: [{ group: '', kind: 'Service', name }],
            rules: [{ backendRefs: [{ name, port: 80 }] }],
          },
          'gateway.networking.k8s.io/v1',
        ),
      );
    const callers = [1, 7, 31].map((step) => (index + step) % services);
    const from: [namespace: string, app: string][] = callers.map((caller) => [
      namespaceOf(caller),
      `service-${caller}`,
    ]);
    for (const caller of index % 10 === 0 ? [...from, [front, 'ingress'] as const] : from) {
      for (const version of ['v1', 'v2']) {
        const labels = labelsOf(caller, [namespace, name], version, tcpService ? 'tcp' : 'http');
        if (!tcpService) requests.push({ labels, value: 1 + (index % 13) });
        else
          tcp.push(
            { labels: { ...labels, direction: 'sent' }, value: 1000 },
            { labels: { ...labels, direction: 'received' }, value: 3000 },
          );
      }
    }
  }
  return {
    objects: { ...noObjects, ...lists, httpRoutes: routes } as ClusterObjects,
    records: [...readTelemetry({ requests, durations: [], tcp, latency: null }).records],
  };
}

type App = readonly [namespace: string, app: string];

function labelsOf(
  [fromNamespace, from]: App,
  [namespace, to]: App,
  version: string,
  protocol: string,
): Record<string, string> {
  return {
    reporter: 'destination',
    source_cluster: 'Kubernetes',
    source_workload_namespace: fromNamespace,
    source_workload: `${from}-v1`,
    source_canonical_service: from,
    source_canonical_revision: 'v1',
    destination_cluster: 'Kubernetes',
    destination_workload_namespace: namespace,
    destination_workload: `${to}-${version}`,
    destination_canonical_service: to,
    destination_canonical_revision: version,
    destination_service: `${to}.${namespace}.svc.cluster.local`,
    destination_service_name: to,
    destination_service_namespace: namespace,
    request_protocol: protocol,
    response_code: '200',
    grpc_response_status: '',
    response_flags: '-',
    connection_security_policy: 'mutual_tls',
  };
}

/** For whoever sends from there. */
function withSidecar(now: ClusterObjects, namespace: string): ClusterObjects {
  const sidecar = object([namespace, 'Sidecar', 'default'], { egress: [{ hosts: ['./*'] }] });
  return { ...now, sidecars: [sidecar] as ClusterObjects['sidecars'] };
}

/** A route to another service than before. */
function moved(route: KubernetesObject): KubernetesObject {
  return {
    ...route,
    spec: { ...(route.spec as object), rules: [{ backendRefs: [{ name: 'service-4', port: 80 }] }] },
  };
}

export function measurePrediction(services: number): MeasuredPrediction {
  const { objects: now, records } = meshOf(services);
  const changed =
    (key: 'virtualServices' | 'gateways', name: string, spec: object) => (): ClusterObjects => ({
      ...now,
      [key]: now[key].map((one) =>
        one.metadata.name === name ? { ...one, spec: { ...one.spec, ...spec } } : one,
      ),
    });
  const only = (subset: string, index: number) => [
    { route: [{ destination: { host: hostOf(index), subset } }] },
  ];
  const drafts: [string, () => ClusterObjects][] = [
    ['a split', changed('virtualServices', 'service-4', { http: only('v2', 4) })],
    ['a split of connections', changed('virtualServices', 'service-5', { tcp: only('v2', 5) })],
    [
      'a host name at the gateway',
      changed('virtualServices', 'service-20-public', { hosts: ['other.example'] }),
    ],
    [
      'an HTTPRoute',
      () =>
        ({
          ...now,
          httpRoutes: now.httpRoutes.map((one, index) => (index === 0 ? moved(one) : one)),
        }) as ClusterObjects,
    ],
    ['a Gateway', changed('gateways', 'public', { selector: { app: 'nobody' } })],
    ['a Sidecar of a namespace', () => withSidecar(now, front)],
    ['a Sidecar of the root namespace, which is for all', () => withSidecar(now, 'istio-system')],
  ];
  return {
    services,
    records: records.length,
    drafts: drafts.map(([name, after]) => {
      let flows: readonly PredictedFlow[] = [];
      const work = (): void => {
        const { requests, connections } = predict(records, { now, after: after() });
        flows = [...requests, ...connections];
      };
      const firstMs = cpuMs(work);
      const times = Array.from({ length: rounds }, () => cpuMs(work));
      const steps = predictSteps([...records], { now, after: after() });
      let longestStepMs = 0;
      let done = false;
      while (!done) {
        const stepMs = cpuMs(() => {
          done = steps.next().done === true;
        });
        longestStepMs = Math.max(longestStepMs, stepMs);
      }
      return { name, flows: flows.length, firstMs, longestStepMs, predictMs: medianAndSlowest(times) };
    }),
  };
}

export function predictionReport(all: readonly MeasuredPrediction[]): string {
  const rows = all.flatMap(({ services, records, drafts }) =>
    drafts.map(
      ({ name, flows, firstMs, longestStepMs, predictMs: [median, slowest] }) =>
        `| ${services} | ${records} | ${name} | ${flows} | ${firstMs.toFixed(1)} ms | ${longestStepMs.toFixed(1)} ms | ${median.toFixed(1)} ms | ${slowest.toFixed(1)} ms |`,
    ),
  );
  return `## Predicted traffic

One object drafted, the measured traffic of the whole mesh sent through it (\`lib/graph/prediction\`; bar: 100 ms at 1,000 services). CPU time; twenty services a namespace.

| services | records | what is drafted | flows told | the first time | its longest step | median | slowest of ${rounds} |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
}
