/** Which columns are shown: those of the URL, else those chosen last time in this browser, else those that are shown by default. Pure. */
import type { DataColumn } from './data-column.ts';

type Choosable = Pick<DataColumn<never>, 'id' | 'extra' | 'control'>;
export type ChoiceStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const prefix = 'sluice-columns:';

export function defaultColumns(columns: readonly Choosable[]): string[] {
  return columns.filter(({ extra }) => extra !== true).map(({ id }) => id);
}

/** Known ids of `chosen`, in the order of the columns, always with the first one and the controls; null when that says no more than the default. */
export function normalizeChoice(
  columns: readonly Choosable[],
  chosen: readonly string[] | null,
): string[] | null {
  if (chosen === null) return null;
  const ids = columns
    .filter(({ id, control }, index) => index === 0 || control === true || chosen.includes(id))
    .map(({ id }) => id);
  const known = chosen.some((id) => ids.includes(id));
  return !known || ids.join() === defaultColumns(columns).join() ? null : ids;
}

export function recallChoice(storage: ChoiceStorage, table: string): string[] | null {
  try {
    return storage.getItem(prefix + table)?.split(',') ?? null;
  } catch {
    // Storage can be forbidden by the browser.
    return null;
  }
}

export function rememberChoice(
  storage: ChoiceStorage,
  table: string,
  chosen: readonly string[] | null,
): void {
  try {
    if (chosen === null) storage.removeItem(prefix + table);
    else storage.setItem(prefix + table, chosen.join(','));
  } catch {
    // A full or forbidden storage costs the memory of the choice, nothing else.
  }
}
