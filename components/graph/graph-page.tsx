'use client';
/** The live graph: toolbar, picture or tables, and the panel of what is selected. The URL holds the state. */
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useGraphWords } from '#components/mesh-drawing/use-graph-words.ts';
import { EarlyQuestion } from '#components/shell/document/early-question.tsx';
import { usePageKeys } from '#components/shell/frame/page-keys.ts';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { useScope } from '#components/shell/use-scope.ts';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { pageRanges, rangeSeconds } from '#lib/client/address/scope.ts';
import { graphPath } from '#lib/client/queries/graph-query.ts';
import { queries } from '#lib/client/queries/queries.ts';
import type { Box } from '#lib/graph/views/boxes.ts';
import { type Compared, useComparison } from './compare/use-comparison.ts';
import { useDifferenceWords } from './compare/use-difference-words.ts';
import { focusedId, toggleFullScreen } from './document-state.ts';
import { type DrawnGraph, GraphParts } from './drawn-graph.tsx';
import { DueNote } from './due-note.tsx';
import { dueAt } from './due-of.ts';
import { FindBox } from './find/find-box.tsx';
import { HideBox } from './find/hide-box.tsx';
import { sizeOf } from './find/use-find.ts';
import { onlySlow, withContext } from './findings.ts';
import { FoldPanel } from './fold/fold-panel.tsx';
import { lifted } from './fold/graph-folding.ts';
import { GraphMap, type GraphMapHandle } from './graph-map.tsx';
import type { MenuRequest } from './graph-menu.tsx';
import { GraphNotes } from './graph-notes.tsx';
import styles from './graph-page.module.css';
import { GraphEmpty, GraphSkeleton, isEmpty } from './graph-states.tsx';
import { NarrowedBar } from './narrowed-bar.tsx';
import { findSelection } from './selection.ts';
import { subjectOf } from './subject.ts';
import { ReplayBar } from './time/replay-bar.tsx';
import { Scrubber } from './time/scrubber.tsx';
import { type Replay, usePlaying, useReplay } from './time/use-replay.ts';
import { isTooLong } from './time/window-choice.ts';
import { WindowNotice } from './time/window-notice.tsx';
import type { ExportFormat } from './toolbar/export-formats.ts';
import { GraphPills } from './toolbar/graph-pills.tsx';
import { GraphToolbar } from './toolbar/graph-toolbar.tsx';
import { useExport } from './toolbar/use-export.ts';
import { useGraphActions } from './use-graph-actions.ts';
import { type GraphUrl, useGraphUrl } from './use-graph-url.ts';
import { useKept } from './use-kept.ts';

const GraphTables = dynamic(() => import('./graph-tables.tsx').then((module) => module.GraphTables), {
  ssr: false,
  // What stands below keeps its place.
  loading: () => <div className={styles.main} />,
});

const SidePanel = dynamic(() => import('./panel/side-panel.tsx').then((module) => module.SidePanel), {
  ssr: false,
});

const ComparisonBar = dynamic(
  () => import('./compare/comparison-bar.tsx').then((module) => module.ComparisonBar),
  { ssr: false },
);

const GraphMenu = dynamic(() => import('./graph-menu.tsx').then((module) => module.GraphMenu), {
  ssr: false,
});

const panelWidth = 360;

interface LoadedGraphProps {
  graph: Graph;
  failed: boolean;
  replay: Replay;
  compared: Compared;
  onRetry: () => void;
}

function LoadedGraph(props: LoadedGraphProps) {
  const url = useGraphUrl();
  const { namespaces } = useScope();
  return (
    <GraphParts whole={props.graph} url={url} namespaces={namespaces}>
      {(drawn) => <WholePage {...props} whole={props.graph} {...drawn} url={url} />}
    </GraphParts>
  );
}

interface WholePageProps extends Omit<LoadedGraphProps, 'graph'>, DrawnGraph {
  whole: Graph;
  url: GraphUrl;
}

