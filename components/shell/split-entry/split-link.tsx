'use client';
/** The way from a service to its split, with how that stands: for every page that shows a service. Nothing where nothing is split. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { type MarkState, StateMark } from '#components/ui/states/state-mark.tsx';
import type { SplitRow } from '#lib/api/splits/splits-list.ts';
import { type ObjectName, routes } from '#lib/client/address/routes.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { downVersion } from '#lib/client/queries/running-splits.ts';
import { useScope } from '../use-scope.ts';

const marks: Readonly<Record<NonNullable<SplitRow['verdict']>, MarkState>> = {
  healthy: 'healthy',
  'insufficient-data': 'unknown',
  watch: 'degraded',
  'not-obeyed': 'degraded',
  failing: 'failing',
};

export function verdictMark(verdict: SplitRow['verdict']): MarkState {
  return verdict === null ? 'unknown' : marks[verdict];
}

/** What gets requests and has no pod fails them, measured or not. */
export function splitMark(row: SplitRow): MarkState {
  return downVersion(row) === null ? verdictMark(row.verdict) : 'failing';
}

/** "Canary, step 3 of 5", "Paused", "Steered by Argo Rollouts". */
export function useSplitWords(): (row: SplitRow) => string {
  const t = useTranslations('release');
  return ({ state, release, foreign }) => {
    if (release === null) {
      if (foreign !== null) return t('state.foreign', { owner: t(`owner.${foreign.owner}`) });
      return state === 'tracked' || state === 'foreign' ? '' : t(`state.${state}`);
    }
    const strategy = t(`strategy.${release.strategy.kind}`);
    if (release.phase !== 'Progressing' || release.steps === 0)
      return t('phase.named', { strategy, phase: t(`phase.${release.phase}`) });
    return t('phase.step', { phase: strategy, step: release.step, steps: release.steps });
  };
}

export function SplitLink({ namespace, name }: ObjectName) {
  const t = useTranslations('release');
  const { namespaces, range } = useScope();
  const wordsOf = useSplitWords();
  const { data } = useQuery(queries.splits({ namespaces: [namespace], window: '60s' }));
  const row = data?.splits.find(
    (one) => one.namespace === namespace && one.service === name && one.state !== 'past',
  );
  if (row === undefined) return null;
  const down = downVersion(row);
  const verdict =
    down !== null
      ? t('downVersion', { version: down })
      : row.verdict === null
        ? ''
        : t(`verdict.word.${row.verdict}`);
  return (
    <ButtonLink
      size="small"
      href={routes.split({ namespace, name }, { namespaces, range })}
      leading={<StateMark state={splitMark(row)} size={13} />}
      prefetch={false}
    >
      {[t('badge.split'), wordsOf(row), verdict].filter(Boolean).join(' · ')}
    </ButtonLink>
  );
}
