'use client';
/** The graph with its folded boxes: the state of the URL, what is drawn, and what leads to what is not. */
import { useMemo } from 'react';
import type { CanvasModel } from '#components/kit/graph-canvas/canvas-model.ts';
import type { Picture } from '#components/kit/graph-canvas/layout/use-layout.ts';
import { type MeshSurroundings, surroundings } from '#components/mesh-drawing/boxing.ts';
import { type CanvasWords, cardId } from '#components/mesh-drawing/canvas-mapping.ts';
import { drawGraph, figuresOfBoxes } from '#components/mesh-drawing/drawing.ts';
import { useFoldWords } from '#components/mesh-drawing/use-fold-words.ts';
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

export interface FoldingInput {
  /** What is shown, and all there is: its size decides how a mesh opens. */
  readonly graph: Graph;
  readonly whole: Graph;
  readonly url: GraphUrl;
  /** Names the graph, whatever is folded. */
  readonly picture: string;
  readonly words: CanvasWords;
  /** What is looked for; null for nothing. */
  readonly matching: ReadonlySet<string> | null;
}

/** With what is drawn in place of what is folded. */
export function lifted({ standIns }: FoldedGraph, ids: ReadonlySet<string> | null): Set<string> | null {
  return ids && new Set([...ids].flatMap((id) => [id, standIns.get(id) ?? id]));
}

export function useFolding({ graph, whole, url, picture, words, matching }: FoldingInput): GraphFolding {
  const { labels, overlays, box: boxing, around: centre, open, folded: shut } = url;
  const foldWords = useFoldWords(graph.type);
  const around = useMemo(() => surroundings(graph.nodes, boxing), [graph, boxing]);
  const boxes = useMemo(() => figuresOfBoxes(graph, around), [graph, around]);
  const measured = centre === null ? whole : graph;
  const byItself = useMemo(() => {
    const names = new Set(measured.nodes.map(({ namespace }) => namespace).filter((name) => name !== ''));
    return opensFolded(cardCount(measured.nodes), names.size);
  }, [measured]);
  const foldings = useMemo(() => readFoldings({ open, folded: shut }, byItself), [open, shut, byItself]);
  const folded = useMemo(
    () => foldGraph(graph, outermost(around, foldings), boxes),
    [graph, around, foldings, boxes],
  );
  const model = useMemo(() => {
    const matches = new Map<string, number>();
    for (const id of matching ?? []) {
      const standIn = folded.standIns.get(id);
      if (standIn !== undefined) matches.set(standIn, (matches.get(standIn) ?? 0) + 1);
    }
    const drawing = { folded, boxes, boxing, labels, matches };
    return withEdgeOverlays(drawGraph(graph.nodes, drawing, words, foldWords), folded.edges, overlays);
  }, [graph, folded, boxes, boxing, labels, overlays, words, foldWords, matching]);

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
