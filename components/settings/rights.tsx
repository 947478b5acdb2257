'use client';
/** What the reader may do, namespace by namespace, as Kubernetes said it. */
import { Check, Minus } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { ScrollRegion } from '#components/ui/page/scroll-region.tsx';
import type { Whoami } from '#lib/api/access/session.ts';
import styles from './settings.module.css';

function Answer({ allowed }: { allowed: boolean }) {
  const t = useTranslations('settings');
  const Icon = allowed ? Check : Minus;
  return (
    <span className={styles.state}>
      <Icon size={15} aria-hidden color={allowed ? 'var(--sl-text)' : 'var(--sl-faint)'} />
      {allowed ? t('yes') : <span className={styles.dim}>{t('no')}</span>}
    </span>
  );
}

export function Rights({ whoami }: { whoami: Whoami }) {
  const t = useTranslations('settings');
  const user = useTranslations('shell.user');
  const common = useTranslations('common.persona');
  return (
    <section className={styles.section}>
      <h2>{t('may')}</h2>
      <p className={styles.lead}>{t('mayLead')}</p>
      {whoami.readOnly && <p className={styles.lead}>{user('readOnly')}</p>}
      {whoami.namespaces.length === 0 ? (
        <p>{t('noNamespaces')}</p>
      ) : (
        <ScrollRegion label={t('may')}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th>{t('namespace')}</th>
                <th>{t('persona')}</th>
                <th>{t('view')}</th>
                <th>{t('read')}</th>
                <th>{t('edit')}</th>
              </tr>
            </thead>
            <tbody>
              {whoami.namespaces.map(({ name, persona, permissions }) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td>{common(persona)}</td>
                  <td>
                    <Answer allowed />
                  </td>
                  <td>
                    <Answer allowed={permissions.readConfiguration} />
                  </td>
                  <td>
                    <Answer allowed={permissions.editRouting && !whoami.readOnly} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {whoami.allNamespaces && <p className={styles.dim}>{t('allNamespaces')}</p>}
    </section>
  );
}
