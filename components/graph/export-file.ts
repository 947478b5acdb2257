/** Files that the console writes for the reader: their names, and how a browser hands them over. */

/** "sluice-graph-prod-eu-1-2026-11-21T13-29-00Z.png": what a file system takes, sorted by time. */
export function exportName(cluster: string, atSeconds: number, ending: string): string {
  const place = cluster.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '');
  const time = new Date(atSeconds * 1000).toISOString().slice(0, 19).replaceAll(':', '-');
  const parts = ['sluice-graph', place, `${time}Z`].filter((part) => part !== '');
  return `${parts.join('-')}.${ending}`;
}

export function download(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun when the click is over; the address is kept a little for slow browsers.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
