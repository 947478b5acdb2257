'use client';
/** One trace: spans below who caused them, when and how long; tags and logs of the open one. */
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, ChevronDown, ChevronRight } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useTranslations } from 'use-intl';
import { spelledOut } from '#components/kit/hidden-letters.ts';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { ScrollRegion } from '#components/ui/page/scroll-region.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import type { TraceSpan } from '#lib/api/traffic/traces.ts';
import { ApiError } from '#lib/client/call/api-error.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { boundsOf, type Row, waterfall } from '#lib/traces/waterfall.ts';
import { SourceNote } from './source-note.tsx';
import { barOf, rowKey, shownRows } from './span-rows.ts';
import styles from './traces.module.css';

type Whole = ReturnType<typeof boundsOf>;

function Details({ span, whole }: { span: TraceSpan; whole: Whole }) {
  const t = useTranslations('traces.trace');
  const format = useFormat();
  return (
    <div className={styles.details}>
      <h3>{t('tags')}</h3>
      {span.tags.length === 0 ? (
        <p className={styles.dim}>{t('noTags')}</p>
      ) : (
        <dl>
          {span.tags.map(([name, value]) => (
            <Fragment key={`${name}=${value}`}>
              <dt>{name}</dt>
              <dd>{spelledOut(value)}</dd>
            </Fragment>
          ))}
        </dl>
      )}
      {span.logs.length > 0 && (
        <>
          <h3>{t('logs')}</h3>
          <dl>
            {span.logs.map(({ atUs, fields }) => (
              <Fragment key={`${atUs} ${JSON.stringify(fields)}`}>
                <dt>{t('at', { time: format.milliseconds((atUs - whole.startUs) / 1000) })}</dt>
                <dd>{spelledOut(fields.map(([name, value]) => `${name}=${value}`).join('  '))}</dd>
              </Fragment>
            ))}
          </dl>
        </>
      )}
    </div>
  );
}

interface SpanRowProps {
  row: Row<TraceSpan>;
  whole: Whole;
  folded: boolean;
  open: boolean;
  onFold(): void;
  onToggle(): void;
}

function SpanRow({ row: { span, depth, children }, whole, folded, open, onFold, onToggle }: SpanRowProps) {
  const t = useTranslations('traces');
  const format = useFormat();
  const name = span.restricted ? t('restricted') : span.service;
  const bar = barOf(span, whole);
  const Chevron = folded ? ChevronRight : ChevronDown;
  return (
    <>
      <tr data-restricted={span.restricted || undefined}>
        <td>
          <span className={styles.name} style={{ paddingLeft: Math.min(depth, 12) * 14 }}>
            {children > 0 ? (
              <button
                type="button"
                className={styles.chevron}
                aria-expanded={!folded}
                aria-label={t(folded ? 'trace.unfold' : 'trace.fold', { name })}
                onClick={onFold}
              >
                <Chevron size={14} aria-hidden />
              </button>
            ) : (
              <span className={styles.chevron} />
            )}
            {span.error && <StateMark state="failing" size={13} label={t('trace.error')} />}
            {span.restricted ? (
              <span className={styles.dim} title={t('restrictedHint')}>
                {name}
              </span>
            ) : (
              <button
                type="button"
                className={styles.spanLink}
                title={span.name === '' ? undefined : `${name} ${span.name}`}
                aria-expanded={open}
                onClick={onToggle}
              >
                {/* The space is for who hears it. */}
                <span className={styles.spanService}>{name}</span>{' '}
                <span className={styles.spanName}>
                  {span.name === '' ? t('hiddenCall') : span.name}{' '}
                  {span.kind !== 'other' && t(`trace.kind.${span.kind}`)}
                </span>
              </button>
            )}
          </span>
        </td>
        <td>
          <span className={styles.lane}>
            <span
              className={styles.bar}
              data-error={span.error || undefined}
              data-restricted={span.restricted || undefined}
              style={{ left: `${bar.left}%`, width: `${bar.width}%` }}
              title={t('trace.starts', { time: format.milliseconds((span.startUs - whole.startUs) / 1000) })}
            />
          </span>
        </td>
        <td data-numeric>{format.milliseconds(span.durationUs / 1000)}</td>
      </tr>
      {open && (
        <tr>
          <td colSpan={3}>
            <Details span={span} whole={whole} />
          </td>
        </tr>
      )}
    </>
  );
}

