'use client';
/** Rate, errors and p95 over a longer time than the numbers beside them, as lines. TCP has its throughput. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { Sparkline } from '#components/kit/sparkline.tsx';
import type { HealthState } from '#lib/api/traffic/graph.ts';
import type { Series } from '#lib/api/traffic/series.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { PanelSection } from './panel-frame.tsx';
import { type TrendTarget, trendRange } from './series-target.ts';
import panel from './side-panel.module.css';
import styles from './trends.module.css';

export interface TrendsProps {
  trend: TrendTarget;
  tcp: boolean;
  windowSeconds: number;
  /** Unix seconds; null means now. */
  at: number | null;
  blame: { errors: HealthState | undefined; latency: HealthState | undefined };
}

type Measure = Series['series'][number]['measure'];

/** The only series of a measure; several (sent and received) are added. */
function valuesOf(answer: Series | undefined, measures: readonly Measure[]): (number | null)[] {
  const found = answer?.series.filter(({ measure }) => measures.includes(measure)) ?? [];
  return (answer?.times ?? []).map((_, index) => {
    const known = found.flatMap(({ values }) => values[index] ?? []);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
  });
}

const points = 60;

function tone(state: HealthState | undefined) {
  return state === 'failing' || state === 'degraded' ? state : 'quiet';
}

export function Trends({ trend, tcp, windowSeconds, at, blame }: TrendsProps) {
  const t = useTranslations('explore.trend');
  const format = useFormat();
  const range = trendRange(windowSeconds);
  const { data, isError } = useQuery(
    queries.series({
      ...trend.target,
      direction: trend.direction,
      metrics: tcp ? ['tcp'] : ['requests', 'errors', 'latency'],
      by: 'none',
      range,
      at,
      points,
    }),
  );
  const lines = tcp
    ? [
        {
          name: 'throughput',
          values: valuesOf(data, ['tcpSentBytesPerSecond', 'tcpReceivedBytesPerSecond']),
          write: format.bytesPerSecond,
          state: undefined,
        } as const,
      ]
    : ([
        {
          name: 'rate',
          values: valuesOf(data, ['requestsPerSecond']),
          write: format.perSecond,
          state: undefined,
        },
        {
          name: 'errors',
          values: valuesOf(data, ['errorRatio']),
          write: (value: number | null) => format.percent(value),
          state: blame.errors,
        },
        {
          name: 'p95',
          values: valuesOf(data, ['p95Ms']),
          write: format.milliseconds,
          state: blame.latency,
        },
      ] as const);
  const seconds = data ? data.times.length * data.stepSeconds : null;
  const note = seconds === null ? undefined : t('last', { span: format.span(seconds) });
  return (
    <PanelSection title={t('title')} note={note}>
      {isError && !data ? (
        <p className={panel.dim}>{t('failed')}</p>
      ) : (
        <ul className={styles.trends} aria-busy={!data}>
          {lines.map(({ name, values, write, state }) => {
            const known = values.filter((value) => value !== null);
            const last = known.at(-1) ?? null;
            const most = known.length === 0 ? null : Math.max(...known);
            return (
              <li key={name}>
                <span>{t(name)}</span>
                <Sparkline
                  series={values}
                  width={120}
                  height={26}
                  tone={tone(state)}
                  label={t('line', { name: t(name), last: write(last), most: write(most) })}
                />
                <span className={panel.number} data-state={state}>
                  {write(last)}
                </span>
                <span className={styles.most} title={t('most')}>
                  {write(most)}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </PanelSection>
  );
}
