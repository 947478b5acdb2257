'use client';
/** Who last wrote the configuration that touches it, newest first, as managedFields tell. */
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { routes } from '#lib/client/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './changes.module.css';
import type { Detail } from './detail-header.tsx';
import { ConfigurationLink } from './object-links.tsx';

const shown = 6;

export function ChangeList({ detail }: { detail: Detail }) {
  const t = useTranslations('details.change');
  const format = useFormat();
  if (detail.changes.length === 0) return <p className={styles.none}>{t('none')}</p>;
  return (
    <ol>
      {detail.changes
        .slice(0, shown)
        .map(({ at, kind, kindId, namespace, name, manager, user, revision, operation }) => (
          <li key={`${kind}/${namespace}/${name}/${manager}/${at}`} className={styles.change}>
            <Link href={routes.configHistory({ kind: kindId, namespace, name }, revision)} prefetch={false}>
              <time dateTime={new Date(at * 1000).toISOString()} title={format.dateTime(at)}>
                {format.timeOrDay(at, detail.at)}
              </time>
            </Link>
            <div>
              <p>
                {t.rich(operation, {
                  kind,
                  name,
                  b: () => <ConfigurationLink kind={kind} namespace={namespace} name={name} />,
                })}
              </p>
              <p className={styles.who}>
                {user ?? manager} · {namespace}
              </p>
            </div>
          </li>
        ))}
    </ol>
  );
}
