/** The parts of the running server, wired together from its configuration. */
import type { Status } from '#lib/api/status.ts';
import { type AccessBook, createAccessBook } from './access/access-book.ts';
import { createRbacWatch } from './access/rbac-watch.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { type ChangeFeed, createChangeFeed } from './configuration/change-feed.ts';
import { type CheckBook, createCheckBook } from './configuration/check-book.ts';
import { createHistory, type History } from './history/history.ts';
import type { ClusterConnection } from './kubernetes/kubeconfig.ts';
import { createKubernetesClient, type KubernetesClient } from './kubernetes/rest.ts';
import { createSnapshot, type Snapshot } from './kubernetes/snapshot.ts';
import { createLinkBook, type LinkBook } from './links/link-book.ts';
import { createToolSessions, type ToolSessions } from './links/tool-session.ts';
import type { Log } from './log.ts';
import { type ChartBook, createChartBook } from './mesh/chart-book.ts';
import { createDetailBook, type DetailBook } from './mesh/detail-book.ts';
import { createFiguresBook } from './mesh/figures-book.ts';
import { createGraphBook, type GraphBook } from './mesh/graph-book.ts';
import { createInventoryBook, type InventoryBook } from './mesh/inventory-book.ts';
import { createMeshBook, type MeshBook } from './mesh/mesh-book.ts';
import { createMetricsScoping, type MetricsScoping } from './mesh/metrics-scoping.ts';
import { createOverviewBook, type OverviewBook } from './mesh/overview-book.ts';
import { createSeriesBook } from './mesh/series-book.ts';
import { createSubjectChanges } from './mesh/subject-changes.ts';
import { createTelemetryBook, type TelemetryBook } from './mesh/telemetry-book.ts';
import { createTimelineBook, type TimelineBook } from './mesh/timeline-book.ts';
import { createTrafficBook } from './mesh/traffic-book.ts';
import { createMeters, type Meters } from './metrics/meters.ts';
import { createMoments, type Moments } from './moments.ts';
import { createPrometheusClient, type PrometheusClient } from './prometheus/client.ts';
import { createCookieStore } from './session/cookie-store.ts';
import { createEndedSessions } from './session/ended-sessions.ts';
import { createFailureLimit, type FailureLimit } from './session/rate-limit.ts';
import type { SessionStore } from './session/session.ts';
import { createEndedShelf } from './session/shared-ended.ts';
import { createOidc, type Oidc } from './sign-in/oidc.ts';
import { withRenewal } from './sign-in/renewal.ts';
import { createSourceLog } from './source-log.ts';
import { createGuardBook, type GuardBeat } from './splits/guard/guard-book.ts';
import { createGuardRights } from './splits/guard/guard-rights.ts';
import type { LiveTools } from './splits/live/live.ts';
import { createSplitMetrics } from './splits/live/split-metrics.ts';
import { createProposalSeal } from './splits/start/proposal-seal.ts';
import { createRecords } from './splits/world/records.ts';
import { createHub, type Hub } from './stream/hub.ts';
import { createLiveGraphs } from './stream/live-graphs.ts';

export interface Services {
  config: Config;
  clock: Clock;
  log: Log;
  meters: Meters;
  kubernetes: KubernetesClient;
  snapshot: Snapshot;
  history: History;
  prometheus: PrometheusClient | null;
  access: AccessBook;
  sessions: SessionStore;
  /** Null when nobody signs in by OpenID Connect. */
  oidc: Oidc | null;
  failures: FailureLimit;
  telemetry: TelemetryBook;
  scoping: MetricsScoping;
  graphs: GraphBook;
  overviews: OverviewBook;
  details: DetailBook;
  inventories: InventoryBook;
  /** The mesh page. */
  meshes: MeshBook;
  timelines: TimelineBook;
  charts: ChartBook;
  checks: CheckBook;
  changes: ChangeFeed;
  /** The tools beside the console. */
  links: LinkBook;
  toolSessions: ToolSessions;
  /** Of traffic splits: lib/server/splits. */
  splits: LiveTools;
  hub: Hub;
  moments: Moments;
  status(): Status;
  start(): void;
  /** From now on it is not ready: another replica should be asked. What it is asked all the same, it answers. */
  retire(): void;
  retired(): boolean;
  stop(): Promise<void>;
}

export interface ServiceOptions {
  config: Config;
  connection: ClusterConnection;
  log: Log;
  clock?: Clock;
  /** When the guard of splits looks; its own beat where nothing is said. */
  guardBeat?: GuardBeat;
}

