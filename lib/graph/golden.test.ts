/**
 * Golden graphs: each file in golden/ holds vectors as Prometheus answers them, written for one rule of how Istio's telemetry is to be
 * read, and beside it the graph that they make. `vitest -u` writes the graphs anew; they are to be read before they are kept.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Graph, GraphEdge, GraphNode, Traffic } from '../api/traffic/graph.ts';
import { graphSchema } from '../api/traffic/graph.ts';
import type { GraphType } from '../api/words.ts';
import type { ClusterObjects, KubernetesObject, Labels } from '../istio/objects.ts';
import type { InstantSample } from '../metrics/samples.ts';
import { readVector } from '../metrics/samples.ts';
import { buildGraph } from './build/build.ts';
import type { Call, Samples } from './testing/fixture.ts';
import {
  deployment,
  destinationRule,
  graphInput,
  labelsOf,
  namespace,
  pod,
  service,
  virtualService,
} from './testing/fixture.ts';

/** What a sample is of in short, with any label changed or ("" for none) left out; and its value as Prometheus writes it. */
type Sample = Call & {
  value: string;
  without?: string[];
  direction?: 'sent' | 'received' | 'request' | 'response';
  le?: string;
};

interface Golden {
  rule: string;
  /** Types of graph, with "+services" for service nodes; by default the versioned app graph. */
  graphs?: string[];
  objects?: {
    namespaces?: (string | { name: string; annotations: Labels })[];
    services?: (string | { path: string; annotations: Labels })[];
    workloads?: (string | ({ path: string } & Parameters<typeof deployment>[1]))[];
    pods?: { path: string; containers: string[] }[];
    serviceEntries?: { path: string; hosts: string[] }[];
    virtualServices?: { path: string; spec: Parameters<typeof virtualService>[1] }[];
    destinationRules?: { path: string; spec: Parameters<typeof destinationRule>[1] }[];
  };
  requests?: Sample[] | null;
  durations?: Sample[];
  tcp?: Sample[] | null;
  buckets?: Sample[];
  sizes?: Sample[];
}

const directory = `${import.meta.dirname}/golden`;
const names = readdirSync(directory)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length));

test.each(names)('%s', async (name) => {
  const golden: Golden = JSON.parse(readFileSync(`${directory}/${name}.json`, 'utf8'));
  const graphs = (golden.graphs ?? ['versioned-app']).map((kind) => {
    const [type = '', services] = kind.split('+');
    const graph = buildGraph({
      ...graphInput(samplesOf(golden), objectsOf(golden.objects)),
      type: type as GraphType,
      serviceNodes: services !== undefined,
    });
    graphSchema.parse(graph);
    return [`# ${kind}`, ...linesOf(graph)].join('\n');
  });
  await expect([golden.rule, ...graphs, ''].join('\n\n').trimEnd().concat('\n')).toMatchFileSnapshot(
    `golden/${name}.txt`,
  );
});

test.each(names)('%s: rules that come and go leave nothing behind', (name) => {
  const golden: Golden = JSON.parse(readFileSync(`${directory}/${name}.json`, 'utf8'));
  const input = graphInput(samplesOf(golden), objectsOf(golden.objects));
  const unruled = { ...input.objects, virtualServices: [], destinationRules: [] };
  for (const type of ['versioned-app', 'workload', 'service'] as const) {
    for (const serviceNodes of [false, true]) {
      const ruled = { ...input, type, serviceNodes };
      const bare = { ...ruled, objects: unruled };
      // A reading of its own: nothing of it is remembered.
      const wanted = buildGraph({ ...bare, telemetry: { ...input.telemetry } });
      const first = buildGraph(ruled);
      const without = buildGraph(bare);
      expect(without).toEqual(wanted);
      expect(buildGraph(ruled)).toEqual(first);
      const untouched = new Set(first.edges);
      for (const edge of without.edges)
        if (first.edges.some((one) => one.id === edge.id && one.route === undefined))
          expect(untouched).toContain(edge);
    }
  }
});

