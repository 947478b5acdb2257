'use client';
/** Settings: appearance, account, rights, and which versions run. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { queries } from '#lib/client/queries/queries.ts';
import { About } from './about.tsx';
import { Account } from './account.tsx';
import { Appearance } from './appearance.tsx';
import { Rights } from './rights.tsx';
import styles from './settings.module.css';

export function SettingsPage() {
  const t = useTranslations('settings');
  const whoami = useQuery(queries.whoami());
  return (
    <div className={styles.page}>
      <h1>{t('title')}</h1>
      <Appearance />
      {whoami.data !== undefined && <Account whoami={whoami.data} />}
      {whoami.data !== undefined && <Rights whoami={whoami.data} />}
      <About />
    </div>
  );
}
