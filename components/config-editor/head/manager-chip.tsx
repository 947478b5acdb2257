'use client';
/** Who keeps the object: amber where a controller will write its own version again. */
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { ManagedBy } from '#lib/api/configuration/configuration.ts';
import styles from '../editor.module.css';

/** The tool's name; of others the name it goes by. */
export function useManagerName(): (managedBy: ManagedBy) => string {
  const t = useTranslations('editor.manager');
  return ({ manager, name }) => (manager === 'other' && name !== null ? name : t(manager));
}

export function ManagerChip({ managedBy }: { managedBy: ManagedBy }) {
  const t = useTranslations('editor');
  const nameOf = useManagerName();
  return (
    <span className={styles.chip} data-reverts={managedBy.reverts || undefined}>
      {managedBy.reverts && <StateMark state="degraded" size={13} />}
      {t('managed', { manager: nameOf(managedBy) })}
    </span>
  );
}
