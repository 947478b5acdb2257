'use client';
/** Who keeps an object: grey, with a triangle where a controller would write its own state again over a change. */
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { ManagedBy } from '#lib/api/configuration/configuration.ts';
import type { ManagerName } from '#lib/api/configuration/configuration-words.ts';
import styles from './configuration.module.css';

/** Names of products are the same in every language. */
export const managerTitles: Readonly<Record<Exclude<ManagerName, 'other'>, string>> = {
  sluice: 'Sluice',
  kubectl: 'kubectl',
  helm: 'Helm',
  argocd: 'Argo CD',
  flux: 'Flux',
  fleet: 'Fleet',
  flagger: 'Flagger',
  'argo-rollouts': 'Argo Rollouts',
};

/** Of any other writer the name of its field manager. */
export function useManagerTitle(): (managedBy: Pick<ManagedBy, 'manager' | 'name'>) => string {
  const t = useTranslations('configuration.manager');
  return ({ manager, name }) => (manager === 'other' ? (name ?? t('unknown')) : managerTitles[manager]);
}

export function ManagedByChip({ managedBy }: { managedBy: ManagedBy }) {
  const t = useTranslations('configuration.manager');
  const titleOf = useManagerTitle();
  const { name, reverts, manager } = managedBy;
  const title = titleOf(managedBy);
  const named = name !== null && manager !== 'other';
  return (
    <span
      className={styles.chip}
      data-reverts={reverts || undefined}
      title={named ? t('named', { title, name }) : undefined}
    >
      {reverts && <StateMark state="degraded" size={13} />}
      {t('by', { title })}
    </span>
  );
}
