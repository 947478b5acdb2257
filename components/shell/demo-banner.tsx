'use client';
/** Says loudly that this is not a real cluster. */
import { useTranslations } from 'use-intl';
import styles from './banner.module.css';

export function DemoBanner() {
  const t = useTranslations('shell.demo');
  return (
    <div className={styles.demo} role="note">
      {t('banner')}
    </div>
  );
}
