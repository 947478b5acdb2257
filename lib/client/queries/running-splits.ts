/** Which splits of a list are under way: ours, and not over yet. */
import type { SplitRow } from '#lib/api/splits/splits-list.ts';

/** Of a row what tells how far it is. */
type Standing = Pick<SplitRow, 'state'> & { release: Pick<NonNullable<SplitRow['release']>, 'phase'> | null };

export function isRunningSplit({ state, release }: Standing): boolean {
  return state === 'tracked' && release?.phase !== 'Aborted' && release?.phase !== 'Promoted';
}

/** A version of a running split that requests are sent to although no pod of it is ready; null where there is none. */
export function downVersion(row: Standing & Pick<SplitRow, 'parts'>): string | null {
  if (!isRunningSplit(row)) return null;
  const down = row.parts.find(
    ({ ready, configured, role }) =>
      // Of matches and copies no share tells: the two versions of the split get some.
      ready === 0 && (configured === null ? role !== 'other' : configured > 0),
  );
  return down?.version ?? null;
}

/** What is copied to a version, in percent of the requests; null where it is no copy. */
export function copiedPercent(
  row: Pick<SplitRow, 'state' | 'release'>,
  { role }: Pick<SplitRow['parts'][number], 'role'>,
): number | null {
  const strategy = row.release?.strategy;
  return strategy?.kind === 'mirror' && role === 'candidate' && isRunningSplit(row) ? strategy.percent : null;
}

/** Before its flip: who sends the header sees the candidate, and nobody else. */
export function isPreview(row: Pick<SplitRow, 'state' | 'release'>): boolean {
  const strategy = row.release?.strategy;
  return (
    strategy?.kind === 'blue-green' &&
    strategy.percent === 0 &&
    strategy.header !== null &&
    isRunningSplit(row)
  );
}
