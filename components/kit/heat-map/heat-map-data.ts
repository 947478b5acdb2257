/** Which buckets a heat map shows, and how full each is. Pure. */

export interface HeatMapData {
  /** Upper bounds, rising; the last bucket may have none (null). */
  bounds: readonly (number | null)[];
  /** For each time the amount in each bucket; null where there is no sample. */
  columns: readonly (readonly number[] | null)[];
}

export interface HeatMapRow {
  /** Of the bucket in the data. */
  bucket: number;
  /** Lower bound; 0 for the first. */
  from: number;
  /** Upper bound; null for the last bucket. */
  to: number | null;
}

/** The buckets from the lowest to the highest that ever held something, lowest first. */
export function shownRows({ bounds, columns }: HeatMapData): HeatMapRow[] {
  const used = bounds.map((_, bucket) => columns.some((column) => (column?.[bucket] ?? 0) > 0));
  const first = used.indexOf(true);
  const last = used.lastIndexOf(true);
  if (first < 0) return [];
  return bounds
    .slice(first, last + 1)
    .map((to, index) => ({ bucket: first + index, from: bounds[first + index - 1] ?? 0, to }));
}

/** The largest amount in any cell. */
export function fullest({ columns }: HeatMapData): number {
  let most = 0;
  for (const column of columns) for (const amount of column ?? []) if (amount > most) most = amount;
  return most;
}

/** 0..1: small amounts are told apart too, they are the slow requests one looks for. */
export function fullness(amount: number, most: number): number {
  return amount > 0 && most > 0 ? Math.max(0.08, Math.sqrt(amount / most)) : 0;
}

/** Share of the column that lies in a bucket; null for an empty column. */
export function shareOf(column: readonly number[], bucket: number): number | null {
  const sum = column.reduce((left, amount) => left + amount, 0);
  return sum > 0 ? (column[bucket] ?? 0) / sum : null;
}
