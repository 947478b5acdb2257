'use client';
/** One split, live: what is configured, what is observed, whether it is good, and what to do. */
import { useQuery } from '@tanstack/react-query';
import { useId, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { staleAfterSeconds } from '#components/shell/frame/live-indicator.tsx';
import { NoMesh } from '#components/shell/notes/no-mesh.tsx';
import { WarningNotes } from '#components/shell/notes/warning-notes.tsx';
import { useRoutable } from '#components/shell/split-entry/use-routable.ts';
import { useMayWrite } from '#components/shell/use-may-write.ts';
import { useNow } from '#components/shell/use-now.ts';
import { TabList } from '#components/ui/page/tab-list.tsx';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import type { ObjectName } from '#lib/client/address/routes.ts';
import { ApiError } from '#lib/client/call/api-error.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { lateAfterSeconds } from '#lib/metrics/window-beat.ts';
import { RunResultNotice } from './act/run-result.tsx';
import { type SplitRun, useSplitRun } from './act/use-split-run.ts';
import { isOver, withRoles } from './live-split.ts';
import { Faults, Nothing, Notices, Vanished } from './notices/notices.tsx';
import styles from './page.module.css';
import { SplitHeader } from './split-header.tsx';
import { SplitProblem, SplitSkeleton } from './split-states.tsx';
import { StepRail } from './steps/step-rail.tsx';
import { Events } from './told/events.tsx';
import { HistoryTab, HistoryTable } from './told/history-tab.tsx';
import { NotesTab } from './told/notes-tab.tsx';
import { ObjectsTab } from './told/objects-tab.tsx';
import { splitTabs, useSplitUrl } from './use-split-url.ts';
import { VerdictLine } from './verdict/verdict-line.tsx';
import { Callers } from './versions/callers.tsx';
import { Cards } from './versions/cards.tsx';
import { Shares } from './versions/shares.tsx';

export function SplitPage(split: ObjectName) {
  const { release } = useSplitUrl();
  const query = useQuery(queries.split({ ...split, release }));
  const isRoutable = useRoutable();
  // What was split before Istio was taken away is still told.
  if (!isRoutable && (query.data === undefined || query.data.state === 'none')) return <NoMesh />;
  if (query.data !== undefined)
    return <Loaded key={query.data.release?.id ?? ''} live={query.data} error={query.error} />;
  if (query.error === null) return <SplitSkeleton {...split} />;
  return <SplitProblem split={split} error={query.error} onRetry={() => query.refetch()} />;
}

/** `error`: of the last question, which leaves the last answer on the screen. */
function Loaded({ live: answer, error }: { live: SplitLive; error: unknown }) {
  const live = useMemo(() => withRoles(answer), [answer]);
  const t = useTranslations('release');
  const format = useFormat();
  const id = useId();
  const { tab, set } = useSplitUrl();
  const run = useSplitRun(live);
  const mayWrite = useMayWrite(live.namespace);
  // Whoever has some right is a developer: what is missing is said. A viewer is left in peace.
  const vanished = error instanceof ApiError && error.code === 'not-found';
  const mayAct = !vanished && (mayWrite || live.may.write);
  const counts = {
    live: undefined,
    history: format.count(live.timeline.length),
    // DestinationRules stand there too, and are known once it is open.
    objects: undefined,
    notes: format.count(live.timeline.filter(({ kind }) => kind === 'note').length),
  };
  return (
    <div className={styles.page}>
      <SplitHeader
        live={live}
        run={run}
        isViewer={!mayAct}
        vanished={vanished}
        tabs={
          <TabList
            label={t('tabs')}
            id={id}
            current={tab}
            onChange={(next) => void set({ tab: next })}
            tabs={splitTabs.map((name) => ({ name, label: t(`tab.${name}`), count: counts[name] }))}
          />
        }
      />
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`} className={styles.panel}>
        {tab === 'live' && (
          <LiveTab
            live={live}
            run={run}
            mayAct={mayAct}
            failed={error !== null}
            vanished={vanished}
            onHistory={() => void set({ tab: 'history' })}
          />
        )}
        {/* Actions stand on every tab, and so does what came of them. */}
        {tab !== 'live' && (vanished || run.result !== null) && (
          <div className={styles.said}>
            {vanished && <Vanished live={live} />}
            <RunResultNotice live={live} run={run} />
          </div>
        )}
        {tab === 'history' && <HistoryTab live={live} run={run} mayAct={mayAct} />}
        {tab === 'objects' && <ObjectsTab live={live} />}
        {tab === 'notes' && <NotesTab live={live} run={run} mayAct={mayAct} />}
      </div>
    </div>
  );
}

interface LiveTabProps {
  live: SplitLive;
  run: SplitRun;
  mayAct: boolean;
  /** The last question was not answered. */
  failed: boolean;
  /** The service was deleted, or hidden, while this was watched. */
  vanished: boolean;
  onHistory: () => void;
}

function LiveTab({ live, run, mayAct, failed, vanished, onHistory }: LiveTabProps) {
  const t = useTranslations('release');
  const stale = useStale(live, failed);
  const obeyed = live.verdict?.word !== 'not-obeyed';
  // Of what is over nothing is measured any more.
  const shown = live.versions.length > 0 && live.state !== 'past';
  // What a caller gets is told of a candidate: a split without a record has none.
  const callers = shown && live.release !== null && <Callers live={live} />;
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <div className={styles.notes} role="status">
          {stale !== null && <StaleBadge>{t('stale', { age: stale })}</StaleBadge>}
          <WarningNotes warnings={live.warnings} />
        </div>
        {vanished && <Vanished live={live} />}
        <RunResultNotice live={live} run={run} />
        {live.state === 'none' ? (
          <>
            <Faults live={live} />
            <Nothing live={live} mayAct={mayAct} />
          </>
        ) : (
          <Notices live={live} run={run} mayAct={mayAct} />
        )}
        {live.state === 'past' && <HistoryTable live={live} />}
        {live.state === 'tracked' && !isOver(live) && <VerdictLine live={live} />}
        {shown && live.state !== 'none' && <Shares live={live} />}
        {/* Who goes past the split is what matters first then. */}
        {!obeyed && callers}
        {shown && (
          <Cards
            live={live}
            stale={stale === null || live.metrics !== 'ok' ? null : t('stale', { age: stale })}
          />
        )}
        {obeyed && callers}
      </div>
      <aside className={styles.rail}>
        <StepRail live={live} />
        <Events live={live} onAll={onHistory} />
      </aside>
    </div>
  );
}

/** How old the numbers are, once that is old. */
function useStale(live: SplitLive, failed: boolean): string | null {
  const format = useFormat();
  const now = useNow(5000);
  if (live.metricsAt === null) return null;
  const age = Math.max(0, now - live.metricsAt);
  const late = Math.max(staleAfterSeconds, lateAfterSeconds(live.windowSeconds));
  return age > late || (failed && age > staleAfterSeconds) ? format.age(age) : null;
}
