'use client';
/** Traces of a service or of one of its calls: as dots over time, as a list, and one of them as a waterfall. */
import { useQuery } from '@tanstack/react-query';
import { RefreshCw, X } from 'lucide-react';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { SelectInput } from '#components/kit/form-fields/select-input.tsx';
import { spelledOut } from '#components/kit/hidden-letters.ts';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { useScope } from '#components/shell/use-scope.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { pageRanges, rangeSeconds } from '#lib/client/address/scope.ts';
import { serverNow } from '#lib/client/call/server-clock.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { Scatter } from './scatter.tsx';
import { SourceNote } from './source-note.tsx';
import { TraceList } from './trace-list.tsx';
import { TraceView } from './trace-view.tsx';
import styles from './traces.module.css';
import { appText, readApp, useTracesUrl } from './use-traces-url.ts';

const leastChoices = [null, 10, 50, 100, 250, 500, 1000, 5000] as const;

/** Apps that run anywhere that the reader sees. */
function useApps(): string[] {
  const { data } = useQuery(queries.workloads({ namespaces: null, window: '1m' }));
  const apps = data?.workloads.map(({ namespace, app, name }) => `${namespace}/${app || name}`) ?? [];
  return [...new Set(apps)].sort();
}

function Answer({ range, at }: { range: string; at: number | null }) {
  const t = useTranslations('traces');
  const format = useFormat();
  const { subject, peer, traceId, minMs, open, setMinMs } = useTracesUrl();
  const answer = useQuery(queries.traces(subject === null ? null : { ...subject, peer, range, at, minMs }));
  const { data, error, isPlaceholderData } = answer;
  if (subject === null) return null;
  const name = `${subject.app}.${subject.namespace}`;
  const peerName = peer === null ? null : `${peer.app}.${peer.namespace}`;
  const to = at ?? (answer.dataUpdatedAt === 0 ? serverNow() : serverNow(answer.dataUpdatedAt));
  const traces = data?.traces ?? [];
  // Of a busy service the store has told of its newest alone: there may be others.
  const newest = data?.limited === true;
  const noneTitle =
    peerName === null
      ? t(newest ? 'noneNewest' : 'none', { name })
      : t(newest ? 'noneNewestEdge' : 'noneEdge', { name, peer: peerName });
  return (
    <>
      <div className={styles.toolbar}>
        <SelectInput
          label={t('least')}
          value={String(minMs ?? '')}
          width={150}
          onChange={(next) => setMinMs(next === '' ? null : Number(next))}
          options={leastChoices.map((ms) => ({
            value: String(ms ?? ''),
            text: ms === null ? t('leastAll') : `≥ ${format.milliseconds(ms)}`,
          }))}
        />
        <Button
          leading={<RefreshCw size={14} aria-hidden />}
          aria-busy={answer.isFetching}
          onClick={() => void answer.refetch()}
        >
          {t('refresh')}
        </Button>
        {data?.state === 'ok' && (
          <span className={styles.dim} role="status">
            {[
              t('count', { count: traces.length }),
              t('failedCount', { count: traces.filter(({ errors }) => errors > 0).length }),
            ].join(' · ')}
          </span>
        )}
        {data?.limited && (
          <span className={styles.dim}>
            {peer === null && traces.length > 0 ? t('limited') : t('limitedSearch', { name })}
          </span>
        )}
      </div>
      {error !== null && data === undefined ? (
        <QueryProblem error={error} title={t('failed')} onRetry={() => answer.refetch()} />
      ) : data === undefined ? (
        <SkeletonBar width={320} />
      ) : data.state !== 'ok' ? (
        <SourceNote source={data} />
      ) : traces.length === 0 && !isPlaceholderData ? (
        <EmptyState title={noneTitle} detail={data.limited ? undefined : t('noneHint')} />
      ) : (
        <>
          <Scatter
            traces={traces}
            from={to - (rangeSeconds(range) ?? 900)}
            to={to}
            openId={traceId}
            onOpen={open}
          />
          <TraceList traces={traces} openId={traceId} onOpen={open} />
        </>
      )}
    </>
  );
}

export function TracesPage() {
  const t = useTranslations('traces');
  const { range, at } = useScope();
  const { subject, peer, unreadable, traceId, choose, forgetPeer, open } = useTracesUrl();
  const noteId = useId();
  const apps = useApps();
  const chosen = range ?? pageRanges.traces.fallback;
  return (
    <div className={styles.page}>
      <header>
        <h1>{t('title')}</h1>
        <p className={styles.lead}>{t('lead')}</p>
      </header>
      {traceId === null && (
        <div className={styles.subject}>
          <SelectInput
            label={t('service')}
            value={subject === null ? '' : appText(subject)}
            width={300}
            wrong={unreadable !== null}
            describedBy={unreadable === null ? undefined : noteId}
            onChange={(next) => {
              const app = readApp(next);
              if (app !== null) choose(app);
            }}
            options={[
              ...(subject === null ? [{ value: '', text: t('choose'), disabled: true }] : []),
              ...apps.map((value) => ({ value, text: value })),
            ]}
          />
          {unreadable !== null && (
            <span id={noteId} className={styles.unreadable} role="alert">
              {t('unreadable', { text: spelledOut(unreadable.slice(0, 80)) })}
            </span>
          )}
          {peer !== null && subject !== null && (
            <>
              <span>{t('calls', { name: appText(peer) })}</span>
              <Button
                size="small"
                aria-label={t('anyPeer', { name: appText(subject) })}
                leading={<X size={13} aria-hidden />}
                onClick={forgetPeer}
              >
                {t('anyPeer', { name: appText(subject) })}
              </Button>
            </>
          )}
        </div>
      )}
      {traceId !== null ? (
        <TraceView key={traceId} id={traceId} onBack={() => open(null)} />
      ) : subject === null || unreadable !== null ? (
        <EmptyState title={t('choose')} detail={t('chooseHint')} />
      ) : (
        <Answer range={chosen} at={at} />
      )}
    </div>
  );
}
