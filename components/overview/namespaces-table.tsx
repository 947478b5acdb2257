'use client';
/** Every namespace in one line, worst first as the server orders them; holds still under the pointer. */
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Sparkline } from '#components/kit/sparkline.tsx';
import { useHeldOrder } from '#components/kit/use-held-order.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { classNames } from '#components/ui/class-names.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import type { Overview } from '#lib/api/traffic/overview.ts';
import { routes } from '#lib/client/address/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './tables.module.css';

type NamespaceRow = Overview['namespaces'][number];

function Finding({ row }: { row: NamespaceRow }) {
  const t = useTranslations('overview.table');
  const format = useFormat();
  const wrong = [
    ...(row.failing > 0 ? [t('failing', { count: row.failing })] : []),
    ...(row.degraded > 0 ? [t('degraded', { count: row.degraded })] : []),
  ];
  if (wrong.length > 0) {
    const look = row.failing > 0 ? styles.failing : styles.degraded;
    return <span className={classNames(styles.finding, look)}>{format.list(wrong)}</span>;
  }
  // Gateways are injected by themselves: where there is traffic there are proxies.
  if (!row.injected && row.traffic === null)
    return <span className={classNames(styles.finding, styles.dim)}>{t('notInjected')}</span>;
  if (row.health.state === 'idle')
    return <span className={classNames(styles.finding, styles.dim)}>{t('noTraffic')}</span>;
  if (row.traffic === null)
    return <span className={classNames(styles.finding, styles.dim)}>{t('unknown')}</span>;
  return null;
}

/** Errors are coloured where they are why the namespace is marked. */
function ErrorShare({ row }: { row: NamespaceRow }) {
  const format = useFormat();
  const text = format.percent(row.traffic?.errorRatio, 2);
  const isReason = row.health.reasons.some(({ code }) => code === 'error-ratio');
  if (!isReason) return text;
  return row.health.state === 'failing' ? (
    <span className={styles.failing}>
      <b>{text}</b>
    </span>
  ) : (
    <span className={styles.degraded}>{text}</span>
  );
}

function Row({ row, rangeSeconds }: { row: NamespaceRow; rangeSeconds: number }) {
  const t = useTranslations('overview');
  const states = useTranslations('common.state');
  const format = useFormat();
  const { range } = useScope();
  const known = row.series.filter((value) => value !== null);
  const span = format.span(rangeSeconds);
  const label =
    known.length === 0
      ? t('noTrend', { span })
      : t('trend', {
          span,
          min: format.decimal(Math.min(...known), 1),
          max: format.decimal(Math.max(...known), 1),
          last: format.decimal(known.at(-1), 1),
        });
  return (
    <tr>
      <td>
        <Link href={routes.graph({ namespaces: [row.name], range })} className={styles.link}>
          <StateMark state={row.health.state} label={states(row.health.state)} size={15} />
          <span>{row.name}</span>
        </Link>
      </td>
      <td className={styles.services}>
        <span className={styles.count}>{format.count(row.services)}</span>
        <Finding row={row} />
      </td>
      <td className={styles.right}>{format.decimal(row.traffic?.requestsPerSecond, 1)}</td>
      <td className={styles.right}>
        <ErrorShare row={row} />
      </td>
      <td className={styles.right}>{format.milliseconds(row.traffic?.p95Ms)}</td>
      <td className={styles.trend}>
        <Sparkline series={row.series} label={label} width={148} height={22} />
      </td>
    </tr>
  );
}

export function NamespacesTable({ overview }: { overview: Overview }) {
  const t = useTranslations('overview.table');
  const format = useFormat();
  const { rows, holdProps } = useHeldOrder(overview.namespaces, ({ name }) => name);
  return (
    <table className={styles.table} {...holdProps}>
      <caption>
        <VisuallyHidden>{t('caption')}</VisuallyHidden>
      </caption>
      <thead>
        <tr>
          <th className={styles.name} style={{ paddingLeft: 24 }}>
            {t('namespace')}
          </th>
          <th className={styles.services}>{t('services')}</th>
          <th className={classNames(styles.rate, styles.right)}>{t('rate')}</th>
          <th className={classNames(styles.errors, styles.right)}>{t('errors')}</th>
          <th className={classNames(styles.latency, styles.right)}>{t('p95')}</th>
          <th className={styles.trend}>{t('trend', { span: format.span(overview.rangeSeconds) })}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.name} row={row} rangeSeconds={overview.rangeSeconds} />
        ))}
      </tbody>
    </table>
  );
}
