/** Which splits of a list are under way: ours, and not over yet. */
import type { SplitRow } from '#lib/api/splits-list.ts';

export function isRunningSplit({ state, release }: Pick<SplitRow, 'state' | 'release'>): boolean {
  return state === 'tracked' && release?.phase !== 'Aborted' && release?.phase !== 'Promoted';
}
