'use client';
/** Who changed which Istio object, newest first; a change to an object that a problem points to carries the problem's mark. */
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useScope } from '#components/shell/use-scope.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Attention, Overview } from '#lib/api/traffic/overview.ts';
import { routes } from '#lib/client/address/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import page from './overview.module.css';
import styles from './rail.module.css';

type Change = Overview['changes'][number];

const shown = 9;

function problemAt(change: Change, attention: readonly Attention[]): Attention | undefined {
  return attention.find(
    ({ object }) =>
      object !== null &&
      object.kind === change.kind &&
      object.namespace === change.namespace &&
      object.name === change.name,
  );
}

export function ChangeList({ overview }: { overview: Overview }) {
  const t = useTranslations('overview.changes');
  const format = useFormat();
  const { namespaces } = useScope();
  const changes = overview.changes.slice(0, shown);
  const zone = format.zone(overview.at);
  return (
    <section className={page.railSection}>
      <div className={page.railHead}>
        <h2>{t('title')}</h2>
        <span className={page.caption}>{zone}</span>
        <Link className={styles.all} href={routes.configChanges({ namespaces })}>
          {t('all')}
        </Link>
      </div>
      {changes.length === 0 && <p className={page.quietText}>{t('none')}</p>}
      <ol>
        {changes.map((change) => {
          const problem = problemAt(change, overview.attention);
          const { kind, kindId, namespace, name, at, manager, user, operation, revision } = change;
          return (
            <li key={`${kind}/${namespace}/${name}/${at}`} className={styles.change}>
              <Link
                className={styles.changeTime}
                href={routes.configHistory({ kind: kindId, namespace, name }, revision)}
                prefetch={false}
                title={t('history')}
              >
                <time dateTime={new Date(at * 1000).toISOString()}>{format.timeOrDay(at, overview.at)}</time>
              </Link>
              <span className={styles.dot} data-marked={problem !== undefined || undefined}>
                {problem !== undefined && (
                  <StateMark state={problem.severity} label={t('startedHere')} size={14} />
                )}
              </span>
              <div>
                <p className={styles.changeWhat}>
                  {t.rich(operation, {
                    kind,
                    name,
                    b: (chunks) => <ChangeLink change={change}>{chunks}</ChangeLink>,
                  })}
                </p>
                <p className={styles.changeWho}>
                  {(user ?? manager) !== '' && <span>{user ?? manager}</span>}
                  <span>{namespace}</span>
                </p>
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** The object's page; of what was deleted only the history is there. */
function ChangeLink({ change, children }: { change: Change; children: ReactNode }) {
  const { namespaces, range } = useScope();
  const { kindId: kind, namespace, name, operation, revision } = change;
  const object = { kind, namespace, name };
  return (
    <Link
      href={
        operation === 'deleted'
          ? routes.configHistory(object, revision)
          : routes.configurationObject(object, { namespaces, range })
      }
      prefetch={false}
      className={styles.changeLink}
    >
      {children}
    </Link>
  );
}
