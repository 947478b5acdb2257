/** Which rows are asked for: every word of the text in what names them, and any of the pressed facets. Pure. */
import type { ServiceRow, WorkloadRow } from '#lib/api/traffic/inventory.ts';

export type InventoryRow = ServiceRow | WorkloadRow;

/** In the order of the pills. */
export const facetNames = ['failing', 'degraded', 'idle', 'uncovered', 'restart'] as const;
export type FacetName = (typeof facetNames)[number];

const facets: Readonly<Record<FacetName, (row: InventoryRow) => boolean>> = {
  failing: ({ health }) => health.state === 'failing',
  degraded: ({ health }) => health.state === 'degraded',
  idle: ({ health }) => health.state === 'idle',
  uncovered: ({ injection }) => injection !== null && injection.uncovered > 0,
  restart: ({ injection }) => injection?.restart === true,
};

export interface RowFilter {
  text: string;
  facets: readonly FacetName[];
}

export function filterRows<Row extends InventoryRow>(rows: readonly Row[], filter: RowFilter): Row[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (filter.facets.length === 0 || filter.facets.some((name) => facets[name](row))) &&
      (words.length === 0 || holdsAll(row, words)),
  );
}

/** Rows of each facet among those that hold the text. */
export function countFacets(rows: readonly InventoryRow[], text: string): Record<FacetName, number> {
  const counts = { failing: 0, degraded: 0, idle: 0, uncovered: 0, restart: 0 };
  for (const row of filterRows(rows, { text, facets: [] })) {
    for (const name of facetNames) if (facets[name](row)) counts[name]++;
  }
  return counts;
}

function holdsAll(row: InventoryRow, words: readonly string[]): boolean {
  const names = namesOf(row).join('\n').toLowerCase();
  const hosts = 'hosts' in row ? row.hosts.join('\n').toLowerCase() : '';
  // Every host of a cluster ends alike: what has no dot is part of a name.
  return words.every((word) => names.includes(word) || (word.includes('.') && hosts.includes(word)));
}

function namesOf(row: InventoryRow): string[] {
  const names = [`${row.namespace}/${row.name}`, row.kind ?? ''];
  if ('hosts' in row) return [...names, ...row.versions.map(({ name }) => name)];
  return [...names, row.app, row.version, ...row.services];
}