function WholePage(props: WholePageProps) {
  const { whole, failed, replay, compared, onRetry, url } = props;
  const { kept, graph, findings, found, matching, folding, picture } = props;
  const t = useTranslations('graph');
  const words = useGraphWords();
  const map = useRef<GraphMapHandle>(null);
  const page = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<MenuRequest | null>(null);
  const { labels, find, hide, show, focus, view, around, overlays } = url;
  const selection = useMemo(() => findSelection(graph, focus), [graph, focus]);
  const { comparison, tools } = compared;
  const differences = useMemo(
    () => (comparison === null || tools === null ? null : tools.differenceLists(graph, comparison)),
    [graph, comparison, tools],
  );
  const differing = useMemo(
    () => (differences === null || tools === null ? null : tools.allDifferences(differences)),
    [differences, tools],
  );
  const emphasis = useMemo(() => {
    if (found !== null) return withContext(graph, found.marked);
    if (show !== null) return withContext(graph, findings[show]);
    return differing === null ? null : withContext(graph, differing);
  }, [graph, found, show, findings, differing]);
  const { set } = url;
  const differenceWords = useDifferenceWords();
  const model = useMemo(
    () =>
      comparison === null || tools === null || differences === null
        ? folding.model
        : tools.withDifferences(
            folding.model,
            comparison,
            differenceWords,
            tools.differencesWithin(differences, folding.folded.standIns),
          ),
    [folding.model, folding.folded, comparison, differences, tools, differenceWords],
  );
  const toggle = (box: Box) => void set(folding.toggled(box), { history: 'push' });
  /** A box by itself; anything else by what it lies in, the innermost first. */
  const foldsOf = (id: string | null) => {
    const box = folding.boxOf(id);
    const boxes = box ? [box] : id === null ? [] : folding.enclosing(subjectOf(graph, id)?.nodes ?? []);
    return boxes.map((one) => ({ box: one, folded: folding.isFolded(one), toggle: () => toggle(one) }));
  };
  const toggleBox = (id: string | null) => foldsOf(id)[0]?.toggle();
  const drawnEmphasis = useMemo(() => lifted(folding.folded, emphasis), [emphasis, folding.folded]);
  const select = useCallback((id: string | null) => void set({ focus: id }), [set]);
  const visit = (id: string, also: Parameters<typeof set>[0] = {}) => {
    void set({ ...folding.opening(id), ...also, focus: id });
    map.current?.show(id);
  };
  const step = (direction: 1 | -1) => {
    const ids = found?.ids ?? [];
    const at = ids.indexOf(focus ?? '');
    const id = ids.at(at === -1 && direction === -1 ? -1 : (at + direction) % ids.length);
    if (id !== undefined) visit(id);
  };
  const compareWith = (vs: string | null) => void set({ vs }, { history: 'push' });
  const actions = useGraphActions(whole, url);
  const fullScreen = () => toggleFullScreen(page.current);
  const exportAs = useExport(graph);
  const save = (format: ExportFormat) => exportAs(format, map.current?.drawing() ?? null);
  usePageKeys({
    f: () => map.current?.fit(),
    F: fullScreen,
    l: actions.nextLabels,
    t: actions.otherView,
    n: () => {
      const id = focusedId() ?? focus;
      if (id !== null) actions.around(id);
    },
    o: () => toggleBox(focusedId() ?? focus),
    Escape: () => {
      if (focus === null && around !== null) actions.everything();
    },
  });
  return (
    <div ref={page} className={styles.loaded} data-replaying={replay.at !== null || undefined}>
      <h1 className={styles.hidden}>{t('title')}</h1>
      <GraphToolbar
        url={url}
        onFullScreen={fullScreen}
        onExport={save}
        onArrange={() => map.current?.arrangeAgain()}
        folding={folding}
        pills={
          isEmpty(graph) ? null : (
            <GraphPills
              findings={findings}
              active={show}
              current={focus}
              onlySlow={onlySlow(graph)}
              judged={graph.nodes.some(({ health }) => health.state === 'healthy')}
              onStep={(name, id) => {
                visit(id, { show: name, find: '' });
              }}
              onStop={() => void url.set({ show: null })}
            />
          )
        }
        find={
          <>
            <FindBox
              graph={graph}
              value={find}
              matches={found?.ids.length ?? null}
              onChange={(text) => void url.set({ find: text, show: null })}
              onStep={step}
            />
            <HideBox
              graph={whole}
              value={hide}
              hidden={sizeOf(whole) - sizeOf(kept)}
              onChange={(text) => void url.set({ hide: text }, { history: 'push' })}
            />
          </>
        }
      />
      <ReplayBar replay={replay} graph={graph} failed={failed} onRetry={onRetry} />
      {compared.state !== 'off' && (
        <ComparisonBar
          compared={compared}
          graph={graph}
          vs={url.vs}
          playing={replay.playing}
          now={replay.now}
          onChoose={compareWith}
          onVisit={(id) => visit(id)}
        />
      )}
      <GraphNotes graph={graph} failed={failed} past={replay.at !== null} />
      <NarrowedBar graph={whole} shown={graph} url={url} words={words} />
      <div ref={content} className={styles.content}>
        <div className={styles.main}>
          {isEmpty(graph) ? (
            <div className={styles.empty}>
              <GraphEmpty
                graph={whole}
                narrowed={isEmpty(whole) ? null : around === null ? 'hidden' : 'gone'}
                onWiden={actions.everything}
              />
            </div>
          ) : view === 'map' ? (
            <GraphMap
              model={model}
              picture={picture}
              drawn={folding.name}
              base={folding.base}
              labels={labels}
              overlays={overlays}
              selected={folding.drawn(focus)}
              emphasis={drawnEmphasis}
              room={content}
              panelWidth={panelWidth}
              onSelect={select}
              onToggle={toggleBox}
              onOpen={(id) => (folding.boxOf(id) ? toggleBox(id) : actions.around(id))}
              onMenu={(id, at) => setMenu({ id, at })}
              tipNote={(id) => replay.at === null && <DueNote due={dueAt(graph, id)} />}
              handle={map}
            />
          ) : (
            <GraphTables
              graph={graph}
              words={words}
              url={url}
              filter={matching}
              comparison={comparison}
              selected={focus}
              onSelect={select}
              onCopy={actions.copyRows}
            />
          )}
          <Scrubber replay={replay} vs={url.vs} onCompare={compareWith} />
        </div>
        {selection ? (
          <SidePanel
            graph={graph}
            words={words}
            selection={selection}
            onSelect={select}
            onAround={actions.around}
            onOnlyNamespace={actions.onlyNamespace}
            at={replay.at}
          />
        ) : (
          <FoldPanel
            graph={graph}
            folding={folding}
            focus={focus}
            words={words}
            onSelect={(id) => (id === null ? select(null) : visit(id))}
            onToggle={toggle}
          />
        )}
      </div>
      {menu && (
        <GraphMenu
          request={menu}
          graph={graph}
          words={words}
          actions={actions}
          narrowed={graph.nodes.length < whole.nodes.length}
          folds={foldsOf(menu.id)}
          onSelect={select}
          onFit={() => map.current?.fit()}
          onArrange={() => map.current?.arrangeAgain()}
          onFullScreen={fullScreen}
          onExport={save}
          onClose={() => setMenu(null)}
        />
      )}
    </div>
  );
}

