'use client';
/** The traffic of what an object acts on, with the numbers of the lists: services first, workloads where it selects pods. */
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useScope } from '#components/shell/use-scope.ts';
import { ScrollRegion } from '#components/ui/page/scroll-region.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import type { ServiceRow, WorkloadRow } from '#lib/api/traffic/inventory.ts';
import { routes } from '#lib/client/address/routes.ts';
import { pageRanges } from '#lib/client/address/scope.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './detail.module.css';
import { steered } from './steered.ts';

/** Rows of one table; who steers more looks at the graph. */
const most = 12;

export function SteeredTraffic({ detail }: { detail: ConfigurationObject }) {
  const t = useTranslations('configuration.detail');
  const format = useFormat();
  const { range } = useScope();
  const { kind, namespaces } = steered(detail);
  const view = { namespaces, window: range ?? pageRanges.services.fallback };
  const services = useQuery({ ...queries.services(view), enabled: kind === 'services' });
  const workloads = useQuery({ ...queries.workloads(view), enabled: kind === 'workloads' });
  if (kind === null) return null;
  const query = kind === 'services' ? services : workloads;
  const all: readonly (ServiceRow | WorkloadRow)[] =
    (kind === 'services' ? services.data?.services : workloads.data?.workloads) ?? [];
  const { includes } = steered(detail);
  const rows = all
    .filter(includes)
    .toSorted((a, b) => (b.inbound?.requestsPerSecond ?? 0) - (a.inbound?.requestsPerSecond ?? 0));
  const answer = query.data;
  const title = t(kind === 'services' ? 'traffic' : 'trafficOfPods');
  const noMetrics = answer !== undefined && answer.metricsAt === null;
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h2>{title}</h2>
        {answer !== undefined && (
          <span className={styles.caption}>
            {noMetrics ? t('noMetrics') : t('window', { span: format.span(answer.windowSeconds) })}
          </span>
        )}
      </div>
      {answer === undefined && !query.isError && <SkeletonBar width={260} />}
      {query.isError && <p className={styles.none}>{t('trafficFailed')}</p>}
      {answer !== undefined && rows.length === 0 && <p className={styles.none}>{t('noTraffic')}</p>}
      {rows.length > 0 && (
        <ScrollRegion label={title}>
          <table className={styles.table} aria-label={title}>
            <thead>
              <tr>
                <th scope="col">{t(kind === 'services' ? 'service' : 'workload')}</th>
                <th scope="col">{t('namespace')}</th>
                <th scope="col" data-numeric>
                  {t('rate')}
                </th>
                <th scope="col" data-numeric>
                  {t('errors')}
                </th>
                <th scope="col" data-numeric>
                  {t('p95')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, most).map((row) => (
                <Row key={`${row.namespace}/${row.name}`} row={row} list={kind} />
              ))}
            </tbody>
          </table>
          {rows.length > most && (
            <p className={styles.none}>{t('moreRows', { count: rows.length - most })}</p>
          )}
        </ScrollRegion>
      )}
    </section>
  );
}

function Row({ row, list }: { row: ServiceRow | WorkloadRow; list: 'services' | 'workloads' }) {
  const format = useFormat();
  const states = useTranslations('common.state');
  const { namespaces, range } = useScope();
  const { namespace, name, inbound, health } = row;
  const scope = { namespaces, range };
  const href = list === 'services' ? routes.service(row, scope) : routes.workload(row, scope);
  const bytes = inbound !== null && inbound.requestsPerSecond === 0 && (inbound.bytesPerSecond ?? 0) > 0;
  return (
    <tr>
      <th scope="row">
        <span className={styles.named}>
          <StateMark state={health.state} size={14} label={states(health.state)} />
          <Link href={href} prefetch={false}>
            {name}
          </Link>
        </span>
      </th>
      <td className={styles.dim}>{namespace}</td>
      <td data-numeric>
        {bytes
          ? format.bytesPerSecond(inbound?.bytesPerSecond)
          : format.perSecond(inbound?.requestsPerSecond)}
      </td>
      <td data-numeric>{bytes ? format.percent(null) : format.percent(inbound?.errorRatio, 2)}</td>
      <td data-numeric>{format.milliseconds(inbound?.p95Ms)}</td>
    </tr>
  );
}
