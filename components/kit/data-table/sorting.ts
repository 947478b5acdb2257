/** The order of a table as the URL holds it: "errors:desc,name". The first column counts most. Pure. */
import type { CellValue } from './data-column.ts';

export interface ColumnSort {
  id: string;
  desc: boolean;
}

/** Columns sorted by at once. */
const most = 3;

export function parseSorting(text: string, known: readonly string[]): ColumnSort[] {
  const sorting: ColumnSort[] = [];
  for (const part of text.split(',')) {
    const [id = '', direction] = part.split(':');
    if (!known.includes(id) || sorting.some((one) => one.id === id)) continue;
    sorting.push({ id, desc: direction === 'desc' });
  }
  return sorting.slice(0, most);
}

export function formatSorting(sorting: readonly ColumnSort[]): string {
  return sorting
    .slice(0, most)
    .map(({ id, desc }) => (desc ? `${id}:desc` : id))
    .join(',');
}

/** Numbers by size, texts as people count: "v2" before "v10". */
export function compareValues(a: CellValue, b: CellValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}

const collator = new Intl.Collator('en', { numeric: true });
