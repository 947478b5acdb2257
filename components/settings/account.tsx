'use client';
/** Who is signed in, and how. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { LocalTime } from '#components/shell/local-time.tsx';
import type { Whoami } from '#lib/api/access/session.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './settings.module.css';

export function Account({ whoami }: { whoami: Whoami }) {
  const t = useTranslations('settings');
  const common = useTranslations('common');
  const format = useFormat();
  const rows: readonly { name: string; value: ReactNode }[] = [
    { name: t('user'), value: whoami.user.name },
    {
      name: t('groups'),
      value: whoami.user.groups.length === 0 ? common('none') : format.list(whoami.user.groups),
    },
    { name: t('strategy'), value: t(`strategies.${whoami.strategy}`) },
    ...(whoami.expiresAt === null ? [] : [{ name: t('ends'), value: <LocalTime at={whoami.expiresAt} /> }]),
  ];
  return (
    <section className={styles.section}>
      <h2>{t('account')}</h2>
      <table className={styles.table}>
        <tbody>
          {rows.map(({ name, value }) => (
            <tr key={name}>
              <td className={styles.dim} style={{ width: '34%' }}>
                {name}
              </td>
              <td style={{ overflowWrap: 'anywhere' }}>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
