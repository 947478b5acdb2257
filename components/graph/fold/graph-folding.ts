/** The graph with its folded boxes: the state of the URL, what is drawn, and what leads to what is not; each part of the work by itself (drawn-graph.tsx). */
import type { CanvasModel } from '#components/kit/graph-canvas/canvas-model.ts';
import type { Picture } from '#components/kit/graph-canvas/layout/use-layout.ts';
import { type Boxing, type MeshSurroundings, surroundings } from '#components/mesh-drawing/boxing.ts';
import { type CanvasWords, cardId } from '#components/mesh-drawing/canvas-mapping.ts';
import { drawGraph, type FoldWords, figuresOfBoxes } from '#components/mesh-drawing/drawing.ts';
import type { Graph, GraphNode } from '#lib/api/traffic/graph.ts';
import { type Box, foldKey } from '#lib/graph/views/boxes.ts';
import { type BoxFigures, cardCount, type FoldedGraph, foldGraph } from '#lib/graph/views/fold.ts';
import { withEdgeOverlays } from '../edge-overlays.ts';
import type { GraphUrl } from '../use-graph-url.ts';
import {
  allFolded,
  allStarted,
  type Foldings,
  type FoldLists,
  isFolded,
  opensFolded,
  readFoldings,
  withFold,
  writeFoldings,
} from './folding.ts';

export interface GraphFolding {
  readonly folded: FoldedGraph;
  readonly model: CanvasModel;
  /** Names what is drawn; `base` is what it is derived from when boxes were opened or folded by hand. */
  readonly name: string;
  readonly base: Picture | null;
  readonly canFold: boolean;
  readonly canUnfold: boolean;
  /** By the id of a box, folded or not; null for anything else. */
  boxOf(id: string | null): BoxFigures | null;
  /** What encloses the nodes behind an id and can be folded, from the inside outwards. */
  enclosing(nodes: readonly GraphNode[]): readonly BoxFigures[];
  isFolded(box: Box): boolean;
  /** What to put into the URL. */
  toggled(box: Box): FoldLists;
  all(fold: boolean): FoldLists;
  /** So that this node, card or edge is drawn itself. */
  opening(id: string): FoldLists;
  /** What is drawn for this id. */
  drawn(id: string | null): string | null;
}

/** The boxes of what is shown, folded or not. */
export interface Boxed {
  readonly around: MeshSurroundings;
  readonly boxes: readonly BoxFigures[];
}

export function boxedGraph(graph: Graph, boxing: Boxing): Boxed {
  const around = surroundings(graph.nodes, boxing);
  return { around, boxes: figuresOfBoxes(graph, around) };
}

/** What is folded of it. */
export interface Folded extends Boxed {
  /** Whether namespaces are when nobody says anything. */
  readonly byItself: boolean;
  readonly foldings: Foldings;
  readonly folded: FoldedGraph;
}

/** `measured` decides by its size how a mesh opens. */
export function foldedBy(graph: Graph, measured: Graph, boxed: Boxed, lists: FoldLists): Folded {
  const names = new Set(measured.nodes.map(({ namespace }) => namespace).filter((name) => name !== ''));
  const byItself = opensFolded(cardCount(measured.nodes), names.size);
  const foldings = readFoldings(lists, byItself);
  const folded = foldGraph(graph, outermost(boxed.around, foldings), boxed.boxes);
  return { ...boxed, byItself, foldings, folded };
}

export interface Pens {
  readonly words: CanvasWords;
  readonly foldWords: FoldWords;
}

export type Drawn = Pick<GraphUrl, 'labels' | 'overlays' | 'box'>;

/** `matching` is what is looked for; null for nothing. */
export function drawnModel(
  graph: Graph,
  { folded, boxes }: Folded,
  { box: boxing, labels, overlays }: Drawn,
  matching: ReadonlySet<string> | null,
  { words, foldWords }: Pens,
): CanvasModel {
  const matches = new Map<string, number>();
  for (const id of matching ?? []) {
    const standIn = folded.standIns.get(id);
    if (standIn !== undefined) matches.set(standIn, (matches.get(standIn) ?? 0) + 1);
  }
  const drawing = { folded, boxes, boxing, labels, matches };
  return withEdgeOverlays(drawGraph(graph.nodes, drawing, words, foldWords), folded.edges, overlays);
}

