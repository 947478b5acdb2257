'use client';
/** The numbers of a version; of the candidate also what they differ by from stable's, marked where that is why the verdict is bad. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { LiveVersion, SplitLive } from '#lib/api/splits/split-live.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './card.module.css';

type Reason = NonNullable<SplitLive['verdict']>['reasons'][number];

export interface CardFiguresProps {
  version: LiveVersion;
  /** Stable, beside the candidate; null elsewhere. */
  beside: LiveVersion | null;
  latencyRatio: number | null;
  /** There are connections, and no requests. */
  connections: boolean;
  reasons: readonly Reason[];
}

interface Figure {
  name: string;
  value: string;
  unit: string;
  delta: string | null;
  /** What else belongs to it, of every version. */
  more?: string | null;
  atLeast?: boolean;
  tone: 'degraded' | 'failing' | undefined;
}

const blank = '–';

/** "136.4 /s" as number and unit: the unit is smaller. */
function parted(text: string): { value: string; unit: string } {
  const match = /^([<>≥]?[\d.,−]+)\s*(.*)$/u.exec(text);
  return match === null ? { value: text, unit: '' } : { value: match[1] ?? text, unit: match[2] ?? '' };
}

export function CardFigures({ version, beside, latencyRatio, connections, reasons }: CardFiguresProps) {
  const t = useTranslations('release.card');
  const format = useFormat();
  const slow = reasons.find((reason) => reason.code === 'latency');
  const failing = reasons.some(({ code }) => code === 'errors');
  const rising = reasons.some(({ code }) => code === 'errors-rising');
  const plus = (text: string, value: number) => (value > 0 ? `+${text}` : text);
  const latency = (name: 'p50' | 'p95' | 'p99', ms: number | null, of: number | null): Figure => {
    const change = ms === null || of === null || of <= 0 ? null : ms / of - 1;
    // The verdict may turn on a window before: what is faster now is not marked.
    const over =
      (slow?.quantile === name && (change ?? 0) > 0) || (name !== 'p50' && isSlower(ms, of, latencyRatio));
    return {
      name,
      ...parted(format.milliseconds(ms)),
      // In the last bucket only its lower end is known.
      atLeast: version.atLeast && ms === version.p99Ms,
      delta: change === null ? null : plus(format.percent(change, 0), Math.round(change * 100)),
      tone: over ? 'degraded' : undefined,
    };
  };
  /** 4xx are the callers' doing, mostly; a new version that refuses more of them than stable is to be seen. */
  const clientErrors = (): string | null => {
    const own = version.clientErrorRatio;
    const of = beside?.clientErrorRatio ?? null;
    if (own === null || (own === 0 && (of ?? 0) === 0)) return null;
    const ratio = format.percent(own, 1);
    const more = pointsOf(own, of, (value) => plus(format.decimal(value, 1), Math.round(value * 10)));
    return more === null ? t('clientErrors', { ratio }) : t('clientErrorsDelta', { ratio, more });
  };
  const figures: Figure[] = connections
    ? [
        {
          name: t('connections'),
          ...parted(format.perSecond(version.connectionsPerSecond)),
          delta: null,
          tone: undefined,
        },
        {
          name: t('throughput'),
          ...parted(format.bytesPerSecond(version.bytesPerSecond)),
          delta: null,
          tone: undefined,
        },
      ]
    : [
        {
          name: t('rate'),
          ...parted(rateText(version.requestsPerSecond, format)),
          delta:
            (version.unreachablePerSecond ?? 0) > 0
              ? t('unreachable', { rate: format.perSecond(version.unreachablePerSecond) })
              : null,
          tone: (version.unreachablePerSecond ?? 0) > 0 ? 'failing' : undefined,
        },
        {
          name: t('success'),
          ...parted(format.percent(version.successRatio, 2)),
          delta: pointsOf(version.successRatio, beside?.successRatio ?? null, (value) =>
            t('points', { value: plus(format.decimal(value, 2), Math.round(value * 100)) }),
          ),
          more: clientErrors(),
          tone: failing ? 'failing' : rising ? 'degraded' : undefined,
        },
        latency('p50', version.p50Ms, beside?.p50Ms ?? null),
        latency('p95', version.p95Ms, beside?.p95Ms ?? null),
        latency('p99', version.p99Ms, beside?.p99Ms ?? null),
      ];
  return (
    <dl className={styles.figures}>
      {figures.map((figure) => (
        <FigureCell
          key={figure.name}
          figure={beside === null && figure.tone !== 'failing' ? { ...figure, delta: null } : figure}
          prefix={figure.atLeast === true ? '≥' : ''}
        />
      ))}
    </dl>
  );
}

function FigureCell({ figure, prefix }: { figure: Figure; prefix: string }): ReactNode {
  const { name, value, unit, delta, more, tone } = figure;
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd>
        {value === blank ? value : `${prefix}${value}`}
        {unit !== '' && <small>{unit}</small>}
      </dd>
      {delta !== null && (
        <dd className={styles.delta} data-tone={tone}>
          {tone !== undefined && <StateMark state={tone} size={12} />}
          {delta}
        </dd>
      )}
      {more != null && <dd className={styles.delta}>{more}</dd>}
    </div>
  );
}

/** A rate beside another: one decimal always. */
function rateText(rate: number | null, format: ReturnType<typeof useFormat>): string {
  if (rate === null) return blank;
  const { unit } = parted(format.perSecond(rate));
  return `${format.decimal(rate, rate > 0 && rate < 0.1 ? 2 : 1)} ${unit}`;
}

function pointsOf(ratio: number | null, of: number | null, write: (points: number) => string): string | null {
  return ratio === null || of === null ? null : write((ratio - of) * 100);
}

function isSlower(ms: number | null, of: number | null, ratio: number | null): boolean {
  return ms !== null && of !== null && ratio !== null && of > 0 && ms / of > ratio && ms - of > 20;
}
