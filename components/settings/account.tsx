'use client';
/** Who is signed in, and how. */
import { useTranslations } from 'use-intl';
import type { Whoami } from '#lib/api/session.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './settings.module.css';

export function Account({ whoami }: { whoami: Whoami }) {
  const t = useTranslations('settings');
  const common = useTranslations('common');
  const format = useFormat();
  const rows: readonly [string, string][] = [
    [t('user'), whoami.user.name],
    [t('groups'), whoami.user.groups.length === 0 ? common('none') : format.list(whoami.user.groups)],
    [t('strategy'), t(`strategies.${whoami.strategy}`)],
    ...(whoami.expiresAt === null
      ? []
      : [[t('ends'), format.dateTime(whoami.expiresAt)] satisfies [string, string]]),
  ];
  return (
    <section className={styles.section}>
      <h2>{t('account')}</h2>
      <table className={styles.table}>
        <tbody>
          {rows.map(([name, value]) => (
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
