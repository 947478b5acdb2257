/** The graph as the model of the canvas: cards and edges, folded namespaces, and the boxes around what is not folded. */
import type {
  CanvasBox,
  CanvasCard,
  CanvasEdge,
  CanvasModel,
} from '#components/kit/graph-canvas/canvas-model.ts';
import type { Graph, GraphNode, HealthState } from '#lib/api/graph.ts';
import { type FoldedGraph, foldGraph, type NamespaceFigures, namespaceFigures } from '#lib/graph/fold.ts';
import { type Boxing, surroundings } from './boxing.ts';
import { type CanvasWords, canvasEdge, canvasState, cardsOf, type Surroundings } from './canvas-mapping.ts';
import type { LabelChoice } from './edge-labels.ts';
import { inReadingOrder } from './reading-order.ts';
import { shortBytes, shortPercent, shortRate } from './short-units.ts';

/** What the drawing of namespaces cannot say itself, in the reader's language. */
export interface FoldWords {
  /** "12 services", or what else the cards of this graph are. */
  members(count: number): string;
  inState(state: 'failing' | 'degraded' | 'idle', count: number): string;
  readonly allHealthy: string;
  readonly noMetrics: string;
  errors(share: string): string;
  matches(count: number): string;
  fold(name: string): string;
  unfold(name: string): string;
  namespace(figures: NamespaceFigures, members: number): string;
  bundle(edge: FoldedGraph['edges'][number], source: string, target: string, parts: number): string;
}

export interface Drawing {
  readonly folded: FoldedGraph;
  /** Of all namespaces, folded or not. */
  readonly namespaces: readonly NamespaceFigures[];
  readonly boxing: Boxing;
  readonly labels: LabelChoice;
  /** How much of what is looked for each folded namespace holds, by its id. */
  readonly matches: ReadonlyMap<string, number>;
}

export function membersOf({ services }: NamespaceFigures): number {
  return Object.values(services).reduce((sum, count) => sum + count, 0);
}

/** What comes in; where nothing does, what goes out, or else what goes on inside. Empty without traffic. */
export function volumeOf({ entering, leaving, within }: NamespaceFigures): string {
  const parts = [entering, leaving, within].filter((part) => part !== null);
  const requests = parts.find(({ requestsPerSecond }) => requestsPerSecond > 0);
  if (requests) return shortRate(requests.requestsPerSecond);
  const bytes = parts.find(({ bytesPerSecond }) => (bytesPerSecond ?? 0) > 0)?.bytesPerSecond;
  return bytes ? shortBytes(bytes) : '';
}

const worstFirst = ['failing', 'degraded', 'idle'] as const;

function condition({ services }: NamespaceFigures, words: FoldWords): string {
  const found = worstFirst.find((state) => services[state] > 0);
  if (found) return words.inState(found, services[found]);
  return services.healthy > 0 ? words.allHealthy : words.noMetrics;
}

const barOrder: readonly HealthState[] = ['healthy', 'unknown', 'degraded', 'failing', 'idle'];

function foldedCard(
  figures: NamespaceFigures,
  words: FoldWords,
  matches: number,
  boxing: Boxing,
  around: Surroundings,
): CanvasCard | null {
  const [first] = figures.nodes;
  if (!first) return null;
  const members = membersOf(figures);
  const { id, namespace, services, errorRatio, whole } = figures;
  const found = matches === 0 ? '' : words.matches(matches);
  const bar = new Map<CanvasCard['state'], number>();
  for (const state of barOrder) {
    const drawn = canvasState(state);
    bar.set(drawn, (bar.get(drawn) ?? 0) + services[state]);
  }
  return {
    id,
    box: boxing === 'cluster' ? around.box(first) : null,
    region: around.region(first),
    icon: 'layers',
    title: namespace,
    detail: '',
    detailReserve: '',
    state: canvasState(figures.state),
    outside: false,
    badges: [],
    rows: [],
    summary: {
      lines: [
        { left: words.members(members), right: volumeOf(figures), strong: false },
        {
          left: condition(figures, words),
          right: errorRatio === null ? '' : words.errors(shortPercent(errorRatio)),
          strong: whole === 'failing' || whole === 'degraded',
        },
      ],
      bar: [...bar].map(([state, count]) => ({ state, count })),
      line: canvasState(whole),
      matches: found,
      unfold: words.unfold(namespace),
    },
    label: [words.namespace(figures, members), found].filter((part) => part !== '').join(', '),
  };
}

