/** Which splits are asked for: every word of the text in what names them, and any of the pressed facets. Pure. */
import type { SplitRow } from '#lib/api/splits/splits-list.ts';
import { downVersion, isRunningSplit } from '#lib/client/queries/running-splits.ts';
import { guessRoles } from '#lib/splits/survey/guess-roles.ts';

/** In the order of the pills. */
export const facetNames = ['running', 'attention', 'untracked', 'foreign', 'past'] as const;
export type FacetName = (typeof facetNames)[number];

const worrying: ReadonlySet<SplitRow['verdict']> = new Set(['watch', 'failing', 'not-obeyed']);

const facets: Readonly<Record<FacetName, (row: SplitRow) => boolean>> = {
  running: isRunningSplit,
  attention: (row) =>
    row.drifted ||
    row.partial !== null ||
    downVersion(row) !== null ||
    (isRunningSplit(row) && worrying.has(row.verdict)),
  untracked: ({ state }) => state === 'untracked',
  foreign: ({ state }) => state === 'foreign',
  past: (row) => row.state === 'past' || (row.state === 'tracked' && !isRunningSplit(row)),
};

export interface SplitFilter {
  text: string;
  facets: readonly FacetName[];
}

export function filterSplits(rows: readonly SplitRow[], filter: SplitFilter): SplitRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (filter.facets.length === 0 || filter.facets.some((name) => facets[name](row))) &&
      (words.length === 0 || holdsAll(row, words)),
  );
}

/** Rows of each facet among those that hold the text. */
export function countFacets(rows: readonly SplitRow[], text: string): Record<FacetName, number> {
  const counts = { running: 0, attention: 0, untracked: 0, foreign: 0, past: 0 };
  for (const row of filterSplits(rows, { text, facets: [] })) {
    for (const name of facetNames) if (facets[name](row)) counts[name]++;
  }
  return counts;
}

function holdsAll(
  { namespace, service, release, parts, objects }: SplitRow,
  words: readonly string[],
): boolean {
  const names = [
    `${namespace}/${service}`,
    release?.stable ?? '',
    release?.candidate ?? '',
    release?.by ?? '',
    release?.strategy.kind ?? '',
    ...parts.map(({ version }) => version),
    ...objects.map(({ name }) => name),
  ]
    .join('\n')
    .toLowerCase();
  return words.every((word) => names.includes(word));
}

/** Versions with their parts, stable first and the candidate last; without a record of ours the roles are guessed. */
export function orderedParts({ parts }: SplitRow): SplitRow['parts'] {
  const order = { stable: 0, other: 1, candidate: 2 };
  const known = parts.some(({ role }) => role !== 'other');
  const guessed = guessRoles(parts.map(({ configured }) => ({ configured, mirrored: false })));
  return (
    known ? [...parts] : parts.map((part, index) => ({ ...part, role: guessed[index] ?? part.role }))
  ).sort((a, b) => order[a.role] - order[b.role]);
}