function samplesOf({ requests, durations = [], tcp, buckets, sizes = [] }: Golden): Samples {
  const read = (samples: Sample[], label: (sample: Sample) => Labels): InstantSample[] => {
    const result = samples.map((sample) => {
      const metric = { ...label(sample) };
      for (const name of sample.without ?? []) delete metric[name];
      return { metric, value: [1000, sample.value] };
    });
    const answer = readVector({ status: 'success', data: { resultType: 'vector', result } });
    if (!answer.ok) throw new Error(answer.error.detail);
    return answer.value.samples;
  };
  return {
    requests: requests === null ? null : read(requests ?? [], labelsOf),
    durations: read(durations, labelsOf),
    tcp:
      tcp === null
        ? null
        : read(tcp ?? [], (one) => ({
            ...labelsOf({ protocol: 'tcp', ...one }),
            direction: one.direction ?? 'sent',
          })),
    buckets: buckets && read(buckets, (one) => ({ ...labelsOf(one), le: one.le ?? '+Inf' })),
    sizes: read(sizes, (one) => ({ ...labelsOf(one), direction: one.direction ?? 'request' })),
  };
}

function objectsOf(objects: Golden['objects'] = {}): Partial<ClusterObjects> {
  return {
    namespaces: (objects.namespaces ?? []).map((one) =>
      typeof one === 'string' ? namespace(one) : annotated(namespace(one.name), one.annotations),
    ),
    services: (objects.services ?? []).map((one) =>
      typeof one === 'string' ? service(one) : annotated(service(one.path), one.annotations),
    ),
    workloads: (objects.workloads ?? []).map((one) =>
      typeof one === 'string' ? deployment(one) : deployment(one.path, one),
    ),
    pods: (objects.pods ?? []).map(({ path, containers }) => pod(path, containers)),
    serviceEntries: (objects.serviceEntries ?? []).map(({ path, hosts }) => {
      const [namespace = '', name = ''] = path.split('/');
      return {
        apiVersion: 'networking.istio.io/v1',
        kind: 'ServiceEntry',
        metadata: { namespace, name },
        spec: { hosts, ports: [{ number: 443, name: 'tls', protocol: 'TLS' }] },
      };
    }),
    virtualServices: (objects.virtualServices ?? []).map(({ path, spec }) => virtualService(path, spec)),
    destinationRules: (objects.destinationRules ?? []).map(({ path, spec }) => destinationRule(path, spec)),
  };
}

function annotated<T extends KubernetesObject>(object: T, annotations: Labels): T {
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function linesOf({ nodes, edges }: Graph): string[] {
  const short = (id: string) => id.replace('/Kubernetes/', '/');
  return [
    ...nodes.map((node) => `${short(node.id)}: ${told(node)}`).sort(),
    '',
    ...edges.map((edge) => `${short(edge.source)} > ${short(edge.target)}: ${toldEdge(edge)}`).sort(),
  ];
}

function told({ kind, namespace, root, hosts, health, inbound, outbound }: GraphNode): string {
  return [
    kind,
    namespace === '' ? 'nowhere' : `in ${namespace}`,
    health.state,
    root && 'root',
    inbound && `gets ${amounts(inbound)}`,
    outbound && `sends ${amounts(outbound)}`,
    hosts.length > 0 && `as ${hosts.join(' ')}`,
  ]
    .filter((part) => part)
    .join(', ');
}

function toldEdge(edge: GraphEdge): string {
  const { protocol, health, mtlsRatio, flags, failures = [], hosts, route } = edge;
  return [
    protocol,
    health.state,
    amounts(edge),
    mtlsRatio !== null && `mTLS ${percent(mtlsRatio)}`,
    ...flags.map(({ flag, ratio }) => `${flag} ${percent(ratio)}`),
    ...failures.map((one) => `failed ${one.code} ${one.flags || '-'} ${percent(one.ratio)}`),
    hosts.length > 0 && `as ${hosts.join(' ')}`,
    route && `route ${route} ${edge.configuredShare ?? '?'}/${edge.observedShare ?? '?'}`,
  ]
    .filter((part) => part)
    .join(', ');
}

function amounts(traffic: Traffic): string {
  const { requestsPerSecond, errorRatio, clientErrorRatio, averageMs, p50Ms, p95Ms, p99Ms, bytesPerSecond } =
    traffic;
  return [
    requestsPerSecond > 0 && `${requestsPerSecond}/s`,
    bytesPerSecond !== null && `${bytesPerSecond} B/s`,
    errorRatio !== null && errorRatio > 0 && `errors ${percent(errorRatio)}`,
    clientErrorRatio !== null && clientErrorRatio > 0 && `4xx ${percent(clientErrorRatio)}`,
    averageMs !== null && `avg ${averageMs} ms`,
    p50Ms !== null && `p50/95/99 ${p50Ms}/${p95Ms}/${p99Ms} ms`,
  ]
    .filter((part) => part)
    .join(' ');
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 1000) / 10}%`;
}
