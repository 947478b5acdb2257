'use client';
/** One version: its pods, five numbers with what the candidate's differ by, and one of them over time beside the other version's. */
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { BesideChart } from '#components/kit/time-series/beside-chart.tsx';
import type { PathScale } from '#components/kit/time-series/beside-path.ts';
import type { ChartMark } from '#components/kit/time-series/chart-data.ts';
import { useChartFormat } from '#components/kit/time-series/use-chart-format.ts';
import { useNow } from '#components/shell/use-now.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { VersionMark } from '#components/ui/states/version-mark.tsx';
import type { LiveVersion, SplitLive } from '#lib/api/splits/split-live.ts';
import { routes } from '#lib/client/address/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { connectionsOnly, roleWord } from '../live-split.ts';
import styles from './card.module.css';
import { CardFigures } from './card-figures.tsx';
import { type ChartMetric, chartMetrics, chartUnits } from './chart-metric.ts';
import { TimeAxis } from './time-axis.tsx';

export interface VersionCardProps {
  live: SplitLive;
  version: LiveVersion;
  /** What it is compared with; null where there is none. */
  other: LiveVersion | null;
  metric: ChartMetric;
  /** That all cards share. */
  scale: PathScale;
  /** The limit of the candidate's metric; null where it has none. */
  limit: number | null;
  marks: readonly ChartMark[];
  /** Chosen on one card for all. */
  onMetric(metric: ChartMetric): void;
  stale: string | null;
}

const tones = {
  stable: 'var(--sl-stable)',
  candidate: 'var(--sl-candidate)',
  other: 'var(--sl-other-version)',
} as const;

const chartHeight = 92;

export function VersionCard(props: VersionCardProps) {
  const { live, version, other, metric, scale, limit, marks, onMetric, stale } = props;
  const t = useTranslations('release.card');
  const roles = useTranslations('release.role');
  const format = useFormat();
  const chartFormat = useChartFormat(chartUnits[metric]);
  const { role } = version;
  const { times } = live.series;
  const span = format.span((times.at(-1) ?? 0) - (times[0] ?? 0) + live.series.stepSeconds);
  const offered = chartMetrics(connectionsOnly(live));
  // Where nothing is split a version is neither this nor that, and nothing is measured for this page.
  const split = live.state !== 'none';
  const word = split ? roles(roleWord(live, role)) : '';
  const few = live.verdict?.word === 'insufficient-data' && role === 'candidate';
  return (
    <section
      className={styles.card}
      aria-label={split ? t('label', { version: version.version, role: word }) : version.version}
      data-role={role}
      data-dim={few || undefined}
    >
      <div className={styles.head}>
        <span className={styles.name}>
          <VersionMark role={role} size={11} />
          <h2>{version.version}</h2>
          {version.mirrored ? t('mirrored') : word}
        </span>
        <Pods pods={version.pods} />
      </div>
      {split && (
        <CardFigures
          version={version}
          beside={role === 'candidate' ? other : null}
          latencyRatio={live.release?.guard.latencyRatio ?? null}
          connections={connectionsOnly(live)}
          reasons={live.verdict?.reasons ?? []}
        />
      )}
      {version.clusters.length > 0 && <Clusters version={version} />}
      {role !== 'other' && (
        <>
          <div className={styles.chartHead}>
            <span className={styles.chosen}>
              <select
                aria-label={t('choose')}
                value={metric}
                onChange={(event) => {
                  const chosen = offered.find((one) => one === event.currentTarget.value);
                  if (chosen !== undefined) onMetric(chosen);
                }}
              >
                {offered.map((one) => (
                  <option key={one} value={one}>
                    {t(`metric.${one}`)}
                  </option>
                ))}
              </select>
              {t('chartSpan', { span })}
            </span>
            <span className={styles.keys}>
              {limit !== null && role === 'candidate' && (
                <span data-limit>{t('limit', { value: chartFormat.value(limit) })}</span>
              )}
              {other !== null && <span>{other.version}</span>}
            </span>
          </div>
          <BesideChart
            label={t('chartLabel', { metric: t(`metric.${metric}`), version: version.version })}
            times={times}
            line={{ label: version.version, values: version.series[metric], colour: tones[role] }}
            beside={other === null ? null : { label: other.version, values: other.series[metric] }}
            scale={scale}
            limit={role === 'candidate' ? limit : null}
            marks={marks}
            height={chartHeight}
            format={chartFormat}
            emptyText={t('noSamples')}
          />
          <TimeAxis times={times} marks={marks} />
        </>
      )}
      {version.pods.list.length > 0 && <PodList namespace={live.namespace} version={version} />}
      {stale !== null && <p className={styles.age}>{stale}</p>}
    </section>
  );
}

/** Pods in other clusters of the mesh have their part in a version: a row each. */
function Clusters({ version }: { version: LiveVersion }) {
  const t = useTranslations('release.card');
  const format = useFormat();
  return (
    <ul className={styles.clusters} aria-label={t('clusters', { version: version.version })}>
      {version.clusters.map(({ cluster, requestsPerSecond, successRatio }) => (
        <li key={cluster}>
          <span>{cluster === '' ? t('unknownCluster') : cluster}</span>
          <span>{format.perSecond(requestsPerSecond)}</span>
          <span>{format.percent(successRatio, 2)}</span>
        </li>
      ))}
    </ul>
  );
}

/** Each pod by name, folded until somebody asks. */
function PodList({ namespace, version }: { namespace: string; version: LiveVersion }) {
  const t = useTranslations('release.card');
  const format = useFormat();
  const now = useNow(60_000);
  return (
    <details className={styles.podList}>
      <summary>{t('podList', { count: version.pods.list.length })}</summary>
      <table aria-label={t('podsOf', { version: version.version })}>
        <thead>
          <tr>
            <th scope="col">{t('pod')}</th>
            <th scope="col">{t('podStatus')}</th>
            <th scope="col">{t('podRestarts')}</th>
            <th scope="col">{t('podAge')}</th>
          </tr>
        </thead>
        <tbody>
          {version.pods.list.map(({ name, ready, status, restarts, startedAt }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <StateMark state={ready ? 'healthy' : 'degraded'} size={12} /> {status}
                {!ready && `, ${t('notReady')}`}
              </td>
              <td>{format.count(restarts)}</td>
              <td>{startedAt === null ? '–' : format.span(Math.max(1, now - startedAt))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {version.workloads.map((one) => {
        const [at = namespace, workload = one] = one.split('/');
        return (
          <Link key={one} href={routes.workload({ namespace: at, name: workload })} prefetch={false}>
            {t('openWorkload', { workload })}
          </Link>
        );
      })}
    </details>
  );
}

function Pods({ pods }: { pods: LiveVersion['pods'] }) {
  const t = useTranslations('release.card');
  const facts: { text: string; bad: boolean }[] = [
    {
      text: t('pods', { ready: pods.ready, total: pods.total }),
      bad: pods.ready < pods.total || pods.total === 0,
    },
    { text: t('restarts', { count: pods.restarts }), bad: false },
  ];
  if (pods.oomKilled > 0) facts.push({ text: t('oom', { count: pods.oomKilled }), bad: true });
  if (pods.proxies < pods.total)
    facts.push({ text: t('noProxy', { count: pods.total - pods.proxies }), bad: true });
  return (
    <ul className={styles.pods} title={pods.images.join('\n')}>
      {facts.map(({ text, bad }) => (
        <li key={text} data-tone={bad ? 'degraded' : undefined}>
          {bad && <StateMark state="degraded" size={12} />}
          {text}
        </li>
      ))}
    </ul>
  );
}