const quarters = [0, 0.25, 0.5, 0.75] as const;

function Waterfall({ spans }: { spans: readonly TraceSpan[] }) {
  const t = useTranslations('traces');
  const format = useFormat();
  const [folded, setFolded] = useState<ReadonlySet<string>>(() => new Set());
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set());
  const whole = boundsOf(spans);
  const toggled = (before: ReadonlySet<string>, key: string) => {
    const next = new Set(before);
    if (!next.delete(key)) next.add(key);
    return next;
  };
  return (
    <ScrollRegion label={t('trace.span')}>
      <table className={styles.waterfall}>
        <thead>
          <tr>
            <th scope="col">{t('trace.span')}</th>
            <th scope="col">
              <VisuallyHidden>{t('scatter.title')}</VisuallyHidden>
              <span className={styles.scale} aria-hidden>
                {quarters.map((part) => (
                  <span key={part}>{format.milliseconds((whole.durationUs * part) / 1000)}</span>
                ))}
              </span>
            </th>
            <th scope="col" data-numeric>
              {t('list.duration')}
            </th>
          </tr>
        </thead>
        <tbody>
          {shownRows(waterfall(spans), folded).map((row) => {
            const key = rowKey(row.span);
            return (
              <SpanRow
                key={key}
                row={row}
                whole={whole}
                folded={folded.has(key)}
                open={open.has(key)}
                onFold={() => setFolded((before) => toggled(before, key))}
                onToggle={() => setOpen((before) => toggled(before, key))}
              />
            );
          })}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

export function TraceView({ id, onBack }: { id: string; onBack: () => void }) {
  const t = useTranslations('traces');
  const format = useFormat();
  const answer = useQuery(queries.trace(id));
  const { data, error } = answer;
  const trace = data?.trace ?? null;
  const whole = trace === null ? null : boundsOf(trace.spans);
  const restricted = trace?.spans.filter((span) => span.restricted).length ?? 0;
  const isGone = error instanceof ApiError && error.code === 'not-found';
  return (
    <section className={styles.trace} aria-label={t('trace.title', { id })}>
      <div className={styles.traceHead}>
        <Button size="small" leading={<ArrowLeft size={14} aria-hidden />} onClick={onBack}>
          {t('trace.back')}
        </Button>
        <h2>{t('trace.title', { id: id.slice(0, 16) })}</h2>
        {trace !== null && whole !== null && (
          <span className={styles.dim}>
            {t('trace.facts', {
              spans: trace.spans.length,
              duration: format.milliseconds(whole.durationUs / 1000),
              time: format.dateTime(whole.startUs / 1e6),
            })}
          </span>
        )}
      </div>
      {restricted > 0 && <p className={styles.dim}>{t('restrictedSpans', { count: restricted })}</p>}
      {trace?.cut && <StaleBadge>{t('trace.cut', { count: format.count(trace.spans.length) })}</StaleBadge>}
      {isGone ? (
        <EmptyState title={t('trace.gone')} detail={t('trace.goneHint')} />
      ) : error !== null ? (
        <QueryProblem error={error} title={t('failed')} onRetry={() => answer.refetch()} />
      ) : data === undefined ? (
        <SkeletonBar width={320} />
      ) : trace === null ? (
        <SourceNote source={data} />
      ) : (
        <Waterfall spans={trace.spans} />
      )}
    </section>
  );
}
