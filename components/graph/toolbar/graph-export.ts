/**
 * The graph as a file, as it is shown: nothing that was left out, and nothing that the reader may not see ever came to the browser.
 * Loaded when asked for.
 */

import { sheetAsPng, sheetAsSvg } from '#components/kit/graph-canvas/export/sheet.ts';
import type { Drawing } from '#components/kit/graph-canvas/graph-canvas.tsx';
import { saveFile } from '#components/ui/files/save-file.ts';
import type { Graph } from '#lib/api/traffic/graph.ts';
import type { ExportFormat } from './export-formats.ts';

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

/** "2026-11-21T13-29-00Z": sorted by time in any list. */
function fileMoment(atSeconds: number): string {
  return `${new Date(atSeconds * 1000).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
}

export async function exportGraph(format: ExportFormat, input: ExportInput): Promise<void> {
  const cluster = input.graph.nodes[0]?.cluster ?? '';
  saveFile(['sluice-graph', cluster, fileMoment(input.graph.at)], format, await fileOf(format, input));
}
