'use client';
/** Says loudly that nothing here matters: true of the demo, and of its mesh on a real cluster. */
import { useTranslations } from 'use-intl';
import styles from './banner.module.css';

export function DemoBanner() {
  const t = useTranslations('shell.demo');
  return (
    <section className={styles.demo} aria-label={t('label')}>
      {t('banner')}
    </section>
  );
}
