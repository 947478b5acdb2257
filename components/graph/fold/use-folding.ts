'use client';
/** The graph with its folded namespaces: the state of the URL, what is drawn, and what leads to what is not. */
import { useMemo } from 'react';
import type { CanvasModel } from '#components/kit/graph-canvas/canvas-model.ts';
import type { Picture } from '#components/kit/graph-canvas/use-layout.ts';
import { type CanvasWords, cardId } from '#components/mesh-drawing/canvas-mapping.ts';
import { drawGraph } from '#components/mesh-drawing/drawing.ts';
import { useFoldWords } from '#components/mesh-drawing/use-fold-words.ts';
import type { Graph } from '#lib/api/graph.ts';
import {
  cardCount,
  type FoldedGraph,
  foldGraph,
  type NamespaceFigures,
  namespaceFigures,
} from '#lib/graph/fold.ts';
import { withEdgeOverlays } from '../edge-overlays.ts';
import type { GraphUrl } from '../use-graph-url.ts';
import {
  allFolded,
  type FoldLists,
  isFolded,
  opensFolded,
  readFolding,
  withFold,
  writeFolding,
} from './folding.ts';

export interface GraphFolding {
  readonly folded: FoldedGraph;
  readonly namespaces: readonly NamespaceFigures[];
  readonly model: CanvasModel;
  /** Names what is drawn; `base` is what it is derived from when namespaces were opened or folded by hand. */
  readonly name: string;
  readonly base: Picture | null;
  readonly canFold: boolean;
  readonly canUnfold: boolean;
  /** By the id of a folded namespace or of its box; null for anything else. */
  namespaceOf(id: string | null): NamespaceFigures | null;
  isFolded(namespace: string): boolean;
  /** What to put into the URL. */
  toggled(namespace: string): FoldLists;
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
  const { labels, overlays, box, around, open, folded: shut } = url;
  const foldWords = useFoldWords(graph.type);
  const namespaces = useMemo(() => namespaceFigures(graph), [graph]);
  const measured = around === null ? whole : graph;
  const byItself = useMemo(() => {
    const names = new Set(measured.nodes.map(({ namespace }) => namespace).filter((name) => name !== ''));
    return opensFolded(cardCount(measured.nodes), names.size);
  }, [measured]);
  const folding = useMemo(() => readFolding({ open, folded: shut }, byItself), [open, shut, byItself]);
  const folded = useMemo(
    () => foldGraph(graph, (namespace) => isFolded(folding, namespace), namespaces),
    [graph, folding, namespaces],
  );
  const model = useMemo(() => {
    const matches = new Map<string, number>();
    for (const id of matching ?? []) {
      const standIn = folded.standIns.get(id);
      if (standIn !== undefined) matches.set(standIn, (matches.get(standIn) ?? 0) + 1);
    }
    const drawing = { folded, namespaces, boxing: box, labels, matches };
    return withEdgeOverlays(drawGraph(graph.nodes, drawing, words, foldWords), folded.edges, overlays);
  }, [graph, folded, namespaces, box, labels, overlays, words, foldWords, matching]);

  const names = new Set(namespaces.map(({ namespace }) => namespace));
  const touched = [...folding.except].filter((name) => names.has(name)).sort();
  const root = [picture, box, folding.startsFolded ? 'folded' : 'flat'].join('|');
  // Only boxes of namespaces open to where their card stood: with others the picture is arranged for itself.
  const derived = touched.length > 0 && box === 'namespace';
  const base: Picture | null = derived
    ? {
        name: root,
        get model() {
          const all = foldGraph(graph, () => folding.startsFolded, namespaces);
          const drawing = {
            folded: all,
            namespaces,
            boxing: box,
            labels,
            matches: new Map<string, number>(),
          };
          return drawGraph(graph.nodes, drawing, words, foldWords);
        },
      }
    : null;
  const drawn = (id: string | null) => {
    if (id === null) return null;
    const node = graph.nodes.find(({ group }) => group !== null && cardId(group) === id);
    return folded.standIns.get(node?.id ?? id) ?? id;
  };
  const lists = (next: typeof folding) => writeFolding(next, byItself);
  return {
    folded,
    namespaces,
    model,
    name: touched.length > 0 ? `${root}|${touched.join(',')}` : root,
    base,
    canFold: namespaces.some(({ namespace }) => !isFolded(folding, namespace)),
    canUnfold: folded.namespaces.length > 0,
    namespaceOf: (id) => namespaces.find((figures) => figures.id === id) ?? null,
    isFolded: (namespace) => isFolded(folding, namespace),
    toggled: (namespace) => lists(withFold(folding, [namespace], !isFolded(folding, namespace))),
    all: (fold) => lists(allFolded(fold)),
    opening: (id) => {
      const edge = graph.edges.find((candidate) => candidate.id === id);
      const ends = new Set(edge ? [edge.source, edge.target] : [id]);
      const hidden = graph.nodes.filter(
        ({ id: own, group, namespace }) =>
          namespace !== '' && (ends.has(own) || (group !== null && ends.has(cardId(group)))),
      );
      return lists(
        withFold(
          folding,
          hidden.map(({ namespace }) => namespace),
          false,
        ),
      );
    },
    drawn,
  };
}
