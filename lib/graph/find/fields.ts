/**
 * What can be asked of nodes and edges. A field answers null where it does not apply or is not known, and then
 * neither a comparison nor its contrary holds: an unknown latency is not "fast".
 */
import type { GraphEdge, GraphNode } from '../../api/traffic/graph.ts';
import type { Unit } from './quantity.ts';

/** The graph around an element. */
export interface Surroundings {
  nodes: ReadonlyMap<string, GraphNode>;
  /** Place by an order, 1 first; made when first asked for. */
  rank(order: RankOrder, id: string): number | null;
}

export const rankOrders = ['rate', 'errors', 'latency', 'callers'] as const;
export type RankOrder = (typeof rankOrders)[number];

export interface TextField {
  type: 'text';
  node?(node: GraphNode): readonly string[];
  edge?(edge: GraphEdge, around: Surroundings): readonly string[];
}

export interface NumberField {
  type: 'number';
  unit: Unit;
  node?(node: GraphNode, around: Surroundings): number | null;
  edge?(edge: GraphEdge): number | null;
}

export type Field = TextField | NumberField;

/** A card is known by what arrives, or by what leaves where nobody calls it. */
const load = (node: GraphNode) => node.inbound ?? (node.root ? node.outbound : null);
const present = (...values: (string | null)[]) => values.flatMap((value) => value ?? []);

/** What an edge inherits from both its ends. */
function ofEnds(node: (node: GraphNode) => readonly string[]): TextField {
  return {
    type: 'text',
    node,
    edge: ({ source, target }, { nodes }) =>
      [nodes.get(source), nodes.get(target)].flatMap((end) => (end === undefined ? [] : node(end))),
  };
}

type Measure =
  | 'requestsPerSecond'
  | 'errorRatio'
  | 'clientErrorRatio'
  | 'averageMs'
  | 'p50Ms'
  | 'p95Ms'
  | 'p99Ms';

/** `silence` is what no traffic means: nothing per second, but no latency. */
function measure(name: Measure, unit: Unit, silence: 0 | null = null): NumberField {
  return {
    type: 'number',
    unit,
    node: (node) => load(node)?.[name] ?? (node.health.state === 'unknown' ? null : silence),
    edge: (edge) => edge[name] ?? silence,
  };
}

/** Payload of requests is not told everywhere: where it is not, nobody knows, and that is not nothing. */
const throughput: NumberField = {
  type: 'number',
  unit: 'bytes',
  node: (node) => {
    const traffic = load(node);
    const unknown = node.health.state === 'unknown' || (traffic?.requestsPerSecond ?? 0) > 0;
    return traffic?.bytesPerSecond ?? (unknown ? null : 0);
  },
  edge: (edge) => edge.bytesPerSecond ?? (edge.requestsPerSecond > 0 ? null : 0),
};

function side(direction: 'inbound' | 'outbound'): NumberField {
  return { type: 'number', unit: 'rate', node: (node) => node[direction]?.requestsPerSecond ?? 0 };
}

const nodeTexts = {
  name: (node: GraphNode) => [node.name],
  namespace: (node: GraphNode) => present(node.namespace || null),
  cluster: (node: GraphNode) => [node.cluster],
  app: (node: GraphNode) => present(node.app),
  version: (node: GraphNode) => present(node.version),
  workload: (node: GraphNode) => present(node.workload),
  service: (node: GraphNode) => present(node.service),
  kind: (node: GraphNode) => [node.kind],
} as const;

function ofEnd(end: 'source' | 'target', node: (node: GraphNode) => readonly string[]): TextField {
  return {
    type: 'text',
    edge: (edge, { nodes }) => {
      const found = nodes.get(edge[end]);
      return found === undefined ? [] : node(found);
    },
  };
}

const onNode = (node: (node: GraphNode) => readonly string[]): TextField => ({ type: 'text', node });
const rankBy = (order: RankOrder): NumberField => ({
  type: 'number',
  unit: 'count',
  node: (node, around) => around.rank(order, node.id),
});

const ends = (['source', 'target'] as const).flatMap((end) => [
  [end, ofEnd(end, nodeTexts.name)] as const,
  ...Object.entries(nodeTexts).map(([name, read]) => [`${end}.${name}`, ofEnd(end, read)] as const),
]);

/** By name, in the order in which they are offered. */
export const fields: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['name', onNode(nodeTexts.name)],
  ['namespace', ofEnds(nodeTexts.namespace)],
  ['rate', measure('requestsPerSecond', 'rate', 0)],
  ['errors', measure('errorRatio', 'ratio')],
  ['clienterrors', measure('clientErrorRatio', 'ratio')],
  ['avg', measure('averageMs', 'ms')],
  ['p50', measure('p50Ms', 'ms')],
  ['p95', measure('p95Ms', 'ms')],
  ['p99', measure('p99Ms', 'ms')],
  ['throughput', throughput],
  ['in', side('inbound')],
  ['out', side('outbound')],
  ['version', onNode(nodeTexts.version)],
  ['app', onNode(nodeTexts.app)],
  ['workload', onNode(nodeTexts.workload)],
  ['service', onNode(nodeTexts.service)],
  ['kind', onNode(nodeTexts.kind)],
  ['host', { type: 'text', node: ({ hosts }) => hosts, edge: ({ hosts }) => hosts }],
  ['cluster', ofEnds(nodeTexts.cluster)],
  ['protocol', { type: 'text', node: ({ protocol }) => [protocol], edge: ({ protocol }) => [protocol] }],
  ['health', { type: 'text', node: ({ health }) => [health.state], edge: ({ health }) => [health.state] }],
  ['share', { type: 'number', unit: 'ratio', edge: ({ sourceShare }) => sourceShare }],
  ['mtls', { type: 'number', unit: 'ratio', edge: ({ mtlsRatio }) => mtlsRatio }],
  ['flag', { type: 'text', edge: ({ flags }) => flags.map(({ flag }) => flag) }],
  [
    'code',
    { type: 'text', edge: ({ failures = [] }) => failures.map(({ code }) => code.split(' ')[1] ?? code) },
  ],
  ['route', { type: 'text', edge: ({ route }) => (route == null ? [] : [route]) }],
  ...ends,
  ['rank', rankBy('rate')],
  ...rankOrders.map((order) => [`rank.${order}`, rankBy(order)] as const),
]);

/** Other words for the same. */
const aliases: Readonly<Record<string, string>> = {
  ns: 'namespace',
  error: 'errors',
  latency: 'avg',
  average: 'avg',
  bytes: 'throughput',
  rps: 'rate',
  from: 'source',
  to: 'target',
  flags: 'flag',
};

/** The field's proper name; null when there is none. */
export function fieldName(text: string): string | null {
  const lower = text.toLowerCase();
  const name = Object.hasOwn(aliases, lower) ? (aliases[lower] ?? lower) : lower;
  return fields.has(name) ? name : null;
}
