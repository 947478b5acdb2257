/** The graph as the model of the canvas: cards and edges, folded boxes, and the boxes around what is not folded. */
import type {
  CanvasBox,
  CanvasCard,
  CanvasEdge,
  CanvasModel,
} from '#components/kit/graph-canvas/canvas-model.ts';
import type { Graph, GraphNode, HealthState } from '#lib/api/traffic/graph.ts';
import type { BoxKind } from '#lib/graph/views/boxes.ts';
import { type BoxFigures, boxFigures, type FoldedGraph, foldNamespaces } from '#lib/graph/views/fold.ts';
import { type Boxing, type MeshSurroundings, surroundings } from './boxing.ts';
import { type CanvasWords, canvasEdge, canvasState, cardsOf } from './canvas-mapping.ts';
import type { LabelChoice } from './edge-labels.ts';
import { inReadingOrder } from './reading-order.ts';
import { shortBytes, shortPercent, shortRate } from './short-units.ts';

/** What the drawing of boxes cannot say itself, in the reader's language. */
export interface FoldWords {
  /** "12 services", or what else the cards of this graph are. */
  members(count: number, kind: BoxKind): string;
  inState(state: 'failing' | 'degraded' | 'idle', count: number): string;
  readonly allHealthy: string;
  readonly noMetrics: string;
  errors(share: string): string;
  matches(count: number): string;
  fold(name: string): string;
  unfold(name: string): string;
  box(figures: BoxFigures, members: number): string;
  bundle(edge: FoldedGraph['edges'][number], source: string, target: string, parts: number): string;
}

export interface Drawing {
  readonly folded: FoldedGraph;
  /** Of all boxes of every level, folded or not (figuresOfBoxes). */
  readonly boxes: readonly BoxFigures[];
  readonly boxing: Boxing;
  readonly labels: LabelChoice;
  /** How much of what is looked for each folded box holds, by its id. */
  readonly matches: ReadonlyMap<string, number>;
}

/** The figures of everything that can be folded, from the outside inwards. */
export function figuresOfBoxes(
  graph: Pick<Graph, 'nodes' | 'edges'>,
  around: MeshSurroundings,
): BoxFigures[] {
  return around.levels.flatMap((level) => boxFigures(graph, (node) => around.boxAt(node, level)));
}

export function membersOf({ services }: BoxFigures): number {
  return Object.values(services).reduce((sum, count) => sum + count, 0);
}

/** What comes in; where nothing does, what goes out, or else what goes on inside. Empty without traffic. */
export function volumeOf({ entering, leaving, within }: BoxFigures): string {
  const parts = [entering, leaving, within].filter((part) => part !== null);
  const requests = parts.find(({ requestsPerSecond }) => requestsPerSecond > 0);
  if (requests) return shortRate(requests.requestsPerSecond);
  const bytes = parts.find(({ bytesPerSecond }) => (bytesPerSecond ?? 0) > 0)?.bytesPerSecond;
  return bytes ? shortBytes(bytes) : '';
}

const worstFirst = ['failing', 'degraded', 'idle'] as const;

function condition({ services }: BoxFigures, words: FoldWords): string {
  const found = worstFirst.find((state) => services[state] > 0);
  if (found) return words.inState(found, services[found]);
  return services.healthy > 0 ? words.allHealthy : words.noMetrics;
}

const barOrder: readonly HealthState[] = ['healthy', 'unknown', 'degraded', 'failing', 'idle'];

const icons = { app: 'boxes', namespace: 'layers', cluster: 'server' } as const;

function foldedCard(
  figures: BoxFigures,
  words: FoldWords,
  matches: number,
  boxing: Boxing,
  around: MeshSurroundings,
): CanvasCard | null {
  const [first] = figures.nodes;
  if (!first) return null;
  const members = membersOf(figures);
  const { id, kind, name, services, errorRatio, whole } = figures;
  const found = matches === 0 ? '' : words.matches(matches);
  const bar = new Map<CanvasCard['state'], number>();
  for (const state of barOrder) {
    const drawn = canvasState(state);
    bar.set(drawn, (bar.get(drawn) ?? 0) + services[state]);
  }
  return {
    id,
    box: boxing === 'cluster' && kind === 'namespace' ? around.box(first) : null,
    region: around.region(first),
    icon: icons[kind],
    title: name,
    detail: '',
    detailReserve: '',
    state: canvasState(figures.state),
    outside: false,
    badges: [],
    rows: [],
    summary: {
      lines: [
        { left: words.members(members, kind), right: volumeOf(figures), strong: false },
        {
          left: condition(figures, words),
          right: errorRatio === null ? '' : words.errors(shortPercent(errorRatio)),
          strong: whole === 'failing' || whole === 'degraded',
        },
      ],
      bar: [...bar].map(([state, count]) => ({ state, count })),
      line: canvasState(whole),
      matches: found,
      get unfold() {
        return words.unfold(name);
      },
    },
    get label() {
      return [words.box(figures, members), found].filter((part) => part !== '').join(', ');
    },
  };
}

/** Boxes that something is drawn in. */
function boxesOf(drawing: Drawing, cards: readonly CanvasCard[], words: FoldWords): CanvasBox[] {
  const { boxes, boxing } = drawing;
  const occupied = new Set(cards.map(({ box }) => box));
  return inReadingOrder(boxes.filter(({ id, kind }) => kind === boxing && occupied.has(id))).map(
    (figures) => {
      const members = membersOf(figures);
      const said = words.members(members, figures.kind);
      const volume = volumeOf(figures);
      return {
        id: figures.id,
        title: figures.name,
        detail: volume === '' ? said : `${said} · ${volume}`,
        get fold() {
          return words.fold(figures.name);
        },
        get label() {
          return words.box(figures, members);
        },
      };
    },
  );
}

/** Frames of clusters that are not folded themselves. */
function regionsOf(drawing: Drawing, cards: readonly CanvasCard[], words: FoldWords): CanvasModel['regions'] {
  const occupied = new Set(cards.flatMap(({ id, region }) => (region === id ? [] : (region ?? []))));
  return drawing.boxes
    .filter(({ id }) => occupied.has(id))
    .map((figures) => ({
      id: figures.id,
      title: figures.name,
      detail: words.members(membersOf(figures), figures.kind),
      fold: words.fold(figures.name),
      label: words.box(figures, membersOf(figures)),
    }));
}

/** Sentences for screen readers are written when they are read, as those of cards and edges are. */
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
    boxes: inReadingOrder(drawing.folded.boxes),
  };
  const around = surroundings(all, drawing.boxing);
  const nodes = new Map(folded.nodes.map((node) => [node.id, node]));
  const names = new Map(folded.boxes.map(({ id, name }) => [id, name]));
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
  const cards = [
    ...folded.boxes.flatMap(
      (figures) => foldedCard(figures, foldWords, matches.get(figures.id) ?? 0, drawing.boxing, around) ?? [],
    ),
    ...cardsOf(folded.nodes, words, around),
  ];
  return {
    regions: regionsOf(drawing, cards, foldWords),
    boxes: boxesOf(drawing, cards, foldWords),
    cards,
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
  const folded = foldNamespaces(graph, () => false);
  const boxes = figuresOfBoxes(graph, surroundings(graph.nodes, 'namespace'));
  const drawing: Drawing = { folded, boxes, boxing: 'namespace', labels, matches: new Map() };
  const model = drawGraph(graph.nodes, drawing, words, foldWords);
  const flat = <T extends { fold: string | null }>(frame: T): T => ({ ...frame, fold: null });
  return { ...model, boxes: model.boxes.map(flat), regions: model.regions.map(flat) };
}
