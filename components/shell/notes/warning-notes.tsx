'use client';
/** What is missing from an answer, a line each. A source that is down has its banner and is not named again. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import type { Warning } from '#lib/api/problem.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';

const knownCodes = [
  'prometheus-partial',
  'prometheus-stale',
  'prometheus-no-history',
  'prometheus-short-history',
  'prometheus-window-slow',
  'prometheus-not-configured',
  'prometheus-scope-wide',
  'prometheus-no-namespace',
  'kubernetes-stale',
  'kind-forbidden',
  'kind-stale',
  'namespace-forbidden',
  'access-incomplete',
  'changes-not-all',
] as const;

export interface WarningLine {
  code: (typeof knownCodes)[number] | `other-${Warning['source']}`;
  /** Names of what the warnings of this code are about. */
  details: string[];
}

/** One line a code, with the names of all its warnings; those of a source named in `said` are left out. */
export function warningLines(
  warnings: readonly Warning[],
  said: ReadonlySet<Warning['source']>,
): WarningLine[] {
  const lines = new Map<WarningLine['code'], string[]>();
  for (const { code, source, detail } of warnings) {
    const key = knownCodes.find((known) => known === code) ?? (`other-${source}` as const);
    // What a reader may not see has nothing to do with the source being down.
    if (said.has(source) && key !== 'namespace-forbidden' && key !== 'kind-forbidden') continue;
    lines.set(key, [...(lines.get(key) ?? []), detail]);
  }
  return [...lines].map(([code, details]) => ({ code, details }));
}

export function WarningNotes({ warnings }: { warnings: readonly Warning[] }) {
  const t = useTranslations('common.warning');
  const format = useFormat();
  const { data: status } = useQuery(queries.status());
  const said = new Set(
    (['kubernetes', 'prometheus'] as const).filter(
      (source) => status !== undefined && status[source].state !== 'ok',
    ),
  );
  return warningLines(warnings, said).map(({ code, details }) => (
    <StaleBadge key={code}>{t(code, { detail: format.list(details) })}</StaleBadge>
  ));
}
