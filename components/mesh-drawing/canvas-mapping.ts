/**
 * The service graph (lib/api/traffic/graph.ts) as boxes, cards, rows and edges of the canvas. Pure: words come in.
 * Versions of one app share a card whose rows the edges meet, so a split is seen as a fan.
 */
import type {
  CanvasBadge,
  CanvasCard,
  CanvasEdge,
  CanvasState,
  RowMark,
} from '#components/kit/graph-canvas/canvas-model.ts';
import type { IconName } from '#components/kit/graph-canvas/shapes/icon-paths.ts';
import { spelledOut } from '#components/kit/hidden-letters.ts';
import type { GraphEdge, GraphNode, HealthState } from '#lib/api/traffic/graph.ts';
import { stateOfVersions } from '#lib/graph/views/fold.ts';
import { edgeTexts, type LabelChoice } from './edge-labels.ts';
import { edgeWidth } from './edge-width.ts';
import { shortBytes, shortPercent, shortRate } from './short-units.ts';

/** What the mapping cannot say itself, in the reader's language. */
export interface CanvasWords {
  readonly noTraffic: string;
  readonly noMetrics: string;
  readonly external: string;
  readonly restricted: string;
  readonly unknownSource: string;
  readonly unknownTarget: string;
  /** Name and version. */
  name(node: GraphNode): string;
  node(node: GraphNode): string;
  card(name: string, namespace: string, state: CanvasState, versions: number): string;
  edge(edge: GraphEdge, source: GraphNode | undefined, target: GraphNode | undefined): string;
}

const states: Readonly<Record<HealthState, CanvasState>> = {
  healthy: 'ok',
  unknown: 'ok',
  degraded: 'warn',
  failing: 'fail',
  idle: 'idle',
};

export function canvasState(state: HealthState): CanvasState {
  return states[state];
}

const badgeIcons: Readonly<Record<GraphNode['badges'][number], CanvasBadge>> = {
  'missing-sidecar': { icon: 'shield-off', warn: true },
  release: { icon: 'rocket', warn: false },
  split: { icon: 'split', warn: false },
  'circuit-breaker': { icon: 'bolt', warn: false },
  fault: { icon: 'bug', warn: false },
  mirror: { icon: 'copies', warn: false },
  timeout: { icon: 'timer', warn: false },
  'virtual-service': { icon: 'route', warn: false },
  gateway: { icon: 'enter', warn: false },
};

/** What only a VirtualService can do says that there is one; a gateway's own icon says what it is. */
const routed = ['release', 'split', 'fault', 'mirror', 'timeout'] as const;

/** Most telling first. */
const badgeOrder = Object.keys(badgeIcons);

export function badgesOf(nodes: readonly GraphNode[]): CanvasBadge[] {
  const names = new Set(nodes.flatMap((node) => node.badges));
  if (routed.some((name) => names.has(name))) names.delete('virtual-service');
  if (nodes.some((node) => node.kind === 'gateway')) names.delete('gateway');
  return [...names]
    .sort((a, b) => badgeOrder.indexOf(a) - badgeOrder.indexOf(b))
    .map((name) => badgeIcons[name]);
}

export function iconOf(node: GraphNode): IconName {
  switch (node.kind) {
    case 'gateway':
      return 'enter';
    case 'service-entry':
    case 'external':
      return 'globe';
    case 'restricted':
      return 'lock';
    case 'unknown':
      return 'unknown';
    case 'service':
      return 'boxes';
    case 'app':
    case 'workload':
      return ({ http: 'box', none: 'box', grpc: 'exchange', tcp: 'database' } as const)[node.protocol];
  }
}

/** Traffic a card is known by: what arrives, or what leaves where nobody calls it. */
function volumeOf(nodes: readonly GraphNode[]): string {
  let requests = 0;
  let bytes = 0;
  for (const node of nodes) {
    const traffic = node.inbound ?? (node.root ? node.outbound : null);
    requests += traffic?.requestsPerSecond ?? 0;
    bytes += traffic?.bytesPerSecond ?? 0;
  }
  if (requests > 0) return shortRate(requests);
  return bytes > 0 ? shortBytes(bytes) : '';
}

export type NodeWords = Pick<CanvasWords, 'restricted' | 'unknownSource' | 'unknownTarget'>;

export function nodeName(node: GraphNode, words: NodeWords): string {
  if (node.kind === 'restricted') return words.restricted;
  if (node.kind === 'unknown') return node.root ? words.unknownSource : words.unknownTarget;
  return spelledOut(node.name);
}

