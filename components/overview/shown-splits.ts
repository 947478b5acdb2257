/** The splits of the rail: routes that share traffic, joined with what the list of splits knows of them, and releases that share none. Pure. */
import type { Overview } from '#lib/api/overview.ts';
import type { SplitRow } from '#lib/api/splits-list.ts';
import { isRunningSplit } from '#lib/client/running-splits.ts';
import { guessRoles } from '#lib/splits/guess-roles.ts';

type Split = Overview['splits'][number];

interface ShownPart {
  name: string;
  role: 'stable' | 'candidate' | 'other';
  /** 0..1 */
  configured: number;
  observed: number | null;
  mirrored: boolean;
}

export interface ShownSplit {
  key: string;
  namespace: string;
  service: string;
  parts: readonly ShownPart[];
  /** As the graph judges it; null where only the record is known. */
  health: Split['health'] | null;
  row: SplitRow | null;
}

export function joinSplits(splits: readonly Split[], rows: readonly SplitRow[]): ShownSplit[] {
  const present = new Map(
    rows.filter(({ state }) => state !== 'past').map((row) => [`${row.namespace}/${row.service}`, row]),
  );
  const shown = splits.map((split): ShownSplit => {
    const row = present.get(`${split.namespace}/${split.service}`) ?? null;
    return {
      key: `${split.namespace}/${split.virtualService}/${split.service}`,
      namespace: split.namespace,
      service: split.service,
      parts: partsOf(split, row),
      health: split.health,
      row,
    };
  });
  const known = new Set(splits.map(({ namespace, service }) => `${namespace}/${service}`));
  const silent = rows.filter((row) => isRunningSplit(row) && !known.has(`${row.namespace}/${row.service}`));
  // Whoever started something wants to see it first.
  return [...shown, ...silent.map(recordOnly)].sort((a, b) => rank(a) - rank(b));
}

function rank({ row }: ShownSplit): number {
  return row !== null && isRunningSplit(row) ? 0 : 1;
}

function partsOf({ parts }: Split, row: SplitRow | null): ShownPart[] {
  const roles = guessRoles(parts);
  return parts.map((part, index) => {
    const recorded = row?.parts.find(({ version, role }) => version === part.name && role !== 'other');
    return { ...part, role: recorded?.role ?? roles[index] ?? 'other' };
  });
}

/** Blue-green before its flip, A/B by header: one version has all of the shared traffic. */
function recordOnly(row: SplitRow): ShownSplit {
  return {
    key: row.id,
    namespace: row.namespace,
    service: row.service,
    parts: row.parts.map((part) => ({
      name: part.version,
      role: part.role,
      configured: (part.configured ?? 0) / 100,
      observed: part.observed === null ? null : part.observed / 100,
      mirrored: false,
    })),
    health: null,
    row,
  };
}
