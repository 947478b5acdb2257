/**
 * All that the console knows of one cluster: a reflector for each kind with the console's own account, never a Secret.
 * Kinds that are not served or not allowed are missing one by one and reported; the rest works.
 */
import type { Warning } from '#lib/api/problem.ts';
import type { SourceState } from '#lib/api/status.ts';
import type { ClusterObjects, KubernetesObject, Workload } from '#lib/istio/objects.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { createSourceLog } from '../source-log.ts';
import { createMeshConfigReader, type ToldMeshConfig } from './mesh-config.ts';
import { createProbe } from './probe.ts';
import { createReflector, type KindState, type ObjectTap, type Reflector } from './reflector.ts';
import { busyResources, type ResourceId, rbacResources, resources } from './resources.ts';
import type { KubernetesClient } from './rest.ts';
import { clusterState, clusterWarnings, lastAnswerMs } from './source-state.ts';

export interface SnapshotChange {
  revision: number;
  resources: ReadonlySet<ResourceId>;
  /** Namespaces of the changed objects; "" stands for objects without one. */
  namespaces: ReadonlySet<string>;
}

export interface Snapshot {
  start(): void;
  stop(): Promise<void>;
  /** Rises with each announced change. */
  revision(): number;
  /** The list of a kind is the same array as long as nothing of the kind changed. */
  objects(): ClusterObjects;
  list(id: ResourceId): readonly KubernetesObject[];
  namespaceNames(): readonly string[];
  /** The mesh configuration as people read it. */
  meshConfig(): ToldMeshConfig;
  kinds(): ReadonlyMap<ResourceId, KindState>;
  /** The kind is read and watched: a change of it is told. */
  isRead(id: ResourceId): boolean;
  /** The version of a kind that the cluster serves, as far as it is known. */
  served(id: ResourceId): string;
  /** Of the API server; null when it is not known. */
  version(): string | null;
  state(): SourceState;
  /** When the API server last answered the console, in Unix milliseconds; null when it never has. */
  lastAnswerMs(): number | null;
  warnings(): Warning[];
  /** Every kind has been read, refused or found absent at least once. */
  settled(): boolean;
  onChange(listener: (change: SnapshotChange) => void): () => void;
  /** From before the start on. */
  onObjects(tap: ObjectTap): void;
}

const quietMs = 150;
const busyMs = 2000;

