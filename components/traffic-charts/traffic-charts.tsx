'use client';
/**
 * The traffic of a service, workload, app, namespace or edge over time: requests by status, errors, latency as percentiles and as a heat
 * map, throughput, gRPC and TCP; as a whole, or split by version, peer, protocol or flags. Pages place it where they have room for it.
 */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { ChartGroupProvider } from '#components/kit/time-series/chart-group.tsx';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import type { Series } from '#lib/api/traffic/series.ts';
import type { SeriesGrouping, SeriesMetric } from '#lib/api/traffic/series-words.ts';
import { rangeSeconds } from '#lib/client/address/scope.ts';
import { queries } from '#lib/client/queries/queries.ts';
import type { SeriesTarget } from '#lib/client/queries/series-question.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { ChartGrid, type ChartLimits } from './chart-grid.tsx';
import { ChartNotes } from './chart-notes.tsx';
import { ChartsToolbar } from './charts-toolbar.tsx';
import styles from './traffic-charts.module.css';
import { type ChartsUrl, useChartsUrl } from './use-charts-url.ts';

export interface TrafficChartsProps {
  subject: SeriesTarget;
  limits?: ChartLimits;
}

const wholeMetrics: readonly SeriesMetric[] = ['errors', 'latency', 'bytes', 'grpc', 'tcp', 'heatmap'];
const splitMetrics: readonly SeriesMetric[] = ['requests', 'errors', 'latency', 'bytes', 'grpc', 'tcp'];
const partMetrics: readonly SeriesMetric[] = ['heatmap'];

function useTraffic(
  subject: SeriesTarget,
  { dir, span, until }: ChartsUrl,
  by: SeriesGrouping,
  metrics: readonly SeriesMetric[],
  enabled = true,
) {
  const question = { ...subject, direction: dir, metrics, by, range: span, at: until };
  return useQuery({ ...queries.series(question), enabled });
}

/** Some series says that there was traffic. */
function hasTraffic(answers: readonly (Series | undefined)[]): boolean {
  return answers.some((answer) =>
    answer?.series.some(
      ({ measure, values }) => !measure.endsWith('Ratio') && values.some((value) => value !== null),
    ),
  );
}

function Charts({ subject, limits }: TrafficChartsProps) {
  const t = useTranslations('charts');
  const format = useFormat();
  const url = useChartsUrl();
  const whole = useTraffic(subject, url, 'none', wholeMetrics);
  const split = useTraffic(subject, url, url.by, url.by === 'code' ? ['requests'] : splitMetrics);
  // Many numbers: asked for once somebody wants to see them.
  const wantsPart = url.part !== null && url.by !== 'code';
  const heat = useTraffic(subject, url, url.by, partMetrics, wantsPart);
  const asked = wantsPart ? [whole, split, heat] : [whole, split];
  const loading = whole.data === undefined || split.data === undefined;
  const problem = asked.find(({ isError, data }) => isError && data === undefined);
  const span = format.span(rangeSeconds(url.span));
  const silent = !loading && !hasTraffic([whole.data, split.data]);
  return (
    <section className={styles.section} aria-label={t('title')}>
      <ChartsToolbar subject={subject} url={url} />
      <ChartNotes
        answers={asked.flatMap(({ data }) => data ?? [])}
        failed={asked.some(({ isError }) => isError)}
        past={url.until !== null}
      />
      {problem !== undefined ? (
        <QueryProblem
          error={problem.error}
          title={t('failed')}
          onRetry={() => {
            for (const one of asked) void one.refetch();
          }}
        />
      ) : silent ? (
        <EmptyState
          title={
            whole.data?.metricsAt === null
              ? t('noMetrics')
              : url.until === null
                ? t(`noTraffic.${url.dir}`, { span })
                : t(`noTrafficThen.${url.dir}`)
          }
          detail={whole.data?.metricsAt === null ? t('noMetricsDetail') : t('noTrafficDetail')}
        />
      ) : (
        <ChartGrid whole={whole.data} split={split.data} heat={heat.data} url={url} limits={limits} />
      )}
    </section>
  );
}

/** Another subject is another set of charts: nothing of the one before is shown under the new name. */
export function TrafficCharts(props: TrafficChartsProps) {
  return (
    <ChartGroupProvider key={JSON.stringify(props.subject)}>
      <Charts {...props} />
    </ChartGroupProvider>
  );
}
