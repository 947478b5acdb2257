'use client';
import type { CanvasWords } from '#components/mesh-drawing/canvas-mapping.ts';
/** The panel beside the graph: what is selected, how it does, and where its traffic comes from and goes to. */
import type { Graph } from '#lib/api/traffic/graph.ts';
import type { Selection } from '../selection.ts';
import { EdgePanel } from './edge-panel.tsx';
import { NodePanel } from './node-panel.tsx';

export interface SidePanelProps {
  graph: Graph;
  words: CanvasWords;
  selection: Selection;
  onSelect: (id: string | null) => void;
  /** Only the neighbourhood of this. */
  onAround: (id: string) => void;
  onOnlyNamespace: (namespace: string) => void;
  /** Unix seconds of a past moment; null means now. */
  at: number | null;
}

export function SidePanel({ selection, onOnlyNamespace, ...rest }: SidePanelProps) {
  if (selection.kind === 'edge') return <EdgePanel selection={selection} {...rest} />;
  return <NodePanel selection={selection} onOnlyNamespace={onOnlyNamespace} {...rest} />;
}
