'use client';
/** Changes day by day, newest first; each leads to the history of its object. */
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import type { RevisionEntry } from '#lib/api/configuration/history.ts';
import { routes } from '#lib/client/address/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import { daysOf } from './change-filter.ts';
import styles from './changes.module.css';
import frame from './history.module.css';
import { OperationIcon } from './operation-icon.tsx';
import { RevisionReason, RevisionSum, RevisionWho } from './revision-facts.tsx';
import { RevisionMarks } from './revision-list.tsx';

const dayOf = (at: number): string => new Date(at * 1000).toDateString();

export function ChangeDays({ changes }: { changes: readonly RevisionEntry[] }) {
  const t = useTranslations('history.changes');
  const format = useFormat();
  const now = useNow(30_000);
  return (
    <div className={styles.days}>
      {daysOf(changes, dayOf).map(({ at, changes: list }) => (
        <section key={at} aria-label={`${t('list')} ${format.day(at)}`}>
          <h2 className={styles.day}>
            {dayOf(at) === dayOf(now) ? t('today') : format.day(at)}
            <span className={frame.quiet}>{t('count', { count: list.length })}</span>
          </h2>
          <ol>
            {list.map((change) => (
              <li key={`${change.kind} ${change.id}`}>
                <ChangeRow change={change} now={now} />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function ChangeRow({ change, now }: { change: RevisionEntry; now: number }) {
  const t = useTranslations('history');
  const format = useFormat();
  const { at, kind, namespace, name, operation, id } = change;
  return (
    <Link className={styles.row} href={routes.configHistory({ kind, namespace, name }, id)}>
      <time
        dateTime={new Date(at * 1000).toISOString()}
        title={format.phrases([format.age(Math.max(1, now - at)), format.zone(at)])}
      >
        {format.clock(at)}
      </time>
      <span className={frame.icon} data-operation={operation}>
        <OperationIcon operation={operation} />
      </span>
      <span className={styles.what}>
        <span className={styles.object}>
          <span className={styles.kind}>{kindAt(kind)?.kind ?? kind}</span> <b>{name}</b>{' '}
          <span className={frame.quiet}>{namespace}</span>
        </span>
        <RevisionSum revision={change} />
      </span>
      <span className={styles.done}>
        <span>
          {t(`operation.${operation}`)} <RevisionWho revision={change} />{' '}
          <RevisionMarks revision={{ ...change, good: false, present: false }} next={null} />
        </span>
        <RevisionReason revision={change} />
      </span>
    </Link>
  );
}
