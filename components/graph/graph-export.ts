/**
 * The graph as a file, as it is shown: nothing that was left out, and nothing that the reader may not see ever came to the browser.
 * Loaded when asked for.
 */
import type { Drawing } from '#components/kit/graph-canvas/graph-canvas.tsx';
import { sheetAsPng, sheetAsSvg } from '#components/kit/graph-canvas/sheet.ts';
import { saveFile } from '#components/ui/save-file.ts';
import type { Graph } from '#lib/api/graph.ts';
import type { ExportFormat } from './export-formats.ts';
import { exportName } from './export-name.ts';

export interface ExportInput {
  readonly graph: Graph;
  /** Null where there is no picture: only the data can leave then. */
  readonly drawing: Drawing | null;
  readonly title: string;
  readonly subtitle: string;
}

async function fileOf(format: ExportFormat, { graph, drawing, title, subtitle }: ExportInput): Promise<Blob> {
  if (format === 'json') return new Blob([JSON.stringify(graph, null, 2)], { type: 'application/json' });
  if (!drawing) throw new Error('There is no picture to export.');
  const sheet = { ...drawing, title, subtitle };
  return format === 'svg' ? new Blob([sheetAsSvg(sheet)], { type: 'image/svg+xml' }) : sheetAsPng(sheet);
}

export async function exportGraph(format: ExportFormat, input: ExportInput): Promise<void> {
  const cluster = input.graph.nodes[0]?.cluster ?? '';
  saveFile(exportName(cluster, input.graph.at, format), await fileOf(format, input));
}