const joined = (parts: readonly string[]) => parts.filter((part) => part !== '').join(' · ');

/** What a card lies in. */
export interface Surroundings {
  box(node: GraphNode): string | null;
  region(node: GraphNode): string | null;
}

/** What stands in place of a rate: nothing where the reader may not look, and no claim where nobody has measured. */
function silence(node: GraphNode, words: CanvasWords): string {
  if (node.kind === 'restricted') return '';
  return node.health.state === 'unknown' ? words.noMetrics : words.noTraffic;
}

function plainCard(node: GraphNode, words: CanvasWords, around: Surroundings): CanvasCard {
  const outside = node.kind === 'service-entry' || node.kind === 'external';
  const prefix = outside ? words.external : spelledOut(node.version ?? '');
  const volume = volumeOf([node]);
  return {
    id: node.id,
    box: around.box(node),
    region: around.region(node),
    icon: iconOf(node),
    title: nodeName(node, words),
    detail: volume === '' ? silence(node, words) : joined([prefix, volume]),
    detailReserve: joined([prefix, node.protocol === 'tcp' ? '888 kB/s' : '88.8/s']),
    state: canvasState(node.health.state),
    outside: outside || node.kind === 'restricted',
    badges: badgesOf([node]),
    rows: [],
    summary: null,
    get label() {
      return words.node(node);
    },
  };
}

/** The oldest version is a circle, the newest a diamond, any between a square: by name, so that no tick changes a mark. */
export function rowMark(index: number, count: number): RowMark {
  if (index === 0) return 'circle';
  return index === count - 1 ? 'diamond' : 'square';
}

/** v2 before v10. */
export function byVersion(a: GraphNode, b: GraphNode): number {
  return (a.version ?? a.name).localeCompare(b.version ?? b.name, 'en', { numeric: true });
}

function versionCard(
  id: string,
  nodes: readonly GraphNode[],
  words: CanvasWords,
  around: Surroundings,
): CanvasCard | null {
  const first = nodes[0];
  if (!first) return null;
  const sorted = nodes.toSorted(byVersion);
  const rate = (node: GraphNode) => node.inbound?.requestsPerSecond || node.inbound?.bytesPerSecond || 0;
  const total = sorted.reduce((sum, node) => sum + rate(node), 0);
  const state = canvasState(stateOfVersions(sorted.map(({ health }) => health.state)));
  const name = spelledOut(first.app ?? first.service ?? first.name);
  return {
    id,
    box: around.box(first),
    region: around.region(first),
    icon: first.protocol === 'http' || first.protocol === 'none' ? 'boxes' : iconOf(first),
    title: name,
    detail: volumeOf(sorted),
    detailReserve: '',
    state,
    outside: false,
    badges: badgesOf(sorted),
    summary: null,
    get label() {
      return words.card(name, first.namespace, state, sorted.length);
    },
    rows: sorted.map((node, index) => ({
      id: node.id,
      mark: rowMark(index, sorted.length),
      title: spelledOut(node.version ?? node.workload ?? node.name),
      detail: total > 0 ? shortPercent(rate(node) / total) : '',
      state: canvasState(node.health.state),
      get label() {
        return words.node(node);
      },
    })),
  };
}

/** Sentences for screen readers are written when they are read: for a thousand nodes at every tick they cost more than the drawing. */
export function canvasEdge(edge: GraphEdge, choice: LabelChoice, label: () => string): CanvasEdge {
  return {
    id: edge.id,
    source: edge.source,
    target: edge.target,
    line: edge.protocol === 'tcp' ? 'stream' : 'request',
    state: canvasState(edge.health.state),
    width: edgeWidth(edge),
    ...edgeTexts(edge, choice),
    get label() {
      return label();
    },
  };
}

export function cardId(group: string): string {
  return `card:${group}`;
}

/** One card for each node, or for the versions of one. */
export function cardsOf(nodes: readonly GraphNode[], words: CanvasWords, around: Surroundings): CanvasCard[] {
  const groups = Map.groupBy(nodes, (node) => (node.group === null ? node.id : cardId(node.group)));
  return [...groups].flatMap(([id, members]) => {
    const [first] = members;
    if (!first) return [];
    const made =
      members.length > 1 ? versionCard(id, members, words, around) : plainCard(first, words, around);
    return made ? [made] : [];
  });
}