export function createSnapshot(
  client: KubernetesClient,
  clock: Clock,
  log: Log,
  versionLabel: string | null = null,
): Snapshot {
  const stop = new AbortController();
  const changeListeners = new Set<(change: SnapshotChange) => void>();
  const taps = new Set<ObjectTap>();
  const tap: ObjectTap = {
    listed: (...list) => taps.forEach((one) => void one.listed(...list)),
    changed: (...change) => taps.forEach((one) => void one.changed(...change)),
  };
  const startedAtMs = clock.now();
  let revision = 0;
  let running: Promise<unknown> = Promise.resolve();
  let cached: { revision: number; objects: ClusterObjects } | null = null;
  let pending: { resources: Set<ResourceId>; namespaces: Set<string>; dueMs: number } | null = null;

  /** Changes are announced together: configuration within 150 ms, busy kinds every two seconds. */
  function noteChange(id: ResourceId, namespaces: ReadonlySet<string>): void {
    const dueMs = clock.now() + (busyResources.has(id) ? busyMs : quietMs);
    const sooner = pending === null || dueMs < pending.dueMs;
    pending ??= { resources: new Set(), namespaces: new Set(), dueMs };
    pending.resources.add(id);
    for (const namespace of namespaces) pending.namespaces.add(namespace);
    if (!sooner) return;
    pending.dueMs = dueMs;
    void clock.delay(dueMs - clock.now(), stop.signal).then(() => {
      if (pending !== null && pending.dueMs === dueMs) announce();
    });
  }

  function announce(): void {
    if (pending === null || stop.signal.aborted) return;
    const { resources: changed, namespaces } = pending;
    pending = null;
    revision += 1;
    for (const listener of changeListeners) listener({ revision, resources: changed, namespaces });
  }

  const sourceLog = createSourceLog(log, 'kubernetes');

  function noteState(id: ResourceId, state: KindState): void {
    const fields = { kind: id, state: state.state };
    // That the cluster is away is said once, not by each kind.
    sourceLog.note(clusterState(condition()).state);
    if (state.state === 'forbidden') log.warn(fields, 'kubernetes kind');
    else log.debug(fields, 'kubernetes kind');
  }

  const reflectors = new Map<ResourceId, Reflector>(
    (Object.keys(resources) as ResourceId[]).map((id) => [
      id,
      createReflector({
        id,
        client,
        clock,
        onChange: (namespaces) => noteChange(id, namespaces),
        onState: (state) => noteState(id, state),
        tap,
      }),
    ]),
  );
  const probe = createProbe(client, clock, (failure) => {
    sourceLog.note(clusterState(condition()).state, failure ?? undefined);
    if (failure !== null) return;
    for (const reflector of reflectors.values()) reflector.hurry();
  });
  const meshConfig = createMeshConfigReader(client, clock, () => noteChange('namespaces', new Set()));

  function list<T extends KubernetesObject>(id: ResourceId): readonly T[] {
    return (reflectors.get(id)?.list() ?? []) as readonly T[];
  }

  /** Of several kinds, the same array until one of them changes. */
  let joined: { parts: readonly (readonly Workload[])[]; list: readonly Workload[] } | null = null;
  function workloads(): readonly Workload[] {
    const parts = [
      list<Workload>('deployments'),
      list<Workload>('statefulSets'),
      list<Workload>('daemonSets'),
    ];
    if (joined?.parts.every((part, index) => part === parts[index])) return joined.list;
    joined = { parts, list: parts.flat() };
    return joined.list;
  }

  function read(): ClusterObjects {
    return {
      meshConfig: meshConfig.current(),
      versionLabel,
      namespaces: list('namespaces'),
      services: list('services'),
      pods: list('pods'),
      workloads: workloads(),
      endpointSlices: list('endpointSlices'),
      virtualServices: list('virtualServices'),
      destinationRules: list('destinationRules'),
      gateways: list('gateways'),
      serviceEntries: list('serviceEntries'),
      sidecars: list('sidecars'),
      workloadEntries: list('workloadEntries'),
      peerAuthentications: list('peerAuthentications'),
      requestAuthentications: list('requestAuthentications'),
      authorizationPolicies: list('authorizationPolicies'),
      telemetries: list('telemetries'),
      envoyFilters: list('envoyFilters'),
      kubernetesGateways: list('kubernetesGateways'),
      httpRoutes: list('httpRoutes'),
      grpcRoutes: list('grpcRoutes'),
      referenceGrants: list('referenceGrants'),
    };
  }

  const kinds = () => new Map([...reflectors].map(([id, reflector]) => [id, reflector.state()]));

  const condition = () => ({
    kinds: kinds(),
    failingSinceMs: probe.failingSinceMs(),
    lastAnswerMs: probe.lastAnswerMs(),
    startedAtMs,
  });

  return {
    start: () => {
      running = Promise.all([...reflectors.values(), meshConfig, probe].map((part) => part.run(stop.signal)));
    },
    stop: async () => {
      stop.abort();
      await running;
    },
    revision: () => revision,
    objects: () => {
      if (cached?.revision !== revision) cached = { revision, objects: read() };
      return cached.objects;
    },
    list: (id) => list(id),
    meshConfig: meshConfig.told,
    namespaceNames: () => list('namespaces').map((one) => one.metadata.name),
    kinds,
    isRead: (id) => reflectors.get(id)?.state().state === 'ok',
    served: (id) => reflectors.get(id)?.version() ?? resources[id].version,
    version: probe.version,
    state: () => clusterState(condition()),
    lastAnswerMs: () => lastAnswerMs(condition()),
    warnings: () => clusterWarnings(condition()),
    settled: () => [...reflectors.values()].every((one) => one.state().state !== 'starting'),
    onChange: (listener) => {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
    onObjects: (one) => {
      taps.add(one);
    },
  };
}

/** True when rights may have changed. */
export function touchesRights(change: SnapshotChange): boolean {
  return [...change.resources].some((id) => rbacResources.has(id));
}