export interface FoldingInput extends Folded, Pens {
  readonly graph: Graph;
  readonly url: GraphUrl;
  /** Names the graph, whatever is folded. */
  readonly picture: string;
  readonly model: CanvasModel;
}

/** With what is drawn in place of what is folded. */
export function lifted({ standIns }: FoldedGraph, ids: ReadonlySet<string> | null): Set<string> | null {
  return ids && new Set([...ids].flatMap((id) => [id, standIns.get(id) ?? id]));
}

export function graphFolding(input: FoldingInput): GraphFolding {
  const { graph, url, picture, words, foldWords, model } = input;
  const { around, boxes, byItself, foldings, folded } = input;
  const { labels, box: boxing } = url;
  const kinds = around.levels;
  const known = new Set(boxes.map(foldKey));
  const touched = kinds.flatMap((kind) => [...foldings[kind].except].filter((key) => known.has(key))).sort();
  const starts = kinds.map((kind) => (foldings[kind].startsFolded ? 'folded' : 'flat'));
  const root = [picture, boxing, ...starts].join('|');
  // Boxes that are drawn open to where their card stood: where none are, the picture is arranged for itself.
  const derived = touched.length > 0 && boxing !== 'none';
  const base: Picture | null = derived
    ? {
        name: root,
        get model() {
          const start = allStarted(foldings);
          const all = foldGraph(graph, outermost(around, start), boxes);
          const drawing = { folded: all, boxes, boxing, labels, matches: new Map<string, number>() };
          return drawGraph(graph.nodes, drawing, words, foldWords);
        },
      }
    : null;
  const lists = (next: Foldings) => writeFoldings(next, byItself);
  const keyed = (box: Box) => ({ kind: box.kind, key: foldKey(box) });
  const folds = (box: Box) => isFolded(foldings, box.kind, foldKey(box));
  const nodesOf = (id: string) => {
    const edge = graph.edges.find((candidate) => candidate.id === id);
    const ends = new Set(edge ? [edge.source, edge.target] : [id]);
    return graph.nodes.filter(
      ({ id: own, group }) => ends.has(own) || (group !== null && ends.has(cardId(group))),
    );
  };
  const byId = new Map(boxes.map((one) => [one.id, one]));
  const enclosing = (nodes: readonly GraphNode[]) => {
    const ids = new Set(
      kinds.toReversed().flatMap((kind) => nodes.flatMap((node) => around.boxAt(node, kind)?.id ?? [])),
    );
    return [...ids].flatMap((id) => byId.get(id) ?? []);
  };
  // "All of them" are the boxes that are drawn, and namespaces where none are.
  const shownKind = boxing === 'none' ? 'namespace' : boxing;
  const ofKind = boxes.filter(({ kind }) => kind === shownKind);
  return {
    folded,
    model,
    name: touched.length > 0 ? `${root}|${touched.join(',')}` : root,
    base,
    canFold: ofKind.some((box) => !folds(box)),
    canUnfold: folded.boxes.length > 0,
    boxOf: (id) => (id === null ? null : (byId.get(id) ?? null)),
    enclosing,
    isFolded: folds,
    toggled: (box) => lists(withFold(foldings, [keyed(box)], !folds(box))),
    all: (fold) => lists(allFolded(foldings, fold ? [shownKind] : kinds, fold)),
    opening: (id) => lists(withFold(foldings, enclosing(nodesOf(id)).map(keyed), false)),
    drawn: (id) => {
      if (id === null) return null;
      const node = graph.nodes.find(({ group }) => group !== null && cardId(group) === id);
      return folded.standIns.get(node?.id ?? id) ?? id;
    },
  };
}

/** The folded box that is drawn in place of a node: the outermost one. */
function outermost({ levels, boxAt }: MeshSurroundings, foldings: Foldings) {
  return (node: GraphNode): string | null => {
    for (const level of levels) {
      const box = boxAt(node, level);
      if (box !== null && isFolded(foldings, level, foldKey(box))) return box.id;
    }
    return null;
  };
}
