'use client';
/** What came back of a question: lines over time, a table, one value, or why there is nothing. */
import { useTranslations } from 'use-intl';
import type { ChartUnit } from '#components/kit/time-series/chart-data.ts';
import { TimeSeries } from '#components/kit/time-series/time-series.tsx';
import { useNow } from '#components/shell/use-now.ts';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import { type ExploreAnswer, exploreLimits } from '#lib/api/traffic/explore.ts';
import { rangeText } from '#lib/client/address/scope.ts';
import { serverNow } from '#lib/client/call/server-clock.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { linesOf, mostLines } from './answer-lines.ts';
import { AnswerTable } from './answer-table.tsx';
import styles from './metrics-explorer.module.css';
import { ProblemNote } from './problem-note.tsx';
import type { Answer } from './use-answer.ts';
import type { AnswerView as View } from './use-explorer-url.ts';

export interface AnswerViewProps {
  letter: string;
  query: string;
  view: View;
  unit: ChartUnit;
  answer: Answer;
  /** When the question went out, Unix seconds. */
  askedAt: number;
  onZoom(from: number, to: number): void;
}

const chartHeight = 240;

/** How long it takes, and how long it may. */
export function Progress({ since }: { since: number }) {
  const t = useTranslations('metrics.query');
  const format = useFormat();
  const elapsed = Math.min(exploreLimits.seconds, Math.max(0, useNow() - since));
  return (
    <div className={styles.progress}>
      <progress
        aria-label={t('running', { elapsed: '', most: '' })}
        max={exploreLimits.seconds}
        value={elapsed}
      />
      {elapsed >= 1 && (
        <span>
          {t('running', { elapsed: format.span(elapsed), most: format.span(exploreLimits.seconds) })}
        </span>
      )}
    </div>
  );
}

function Facts({ data, view, end }: { data: ExploreAnswer; view: View; end: number }) {
  const t = useTranslations('metrics.answer');
  const format = useFormat();
  const { times, found, type, tookMs } = data;
  const step = (times[1] ?? 0) - (times[0] ?? 0);
  const facts = [
    type === 'matrix' ? t('series', { count: found }) : t('samples', { count: found }),
    ...(view === 'chart' && step > 0 ? [t('step', { step: format.span(step) })] : []),
    view === 'chart'
      ? t('until', { time: format.dateTime(times.at(-1) ?? end) })
      : t('atMoment', { time: format.dateTime(end) }),
    t('took', { time: format.milliseconds(tookMs) }),
  ];
  return <p className={styles.facts}>{facts.join(' · ')}</p>;
}

function Notes({ data, view }: { data: ExploreAnswer; view: View }) {
  const t = useTranslations('metrics.answer');
  const format = useFormat();
  const shown = data.type === 'matrix' ? data.series.length : data.samples.length;
  // One more than is shown is all that was asked for.
  const cut = data.found > exploreLimits.series + 1 ? 'cut' : 'cutMore';
  return (
    <div className={styles.notes}>
      {data.found > shown && (
        <StaleBadge>{t(cut, { shown: format.count(shown), found: format.count(data.found) })}</StaleBadge>
      )}
      {view === 'chart' && shown > mostLines && (
        <span className={styles.dim}>{t('drawn', { drawn: format.count(mostLines) })}</span>
      )}
      {data.notes.map((note) => (
        <StaleBadge key={note}>
          {t('notes')}: <span lang="en">{note}</span>
        </StaleBadge>
      ))}
    </div>
  );
}

function Data({
  letter,
  view,
  unit,
  data,
  end,
  onZoom,
}: Omit<AnswerViewProps, 'answer' | 'askedAt'> & { data: ExploreAnswer; end: number }) {
  const t = useTranslations('metrics');
  if (data.type === 'string') return <p className={styles.text}>{data.text}</p>;
  if (data.found === 0) {
    return (
      <EmptyState
        title={t(data.keptTo === null ? 'answer.none' : 'answer.noneKept')}
        detail={t('answer.noneHint')}
      />
    );
  }
  return (
    <>
      {view === 'table' ? (
        <AnswerTable answer={data} letter={letter} unit={unit} />
      ) : (
        <TimeSeries
          title={t('query.name', { letter })}
          unit={unit}
          times={data.times}
          lines={linesOf(data.series)}
          state="ready"
          emptyText={t('answer.none')}
          height={chartHeight}
          onZoom={onZoom}
        />
      )}
      <Facts data={data} view={view} end={end} />
    </>
  );
}

export function AnswerView(props: AnswerViewProps) {
  const { view, answer, askedAt } = props;
  const t = useTranslations('metrics');
  const { data, error, isFetching, question, stopped } = answer;
  if (question === null) return null;
  if (isFetching && data === undefined) {
    return (
      <div className={styles.waiting} style={{ minHeight: chartHeight }} aria-busy>
        <Progress since={askedAt} />
      </div>
    );
  }
  if (stopped) return <p className={styles.quiet}>{t('query.stopped')}</p>;
  if (data === undefined) {
    return error === null ? null : (
      <ProblemNote query={question.query} error={error} onRetry={() => answer.refetch()} />
    );
  }
  const end = question.range?.to ?? question.at ?? serverNow();
  return (
    <div className={styles.answer}>
      <Notes data={data} view={view} />
      <Data {...props} data={data} end={end} />
    </div>
  );
}

/** As the scope's picker has it. */
export function zoomed(from: number, to: number): { range: string; at: number } {
  const wanted = Math.max(60, Math.ceil(to - from));
  const middle = (from + to) / 2;
  return { range: rangeText(wanted), at: Math.ceil(middle + wanted / 2) };
}
