'use client';
/** The busiest, the most failing and the slowest services, each with its share of the list's largest as a line below. */
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useHeldOrder } from '#components/kit/use-held-order.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Overview } from '#lib/api/traffic/overview.ts';
import { routes } from '#lib/client/address/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import page from './overview.module.css';
import styles from './tables.module.css';

type Ranked = Overview['top']['busiest'][number];

/** Only what the list is about is coloured: a busy service is not marked for its errors. */
const aboutState = { busiest: [], errors: ['error-ratio'], slowest: ['latency'] } as const;

function TopList({
  list,
  rows,
  write,
  empty,
}: {
  list: keyof typeof aboutState;
  rows: readonly Ranked[];
  write: (value: number) => string;
  empty: string;
}) {
  const t = useTranslations('overview.top');
  const states = useTranslations('common.state');
  const { range } = useScope();
  const held = useHeldOrder(rows, ({ namespace, name }) => `${namespace}/${name}`);
  const largest = Math.max(...rows.map(({ value }) => value), Number.MIN_VALUE);
  return (
    <section {...held.holdProps}>
      <h3 className={styles.topTitle}>{t(list)}</h3>
      {rows.length === 0 && <p className={styles.none}>{empty}</p>}
      <ol>
        {held.rows.map(({ namespace, name, value, health }) => {
          const reasons: readonly string[] = aboutState[list];
          const marked =
            (health.state === 'failing' || health.state === 'degraded') &&
            health.reasons.some(({ code }) => reasons.includes(code));
          return (
            <li key={`${namespace}/${name}`} className={styles.top}>
              <Link
                href={routes.graph({ namespaces: [namespace], range })}
                className={styles.topName}
                title={`${name} · ${namespace}`}
              >
                {marked && <StateMark state={health.state} label={states(health.state)} size={13} />}
                <span>{name}</span>
              </Link>
              <span className={styles.topValue}>{write(value)}</span>
              <span
                className={styles.bar}
                data-state={marked ? health.state : undefined}
                style={{ width: `${Math.max(1, (value / largest) * 100)}%` }}
              />
            </li>
          );
        })}
      </ol>
    </section>
  );
}

export function TopLists({ overview }: { overview: Overview }) {
  const t = useTranslations('overview.top');
  const table = useTranslations('overview.table');
  const format = useFormat();
  const { busiest, errors, slowest } = overview.top;
  const unknown = overview.metricsAt === null ? table('unknown') : null;
  return (
    <>
      <div className={styles.topsHead}>
        <h2>{t('title')}</h2>
        <span className={page.caption}>{t('window', { span: format.span(overview.windowSeconds) })}</span>
      </div>
      <div className={styles.tops}>
        <TopList
          list="busiest"
          rows={busiest}
          write={(value) => format.decimal(value, 1)}
          empty={unknown ?? t('none')}
        />
        <TopList
          list="errors"
          rows={errors}
          write={(value) => format.percent(value, 2)}
          empty={unknown ?? t('noErrors')}
        />
        <TopList list="slowest" rows={slowest} write={format.milliseconds} empty={unknown ?? t('none')} />
      </div>
    </>
  );
}
