'use client';
/** The log of one container of the workload's pods, followed. */
import { parseAsString, useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { SelectInput } from '#components/kit/form-fields/select-input.tsx';
import { QueryProblem, useProblemText } from '#components/shell/notes/query-problem.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { saveFile } from '#components/ui/files/save-file.ts';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import type { PodDetail } from '#lib/api/traffic/details.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { logText, matchingLines } from './log-buffer.ts';
import { LogList } from './log-list.tsx';
import { LogToolbar, type LogView } from './log-toolbar.tsx';
import styles from './logs.module.css';
import { type LogSource, useLog } from './use-log.ts';

const firstView: LogView = { text: '', levels: 'all', requests: false, parsed: true, wrapped: false };

function FollowedLog({ source }: { source: LogSource }) {
  const t = useTranslations('logs');
  const format = useFormat();
  const problemText = useProblemText();
  const { buffer, state, clear, restart } = useLog(source);
  const [view, setView] = useState(firstView);
  const lines = useMemo(() => matchingLines(buffer.lines, view), [buffer, view]);
  if (state.phase === 'failed' && buffer.lines.length === 0) {
    return <QueryProblem error={state.error} title={t('unreadable')} onRetry={restart} />;
  }
  const told =
    state.phase === 'retrying' || state.phase === 'failed'
      ? t(state.phase, { why: problemText(state.error) })
      : t(state.phase);
  return (
    <>
      <LogToolbar
        view={view}
        onChange={setView}
        onClear={clear}
        onSave={() =>
          saveFile([source.pod, source.container], 'log', new Blob([logText(lines)], { type: 'text/plain' }))
        }
      />
      {lines.length > 0 ? (
        <LogList lines={lines} parsed={view.parsed} wrapped={view.wrapped} />
      ) : (
        <div className={styles.frame}>
          {buffer.lines.length > 0 ? (
            <EmptyState
              title={t('noMatch')}
              detail={t('noMatchDetail', { count: buffer.lines.length })}
              actions={
                <Button onClick={() => setView({ ...firstView, parsed: view.parsed, wrapped: view.wrapped })}>
                  {t('showAll')}
                </Button>
              }
            />
          ) : (
            state.phase !== 'opening' && <EmptyState title={t('empty')} detail={t('emptyDetail')} />
          )}
        </div>
      )}
      <div className={styles.foot}>
        <span className={styles.state} data-phase={state.phase} role="status">
          {told}
        </span>
        <span>
          {t('count', { shown: format.count(lines.length), all: format.count(buffer.lines.length) })}
        </span>
        {buffer.lost > 0 && <span>{t('lost', { count: format.count(buffer.lost) })}</span>}
        {(state.phase === 'ended' || state.phase === 'failed') && (
          <Button size="small" onClick={restart}>
            {t('again')}
          </Button>
        )}
      </div>
    </>
  );
}

export function LogsTab({ pods, namespace }: { pods: readonly PodDetail[]; namespace: string }) {
  const t = useTranslations('logs');
  const [chosen, choose] = useQueryStates(
    { pod: parseAsString, container: parseAsString },
    { history: 'replace' },
  );
  const [previous, setPrevious] = useState(false);
  const pod = pods.find(({ name }) => name === chosen.pod) ?? pods[0];
  const container = pod?.containerNames.find((name) => name === chosen.container) ?? pod?.containerNames[0];
  if (pod === undefined || container === undefined) {
    return <EmptyState title={t('noPods')} detail={t('noPodsDetail')} />;
  }
  const source = { namespace, pod: pod.name, container, previous };
  return (
    <div className={styles.logs}>
      <div className={styles.choice}>
        <div className={styles.named}>
          <span aria-hidden>{t('pod')}</span>
          <SelectInput
            label={t('pod')}
            value={pod.name}
            onChange={(name) => void choose({ pod: name, container: chosen.container })}
            options={pods.map(({ name, ready }) => ({
              value: name,
              text: ready ? name : t('podNotReady', { name }),
            }))}
          />
        </div>
        <div className={styles.named}>
          <span aria-hidden>{t('container')}</span>
          <SelectInput
            label={t('container')}
            value={container}
            onChange={(name) => void choose({ pod: pod.name, container: name })}
            options={pod.containerNames.map((name) => ({ value: name, text: name }))}
          />
        </div>
        {pod.restarts > 0 && (
          <label className={styles.switch}>
            <input type="checkbox" checked={previous} onChange={() => setPrevious(!previous)} />
            {t('previous')}
          </label>
        )}
      </div>
      <FollowedLog key={JSON.stringify(source)} source={source} />
    </div>
  );
}