function boxesOf(drawing: Drawing, around: Surroundings, words: FoldWords): CanvasBox[] {
  const { folded, namespaces, boxing } = drawing;
  if (boxing === 'namespace') {
    const hidden = new Set(folded.namespaces.map(({ id }) => id));
    return inReadingOrder(namespaces)
      .filter(({ id }) => !hidden.has(id))
      .map((figures) => {
        const members = membersOf(figures);
        const volume = volumeOf(figures);
        return {
          id: figures.id,
          title: figures.namespace,
          detail: volume === '' ? words.members(members) : `${words.members(members)} · ${volume}`,
          fold: words.fold(figures.namespace),
          label: words.namespace(figures, members),
        };
      });
  }
  const groups = Map.groupBy(folded.nodes, around.box);
  return [...groups].flatMap(([id, nodes]): CanvasBox[] => {
    const [first] = nodes;
    if (id === null || !first) return [];
    const title = boxing === 'app' ? (first.app ?? '') : first.cluster;
    return [{ id, title, detail: '', fold: null, label: title }];
  });
}

function regionsOf(nodes: readonly GraphNode[], around: Surroundings): CanvasModel['regions'] {
  const titles = new Map<string, string>();
  for (const node of nodes) {
    const id = around.region(node);
    if (id !== null) titles.set(id, node.cluster);
  }
  return [...titles].map(([id, title]) => ({ id, title, detail: '' }));
}

export function drawGraph(
  all: readonly GraphNode[],
  drawing: Drawing,
  words: CanvasWords,
  foldWords: FoldWords,
): CanvasModel {
  const { matches, labels } = drawing;
  const folded = {
    ...drawing.folded,
    nodes: inReadingOrder(drawing.folded.nodes),
    namespaces: inReadingOrder(drawing.folded.namespaces),
  };
  const around = surroundings(all, drawing.boxing);
  const nodes = new Map(folded.nodes.map((node) => [node.id, node]));
  const names = new Map(folded.namespaces.map(({ id, namespace }) => [id, namespace]));
  const edges = folded.edges.map((edge): CanvasEdge => {
    const [source, target] = [nodes.get(edge.source), nodes.get(edge.target)];
    if (source && target) return canvasEdge(edge, labels, () => words.edge(edge, source, target));
    const nameOf = (id: string, node: GraphNode | undefined) =>
      names.get(id) ?? (node ? words.name(node) : '');
    const parts = folded.bundles.get(edge.id)?.length ?? 1;
    return canvasEdge(edge, labels, () =>
      foldWords.bundle(edge, nameOf(edge.source, source), nameOf(edge.target, target), parts),
    );
  });
  return {
    regions: regionsOf(all, around),
    boxes: boxesOf({ ...drawing, folded }, around, foldWords),
    cards: [
      ...folded.namespaces.flatMap(
        (figures) =>
          foldedCard(figures, foldWords, matches.get(figures.id) ?? 0, drawing.boxing, around) ?? [],
      ),
      ...cardsOf(folded.nodes, words, around),
    ],
    edges,
  };
}

/** A picture of few nodes, where nothing folds. */
export function drawWhole(
  graph: Pick<Graph, 'nodes' | 'edges'>,
  labels: LabelChoice,
  words: CanvasWords,
  foldWords: FoldWords,
): CanvasModel {
  const folded = foldGraph(graph, () => false);
  const namespaces = namespaceFigures(graph);
  const drawing: Drawing = { folded, namespaces, boxing: 'namespace', labels, matches: new Map() };
  const model = drawGraph(graph.nodes, drawing, words, foldWords);
  return { ...model, boxes: model.boxes.map((box) => ({ ...box, fold: null })) };
}
