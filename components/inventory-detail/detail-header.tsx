'use client';
/** The head of a detail page: where it is, what it is, how it does, and its key numbers. */
import { ChartNoAxesGantt, FlaskConical, Waypoints } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { SplitEntry } from '#components/shell/split-entry/split-entry.tsx';
import { SplitLink } from '#components/shell/split-entry/split-link.tsx';
import { useScope } from '#components/shell/use-scope.ts';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { PageHead } from '#components/ui/page/page-head.tsx';
import { VersionMark } from '#components/ui/states/version-mark.tsx';
import type { Flow, ServiceDetail, WorkloadDetail } from '#lib/api/traffic/details.ts';
import { routes } from '#lib/client/address/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './detail.module.css';
import { HealthLine } from './health-line.tsx';
import { blameOf, isBytesOnly } from './numbers.ts';
import { OpenSubject } from './open-subject.tsx';
import { versionRole } from './version-roles.ts';

export type Detail = ServiceDetail | WorkloadDetail;

export interface DetailHeaderProps {
  detail: Detail;
  list: 'services' | 'workloads';
  /** What it is, in a word: Service, Deployment. */
  kind: string;
  versions: readonly string[];
  tabs: ReactNode;
}

/** As proxies name it in traces: the app behind it; null for what runs in no pods here. */
function tracedApp(detail: Detail, kind: string): string | null {
  if ('app' in detail) return detail.app;
  return kind === 'Service' ? (detail.selector?.app ?? detail.name) : null;
}

/** What splits and routes know it by: a Service by its name, a ServiceEntry by its first host that is one; null for others. */
function callableName(detail: Detail, kind: string): string | null {
  if (kind === 'Service') return detail.name;
  if (kind !== 'ServiceEntry' || !('resolution' in detail)) return null;
  return detail.hosts.find((host) => !host.includes('*')) ?? null;
}

export function DetailHeader({ detail, list, kind, versions, tabs }: DetailHeaderProps) {
  const t = useTranslations('details');
  const pages = useTranslations('details.list');
  const format = useFormat();
  const { namespaces, range } = useScope();
  const { namespace, name, nodes } = detail;
  const [node] = nodes;
  const app = tracedApp(detail, kind);
  const known = callableName(detail, kind);
  // A page of a namespace outside the chosen ones would open a graph without it.
  const inScope = namespaces === null || namespaces.includes(namespace);
  const graphScope = { namespaces: inScope ? namespaces : [namespace], range };
  return (
    <PageHead
      crumbs={[
        { text: pages(list), href: routes[list]({ namespaces, range }) },
        { text: namespace, href: routes[list]({ namespaces: [namespace], range }) },
      ]}
      crumbsLabel={t('crumbs')}
      title={name}
      beside={<span className={styles.kind}>{kind}</span>}
      tabs={tabs}
      actions={
        <>
          {known !== null && (
            <>
              <SplitLink namespace={namespace} name={known} />
              <SplitEntry namespace={namespace} name={known} />
            </>
          )}
          {list === 'services' && (
            <ButtonLink
              href={routes.routeTest({ host: kind === 'Service' ? `${name}.${namespace}` : (known ?? name) })}
              size="small"
              leading={<FlaskConical size={14} aria-hidden />}
            >
              {t('testRequest')}
            </ButtonLink>
          )}
          {app !== null && (
            <ButtonLink
              href={routes.traces({ namespace, app }, { range })}
              size="small"
              leading={<ChartNoAxesGantt size={14} aria-hidden />}
            >
              {t('traces')}
            </ButtonLink>
          )}
          {node !== undefined && (
            <ButtonLink
              href={routes.graph(graphScope, node)}
              size="small"
              leading={<Waypoints size={14} aria-hidden />}
            >
              {t('openGraph')}
            </ButtonLink>
          )}
          <OpenSubject detail={detail} list={list} />
        </>
      }
      facts={
        <>
          <HealthLine health={detail.health} />
          {versions.length > 0 && (
            <span className={styles.versions}>
              {versions.map((version) => {
                const role = versionRole(versions, version);
                return (
                  <span key={version} className={styles.version}>
                    {role !== null && <VersionMark role={role} />}
                    {version}
                  </span>
                );
              })}
            </span>
          )}
          <span className={styles.caption}>{t('window', { span: format.span(detail.windowSeconds) })}</span>
        </>
      }
    >
      <Figures detail={detail} />
    </PageHead>
  );
}

/** What arrives; what leaves, where nothing arrives (gateways, and where traffic begins). */
function Figures({ detail }: { detail: Detail }) {
  const t = useTranslations('details.figure');
  const format = useFormat();
  const sends = detail.inbound.total === null && detail.outbound.total !== null;
  const flow: Flow = sends ? detail.outbound : detail.inbound;
  const { total } = flow;
  const blame = blameOf(detail.health);
  const bytesOnly = isBytesOnly(total);
  const figures = [
    ...(bytesOnly
      ? []
      : [
          {
            name: t(sends ? 'sent' : 'received'),
            value: format.requestsPerSecond(total?.requestsPerSecond),
            state: undefined,
          },
          { name: t('errors'), value: format.percent(total?.errorRatio, 2), state: blame.errors },
          { name: t('p95'), value: format.milliseconds(total?.p95Ms), state: blame.latency },
          { name: t('average'), value: format.milliseconds(total?.averageMs), state: undefined },
        ]),
    ...(bytesOnly
      ? [{ name: t('throughput'), value: format.bytesPerSecond(total?.bytesPerSecond), state: undefined }]
      : []),
    { name: t('mtls'), value: format.percent(flow.mtlsRatio, 0), state: undefined },
  ];
  return (
    <dl className={styles.figures}>
      {figures.map(({ name, value, state }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={state === 'failing' ? styles.failing : state && styles.degraded}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
