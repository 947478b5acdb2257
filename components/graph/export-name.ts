/** Names of the files that the graph page writes for the reader. */

/** "sluice-graph-prod-eu-1-2026-11-21T13-29-00Z.png": what a file system takes, sorted by time. */
export function exportName(cluster: string, atSeconds: number, ending: string): string {
  const place = cluster.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '');
  const time = new Date(atSeconds * 1000).toISOString().slice(0, 19).replaceAll(':', '-');
  const parts = ['sluice-graph', place, `${time}Z`].filter((part) => part !== '');
  return `${parts.join('-')}.${ending}`;
}
