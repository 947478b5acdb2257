'use client';
/** From an answer to its picture, in parts between which the page can be used: at a thousand services all of it takes longer than a key may wait. */
import { type ReactNode, useMemo } from 'react';
import { useFoldWords } from '#components/mesh-drawing/use-fold-words.ts';
import { useGraphWords } from '#components/mesh-drawing/use-graph-words.ts';
import { Part } from '#components/ui/part.tsx';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { type Found, foundIn, withoutHidden } from './find/use-find.ts';
import { type Findings, findingsOf } from './findings.ts';
import { boxedGraph, drawnModel, foldedBy, type GraphFolding, graphFolding } from './fold/graph-folding.ts';
import { shownGraph } from './shown-graph.ts';
import type { GraphUrl } from './use-graph-url.ts';

export interface DrawnGraph {
  /** Without what is hidden. */
  readonly kept: Graph;
  /** What is shown of that. */
  readonly graph: Graph;
  readonly findings: Findings;
  readonly found: Found | null;
  /** What is looked for; null for nothing. */
  readonly matching: ReadonlySet<string> | null;
  readonly folding: GraphFolding;
  readonly picture: string;
}

export interface GraphPartsProps {
  whole: Graph;
  url: GraphUrl;
  namespaces: readonly string[] | null;
  children: (drawn: DrawnGraph) => ReactNode;
}

export function GraphParts({ whole, url, namespaces, children }: GraphPartsProps) {
  const { labels, find, hide, show, box, around, depth, overlays, open, folded: shut } = url;
  const words = useGraphWords();
  const foldWords = useFoldWords(whole.type);
  const pens = useMemo(() => ({ words, foldWords }), [words, foldWords]);
  const shown = () => {
    const kept = withoutHidden(whole, hide);
    return { kept, graph: shownGraph(kept, { around, depth, overlays }) };
  };
  const judged = (graph: Graph) => {
    const findings = findingsOf(graph);
    const found = foundIn(graph, find);
    const matching = found ? new Set(found.marked) : show === null ? null : new Set(findings[show]);
    return { findings, found, matching };
  };
  return (
    <Part of={[whole, hide, around, depth, overlays]} make={shown}>
      {({ kept, graph }) => (
        <Part of={[graph, find, show]} make={() => judged(graph)}>
          {({ findings, found, matching }) => (
            <Part of={[graph, box]} make={() => boxedGraph(graph, box)}>
              {(boxed) => (
                <Part
                  of={[graph, around === null ? whole : graph, boxed, open, shut]}
                  make={() => foldedBy(graph, around === null ? whole : graph, boxed, { open, folded: shut })}
                >
                  {(parts) => (
                    <Part
                      of={[graph, parts, box, labels, overlays, matching, pens]}
                      make={() => drawnModel(graph, parts, url, matching, pens)}
                    >
                      {(model) => {
                        const picture = pictureOf(graph, url, namespaces);
                        const folding = graphFolding({ ...parts, ...pens, graph, url, picture, model });
                        return children({ kept, graph, findings, found, matching, folding, picture });
                      }}
                    </Part>
                  )}
                </Part>
              )}
            </Part>
          )}
        </Part>
      )}
    </Part>
  );
}

/** Names what is shown, whatever is folded of it. */
function pictureOf(graph: Graph, url: GraphUrl, namespaces: readonly string[] | null): string {
  const { overlays, around, depth } = url;
  return [
    graph.nodes[0]?.cluster ?? '',
    graph.type,
    namespaces?.join(',') ?? '*',
    ...(overlays.includes('services') ? ['services'] : []),
    ...(around === null ? [] : [around, depth]),
  ].join('|');
}
