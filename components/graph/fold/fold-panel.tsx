'use client';
import type { CanvasWords } from '#components/mesh-drawing/canvas-mapping.ts';
/** The panel of what folding draws: a box, or an added-up edge. Nothing where another panel is responsible. */
import type { Graph } from '#lib/api/traffic/graph.ts';
import type { Box } from '#lib/graph/views/boxes.ts';
import { BoxPanel } from './box-panel.tsx';
import { BundlePanel } from './bundle-panel.tsx';
import type { GraphFolding } from './graph-folding.ts';

export interface FoldPanelProps {
  graph: Graph;
  folding: GraphFolding;
  focus: string | null;
  words: CanvasWords;
  onSelect: (id: string | null) => void;
  onToggle: (box: Box) => void;
}

export function FoldPanel({ focus, onToggle, ...rest }: FoldPanelProps) {
  const figures = rest.folding.boxOf(focus);
  if (figures) return <BoxPanel figures={figures} onToggle={onToggle} {...rest} />;
  const { edges, bundles } = rest.folding.folded;
  const edge = edges.find(({ id }) => id === focus);
  const parts = edge && bundles.get(edge.id);
  return edge && parts ? <BundlePanel edge={edge} parts={parts} {...rest} /> : null;
}
