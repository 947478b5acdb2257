/** The splits of the rail: routes that share traffic, joined with what the list of splits knows of them, and releases that share none. Pure. */

import type { SplitRow } from '#lib/api/splits/splits-list.ts';
import type { Overview } from '#lib/api/traffic/overview.ts';
import { copiedPercent, isPreview, isRunningSplit } from '#lib/client/queries/running-splits.ts';
import { guessRoles } from '#lib/splits/survey/guess-roles.ts';

type Split = Overview['splits'][number];

interface ShownPart {
  name: string;
  role: 'stable' | 'candidate' | 'other';
  /** 0..1 */
  configured: number;
  observed: number | null;
  mirrored: boolean;
  /** Who gets it, where that is not a share: requests that match, or that carry the header of the preview. */
  by: 'match' | 'preview' | null;
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
  const running = new Map(rows.filter(isRunningSplit).map((row) => [nameOf(row), row]));
  // A release stands once, as its record says; without one each rule that shares traffic stands for itself.
  const untracked = splits
    .filter((split) => !running.has(nameOf(split)))
    .map((split, index): ShownSplit => {
      const roles = guessRoles(split.parts);
      return {
        key: `${split.namespace}/${split.virtualService}/${split.service}/${index}`,
        namespace: split.namespace,
        service: split.service,
        parts: split.parts.map((part, at) => ({ ...part, role: roles[at] ?? 'other', by: null })),
        health: split.health,
        row: null,
      };
    });
  return [...[...running.values()].map(ofRecord), ...untracked];
}

function nameOf({ namespace, service }: { namespace: string; service: string }): string {
  return `${namespace}/${service}`;
}

function ofRecord(row: SplitRow): ShownSplit {
  const isMatched = row.release?.strategy.kind === 'ab';
  return {
    key: row.id,
    namespace: row.namespace,
    service: row.service,
    parts: row.parts
      .filter(({ role, configured }) => role !== 'other' || (configured ?? 0) > 0)
      .map((part) => {
        const copied = copiedPercent(row, part);
        const isCandidate = part.role === 'candidate';
        return {
          name: part.version,
          role: part.role,
          configured: (copied ?? part.configured ?? 0) / 100,
          observed: part.observed === null || copied !== null ? null : part.observed / 100,
          mirrored: copied !== null,
          by: !isCandidate ? null : isMatched ? 'match' : isPreview(row) ? 'preview' : null,
        };
      }),
    health: null,
    row,
  };
}
