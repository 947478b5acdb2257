'use client';
/**
 * What happened to the configuration that touches it, newest first: revisions with who made them and what they changed, where the
 * history knows them; else what managedFields tell.
 */
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import type { ConfigurationChange } from '#lib/api/configuration/change.ts';
import { routes } from '#lib/client/address/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './changes.module.css';
import type { Detail } from './detail-header.tsx';
import { ConfigurationLink } from './object-links.tsx';

const shown = 6;

export function ChangeList({ detail }: { detail: Detail }) {
  const t = useTranslations('details.change');
  const changes = detail.changes.slice(0, shown);
  if (changes.length === 0) return <p className={styles.none}>{t('none')}</p>;
  return (
    <ol>
      {changes.map((change) => {
        const { at, kind, namespace, name, manager, revision } = change;
        return (
          <ChangeItem
            key={revision ?? `${kind}/${namespace}/${name}/${manager}/${at}`}
            change={change}
            now={detail.at}
          />
        );
      })}
    </ol>
  );
}

function ChangeItem({ change, now }: { change: ConfigurationChange; now: number }) {
  const t = useTranslations('details.change');
  const format = useFormat();
  const { at, kind, kindId, namespace, name, manager, user, revision, operation } = change;
  const history = routes.configHistory({ kind: kindId, namespace, name }, revision);
  return (
    <li className={styles.change}>
      <time dateTime={new Date(at * 1000).toISOString()} title={format.dateTime(at)}>
        {format.timeOrDay(at, now)}
      </time>
      <div>
        <p>
          {t.rich(operation, {
            kind,
            name,
            // Of what is deleted only the history is there.
            b: () =>
              operation === 'deleted' ? (
                <b>{name}</b>
              ) : (
                <ConfigurationLink kind={kind} namespace={namespace} name={name} />
              ),
          })}
        </p>
        <p className={styles.who}>
          {[user, manager, namespace].filter((part) => part !== null && part !== '').join(' · ')}
          {' · '}
          <Link
            href={history}
            prefetch={false}
            aria-label={t(revision === null ? 'historyOf' : 'differenceOf', {
              name,
              time: format.dateTime(at),
            })}
          >
            {t(revision === null ? 'history' : 'difference')}
          </Link>
        </p>
      </div>
    </li>
  );
}