export function createServices(options: ServiceOptions): Services {
  const { config, connection, clock = systemClock, guardBeat } = options;
  const meters = createMeters();
  const log = meters.counting(options.log);
  const kubernetes = createKubernetesClient(connection, meters.askedKubernetes);
  const snapshot = createSnapshot(kubernetes, clock, log, config.versionLabel);
  const history = createHistory({
    client: kubernetes,
    snapshot,
    clock,
    log,
    namespace: config.namespace,
  });
  const prometheus =
    config.prometheus === null
      ? null
      : createPrometheusClient({
          ...config.prometheus,
          clock,
          onState: createSourceLog(log, 'prometheus').note,
          onAnswer: meters.askedPrometheus,
        });
  const access = createAccessBook(kubernetes, clock, createRbacWatch(snapshot));
  const startedAt = Math.floor(clock.now() / 1000);
  const moments = createMoments(snapshot);
  let retired = false;
  const status = (): Status => ({
    kubernetes: snapshot.state(),
    prometheus: prometheus?.state() ?? {
      state: 'not-configured',
      detail: null,
      since: startedAt,
      lastGood: null,
    },
  });
  const telemetry = createTelemetryBook({
    prometheus,
    clock,
    pollMs: config.pollSeconds * 1000,
    prepare: async (windowSeconds, reading) => {
      await graphs.prepare(windowSeconds, reading);
      await overviews.prepare(windowSeconds, reading);
      await inventories.prepare(windowSeconds, reading);
    },
    onReading: (at) => hub.announceMetrics(at),
    isHeard: () => hub.readerCount() > 0,
  });
  const scoping = createMetricsScoping(config.metricsScope, snapshot);
  const mesh = { telemetry, scoping, snapshot, clock, clusterId: config.clusterId };
  const graphs = createGraphBook({ ...mesh, secret: config.sessionSecrets.current });
  const overviews = createOverviewBook({ ...mesh, history, series: createSeriesBook(prometheus, clock) });
  const inventories = createInventoryBook(mesh);
  const subjectChanges = createSubjectChanges({ snapshot, history });
  const charts = createChartBook({
    traffic: createTrafficBook(prometheus, clock),
    prometheus,
    snapshot,
    changes: subjectChanges,
  });
  const checks = createCheckBook(snapshot, clock);
  const changes = createChangeFeed();
  changes.onWritten(({ kind, namespace, name, after, resourceVersion, user, reason }) => {
    if (after !== null && resourceVersion === null) return;
    const version = after === null ? null : resourceVersion;
    const why = reason === '' ? null : reason;
    history.noteWrite({ kind, namespace, name, resourceVersion: version, user, reason: why });
  });
  const seal = createProposalSeal(config.sessionSecrets);
  const splitTools = {
    services: { kubernetes, snapshot, changes, history, clock, access, telemetry, scoping, log },
    records: createRecords(kubernetes, seal),
    seal,
    guardRights: createGuardRights(kubernetes, clock, prometheus !== null),
    metrics: createSplitMetrics(prometheus, clock),
    settleMs: config.splitSettleSeconds * 1000,
  };
  const guards = createGuardBook(splitTools, guardBeat === undefined ? {} : { beat: guardBeat });
  const live = createLiveGraphs(graphs, clock);
  const hub = createHub({ access, snapshot, moments, clock, status, live });
  watchOwnState(meters, { hub, snapshot, status });
  const ended = createEndedSessions({
    clock,
    shelf: config.namespace === null ? null : createEndedShelf(kubernetes, config.namespace, clock),
    onFault: (error) => log.warn({ error }, 'ended sessions'),
  });
  const store = createCookieStore(config, clock, ended);
  const oidc = createOidc(config, clock, log);
  return {
    config,
    clock,
    log,
    meters,
    kubernetes,
    snapshot,
    history,
    prometheus,
    access,
    sessions: oidc === null ? store : withRenewal({ store, issuer: oidc.issuer, clock, log }),
    oidc,
    failures: createFailureLimit(clock, { windowMs: 60_000, maxKeys: 20_000 }),
    telemetry,
    scoping,
    graphs,
    overviews,
    inventories,
    meshes: createMeshBook({ ...mesh, figures: createFiguresBook(prometheus, clock) }),
    timelines: createTimelineBook({ prometheus, scoping, snapshot, history, clock }),
    details: createDetailBook({ ...mesh, changes: subjectChanges }, access, splitTools.guardRights),
    charts,
    checks,
    changes,
    links: createLinkBook({
      kubernetes,
      snapshot,
      access,
      clock,
      settings: config.links,
      proxying: config.toolHosts !== null,
    }),
    toolSessions: createToolSessions(config, clock, ended),
    splits: { ...splitTools, guards },
    hub,
    moments,
    status,
    start: () => {
      snapshot.onChange(() => {
        checks.follow().catch((error) => log.error({ error }, 'checks'));
      });
      snapshot.start();
      history.start();
      ended.start();
      hub.start();
      guards.start();
    },
    retire: () => {
      retired = true;
    },
    retired: () => retired,
    stop: async () => {
      hub.stop();
      telemetry.stop();
      await guards.stop();
      await Promise.all([
        snapshot.stop(),
        history.stop(),
        ended.stop(),
        prometheus?.close(),
        oidc?.issuer.close(),
      ]);
      await kubernetes.close();
    },
  };
}

/** What is looked up when the console's own metrics are asked for. */
function watchOwnState(
  meters: Meters,
  { hub, snapshot, status }: Pick<Services, 'hub' | 'snapshot' | 'status'>,
): void {
  meters.watch('sluice_event_streams', 'Open event streams.', hub.readerCount);
  meters.watchEach('sluice_snapshot_objects', 'Objects of the cluster held in memory.', 'kind', () =>
    [...snapshot.kinds().keys()].map((kind) => [kind, snapshot.list(kind).length]),
  );
  meters.watchEach('sluice_source_up', '1 when the source answers, 0 when it does not.', 'source', () =>
    Object.entries(status()).flatMap(([source, { state }]) =>
      state === 'not-configured' ? [] : [[source, state === 'ok' ? 1 : 0]],
    ),
  );
}