export function GraphPage() {
  const t = useTranslations('graph');
  const { namespaces, range } = useScope();
  const { type, overlays, vs } = useGraphUrl();
  const window = range ?? pageRanges.graph.fallback;
  const replay = useReplay(rangeSeconds(window) ?? 60);
  const { at, playing } = replay;
  const serviceNodes = overlays.includes('services');
  const view = { namespaces, type, serviceNodes, window, at, percentiles: !playing };
  const query = useQuery(queries.graph(view));
  usePlaying(replay, view, query.isSuccess && !query.isPlaceholderData, query.isError);
  const tooLong = query.data !== undefined && isTooLong(query.data);
  const good = tooLong ? undefined : query.data;
  const kept = useKept(good, query.error, JSON.stringify([namespaces, type, serviceNodes])) ?? query.data;
  // Drawn in pieces between which the page can be used: a query's new data by itself is one piece of work, however large the mesh.
  const drawn = useDeferredValue(kept);
  const compared = useComparison(drawn, view, vs, replay);
  const { graph } = compared;
  const asking = query.isFetching && (query.isPlaceholderData || query.data === undefined || tooLong);
  const asked = rangeSeconds(window) ?? 60;
  return (
    <div className={styles.page}>
      {at === null && <EarlyQuestion path={graphPath(view)} />}
      {!playing && (
        <WindowNotice
          windowSeconds={asked}
          shownSeconds={
            kept && kept !== query.data ? kept.windowSeconds : asking ? (kept?.windowSeconds ?? null) : null
          }
          state={asking ? 'asking' : tooLong ? 'too-long' : 'fine'}
          onRetry={() => query.refetch()}
        />
      )}
      {graph ? (
        <LoadedGraph
          graph={graph}
          failed={query.isError}
          replay={replay}
          compared={compared}
          onRetry={() => query.refetch()}
        />
      ) : query.isError ? (
        <QueryProblem centered error={query.error} title={t('failed')} onRetry={() => query.refetch()} />
      ) : (
        <>
          <div className={styles.bar} />
          <GraphSkeleton />
        </>
      )}
    </div>
  );
}
