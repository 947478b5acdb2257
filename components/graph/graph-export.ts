/** The graph as a file, as it is shown. Loaded when asked for. */
import type { Graph } from '#lib/api/graph.ts';
import { download, exportName } from './export-file.ts';
import type { ExportFormat } from './export-formats.ts';

export interface ExportInput {
  /** What is shown: nothing that was left out, and nothing that the reader may not see ever came here. */
  readonly graph: Graph;
  readonly cluster: string;
}

export async function exportGraph(_format: ExportFormat, { graph, cluster }: ExportInput): Promise<void> {
  const blob = new Blob([JSON.stringify(graph, null, 2)], { type: 'application/json' });
  download(blob, exportName(cluster, graph.at, 'json'));
}
