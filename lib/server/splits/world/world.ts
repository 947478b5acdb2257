/** `GET /api/v1/splits/world`: one service, its versions, every rule that can be split, who owns it, and what the caller may do. */
import type { SplitWarning } from '#lib/api/splits/split-shapes.ts';
import type { SplitWorld, WorldPod, WorldPoint, WorldVersion } from '#lib/api/splits/split-world.ts';
import { isJsonObject, own } from '#lib/document/json.ts';
import { ruleFamily, servicePortProtocol } from '#lib/istio/hosts/port-protocol.ts';
import { countContainers, proxyOfPod } from '#lib/istio/injection.ts';
import { kinds } from '#lib/istio/kinds/registry.ts';
import { asJson, type ClusterObjects, type Labels, type Pod } from '#lib/istio/objects.ts';
import { planSubsets } from '#lib/splits/plan/subset-plan.ts';
import { rulesOf } from '#lib/splits/record/route-key.ts';
import { handedTo } from '#lib/splits/survey/delegation.ts';
import { needsServices, realName } from '#lib/splits/survey/gateway-routes.ts';
import { rulesForHost } from '#lib/splits/survey/lookups.ts';
import { foreignOwnerOf } from '#lib/splits/survey/owners.ts';
import { pointsOf, type SplitPoint } from '#lib/splits/survey/points.ts';
import { isAmbient, isHeadless, preflight } from '#lib/splits/survey/preflight.ts';
import { reachWarnings } from '#lib/splits/survey/reach.ts';
import { isReady, type SplitService } from '#lib/splits/survey/service-versions.ts';
import { standingSplit } from '#lib/splits/survey/survey.ts';
import { sharedVersion, versionLabelsOf } from '#lib/splits/survey/versions.ts';
import type { Version } from '#lib/splits/types.ts';
import type { GuardRights } from '../guard/guard-rights.ts';
import {
  entryNote,
  noRootOf,
  type Owned,
  otherNames,
  ownedBy,
  proxyless,
  rootsOf,
  strictest,
  toOwner,
  toReach,
  toRef,
  toRefusal,
  toShare,
  versionsBySubset,
  virtualServiceOf,
} from './point-refs.ts';
import { type SplitCaller, visibleService } from './split-caller.ts';
import type { SplitConsole } from './split-console.ts';

export const guardDefaults = { windowSeconds: 60, minimumRequests: 100, errorDelta: 2, latencyRatio: 1.3 };

export async function describeWorld(
  services: Pick<SplitConsole, 'access' | 'clock' | 'snapshot' | 'telemetry' | 'scoping'>,
  guardRights: GuardRights,
  caller: SplitCaller,
  name: { namespace: string; name: string },
): Promise<SplitWorld> {
  const { objects, rights } = caller;
  const found = visibleService(caller, name);
  const { service, host, namespace, versions } = found;
  const foreign = foreignOwnerOf(service, host, objects);
  const standing = standingSplit(service, objects);
  const points = pointsOf(found.hosts, objects);
  const bySubset = versionsBySubset(host, versions.versions, objects);
  const refusals = preflight(found, foreign, objects);
  const headless = isHeadless(found);
  const ruleOwners = rulesForHost(host, objects)
    .filter(({ metadata }) => metadata.namespace === namespace)
    .map((rule) => ownedBy(rule));
  const [ruleOwner] = ruleOwners;
  const companion = ruleOwner?.owner.reverts === true;
  const ownServices = versions.versions.some((one) => one.host !== undefined);
  const handed = handedTo(services.snapshot.objects().virtualServices);
  const listed = points.map((point) =>
    worldPoint(point, bySubset, { headless, handed, ownServices }, objects),
  );
  const chosen = suggested(versions.versions, listed);
  // A rule that gives stable nothing has nothing to share with the candidate.
  const shown = listed.map((point) => ({
    ...point,
    preselected:
      point.preselected &&
      point.shares.some(
        ({ host: to, subset, version }) =>
          version === chosen.stable || (!ownServices && to === host && subset === null),
      ),
  }));
  const subsets = ownServices
    ? { names: new Map<string, string>(), write: null }
    : planSubsets({ service: { ...name, host }, versions: versions.versions, companion }, objects);
  const may = await mayIn(services, caller, namespace, points, points.length === 0);
  const guard = await guardRights.in(namespace);
  const unreadable = rights.unreadable('virtualServices');
  const cautions: SplitWarning[] = [
    ...(unreadable.length > 0 ? [{ code: 'unknown-namespaces' as const, namespaces: [...unreadable] }] : []),
    ...(rights.allNamespaces ? [] : [{ code: 'hidden-namespaces' as const }]),
    ...reachWarnings(points, objects).map(toReach),
    ...otherNames(found, objects),
    ...entryNote(found),
    ...(await proxyless(services, found, caller)),
  ];
  if (headless && points.every(({ gateways }) => gateways.includes('mesh'))) {
    refusals.push({ code: 'headless', about: { service: found.name, namespace } });
  }
  if (standing?.release != null && isRunning(standing.release.phase)) {
    const { id, by, at, candidate } = standing.release;
    refusals.push({ code: 'active', about: { release: id, by, at, candidate: candidate.version } });
  }
  return {
    at: Math.floor(services.clock.now() / 1000),
    service: {
      namespace,
      name: found.name,
      host,
      type: service.spec?.type ?? 'ClusterIP',
      headless,
      ambient: isAmbient(found, objects),
      ports: (service.spec?.ports ?? []).map((port) => {
        const protocol = servicePortProtocol(port);
        const family = ruleFamily(protocol);
        return {
          number: port.port,
          name: port.name ?? '',
          protocol: String(protocol),
          layer: family === 'tcp' || family === 'tls' ? family : 'http',
        };
      }),
    },
    active:
      standing?.release == null
        ? null
        : {
            id: standing.release.id,
            phase: standing.release.phase,
            by: standing.release.by,
            at: secondsOf(standing.release.at),
            candidate: standing.release.candidate.version,
          },
    foreign,
    label: versions.label,
    versions: versions.versions.map((version) =>
      worldVersion(version, found, subsets.names, bySubset, objects),
    ),
    unversioned: unversioned(found, objects),
    suggested: chosen,
    routedBy: shown[0]?.ref.kind ?? 'VirtualService',
    points: shown,
    makesVirtualService: points.length === 0,
    destinationRule: {
      how:
        subsets.write === null
          ? 'none'
          : ruleOwner === undefined
            ? 'create'
            : companion
              ? 'companion'
              : 'append',
      owner: ruleOwner === undefined ? null : toOwner(ruleOwner),
    },
    mode: strictest(shown.filter(({ preselected }) => preselected).map(({ owner }) => owner.mode)),
    unknown: { namespaces: [...unreadable], hidden: !rights.allNamespaces },
    may,
    guard: {
      modes: guard.obstacle === null ? ['off', 'advise', 'auto-abort'] : ['off', 'advise'],
      ...guard,
      defaults: guardDefaults,
    },
    refusals: refusals.map((one) => toRefusal(one)),
    cautions,
    warnings: [...services.snapshot.warnings()],
  };
}

export function isRunning(phase: string): boolean {
  return phase === 'Progressing' || phase === 'Paused';
}

export function secondsOf(text: string): number {
  return Math.floor(Date.parse(text) / 1000) || 0;
}

function worldPoint(
  point: SplitPoint,
  bySubset: ReadonlyMap<string, string>,
  { headless, handed, ownServices }: { headless: boolean; handed: ReadonlySet<string>; ownServices: boolean },
  objects: ClusterObjects,
): WorldPoint {
  const object = virtualServiceOf(point, objects);
  const rule = object === undefined ? null : (rulesOf(asJson(object), point.layer)[point.index] ?? null);
  const match = isJsonObject(rule) ? own(rule, 'match') : undefined;
  const owned: Owned =
    object === undefined
      ? {
          object: { kind: 'VirtualService', namespace: point.namespace, name: point.virtualService },
          owner: { manager: 'other', name: null, reverts: false },
          mode: 'own',
        }
      : ownedBy(object, rootsOf(point, objects));
  const unhanded = noRootOf(point, handed, objects);
  const refusals = [
    ...point.refusals,
    ...(unhanded === null ? [] : [unhanded]),
    ...(ownServices ? [] : [needsServices(point)].filter((one) => one !== null)),
    ...(headless && point.gateways.includes('mesh')
      ? [{ code: 'headless' as const, about: { service: point.shares[0]?.target.host ?? '' } }]
      : []),
  ];
  return {
    ref: toRef(point),
    index: point.index,
    name: point.name,
    hosts: [...point.hosts],
    gateways: [...point.gateways],
    conditional: point.conditional,
    match: Array.isArray(match) ? match.filter(isJsonObject) : [],
    roots: [...point.roots],
    shares: point.shares.map((share) => toShare(share, bySubset)),
    owner: toOwner(owned),
    refusals: refusals.map((one) => toRefusal(one)),
    preselected: refusals.length === 0,
  };
}

function worldVersion(
  version: Version,
  found: SplitService,
  names: ReadonlyMap<string, string>,
  bySubset: ReadonlyMap<string, string>,
  objects: ClusterObjects,
): WorldVersion {
  const all = found.versions.versions.reduce((sum, { ready }) => sum + ready, 0);
  const namespaceLabels = labelsOf(found.namespace, objects);
  const pods = podsOfVersion(found, version);
  const listed = pods.map((pod) => worldPod(pod, Object.keys(version.labels), namespaceLabels));
  const shared = sharedVersion(version);
  const created = found.indexed.workloads
    .filter(({ namespace, name }) => version.workloads.includes(`${namespace}/${name}`))
    .map(({ createdAt }) => secondsOf(createdAt ?? ''));
  const name = names.get(version.value) ?? '';
  return {
    value: version.value,
    labels: { ...version.labels },
    workloads: [...version.workloads],
    ready: version.ready,
    total: version.total,
    proxies: listed.filter(({ proxy }) => proxy !== 'none').length,
    images: imagesOf(pods),
    createdAt: Math.max(0, ...created) || null,
    subset: bySubset.has(`${found.host}/${name}`) ? name : null,
    host: version.host ?? null,
    implicit: all === 0 ? 0 : Math.round((version.ready / all) * 1000) / 10,
    pods: listed,
    refusals: [
      ...(version.ready === 0 ? [{ code: 'no-ready-pods' as const, about: { version: version.value } }] : []),
      ...(shared === null ? [] : [shared]),
    ].map((one) => toRefusal(one, '/candidate')),
  };
}

/** Without a label that tells versions apart one sees here what the pods lack. */
function unversioned(found: SplitService, objects: ClusterObjects): WorldPod[] {
  const known = new Set(found.versions.versions.flatMap(({ workloads }) => workloads));
  const labels = versionLabelsOf(objects);
  const namespaceLabels = labelsOf(found.namespace, objects);
  return [...found.pods].flatMap(([workload, pods]) =>
    known.has(workload) ? [] : pods.map((pod) => worldPod(pod, labels, namespaceLabels)),
  );
}

function labelsOf(namespace: string, objects: ClusterObjects): Labels {
  return objects.namespaces.find(({ metadata }) => metadata.name === namespace)?.metadata.labels ?? {};
}

function worldPod(pod: Pod, labels: readonly string[], namespaceLabels: Labels): WorldPod {
  const { metadata, status } = pod;
  const { waiting, restarts } = countContainers(pod);
  return {
    name: metadata.name,
    ready: isReady(pod),
    status: waiting ?? status?.phase ?? 'Unknown',
    restarts,
    proxy: proxyOfPod(pod, { namespaceLabels, gateway: false }).mode,
    images: imagesOf([pod]),
    labels: carried(labels, pod),
    startedAt: secondsOf(status?.startTime ?? metadata.creationTimestamp ?? '') || null,
  };
}

/** Of these labels those that the pod has, as it has them. */
function carried(labels: readonly string[], { metadata }: Pod): Record<string, string> {
  const own = metadata.labels ?? {};
  return Object.fromEntries(labels.flatMap((key) => (own[key] === undefined ? [] : [[key, own[key]]])));
}

export function podsOfVersion({ pods }: SplitService, { workloads }: Pick<Version, 'workloads'>): Pod[] {
  return workloads.flatMap((key) => [...(pods.get(key) ?? [])]);
}

export function imagesOf(pods: readonly Pod[]): string[] {
  const images = pods.flatMap(({ spec }) =>
    (spec?.containers ?? []).flatMap(({ name, image }) =>
      name === 'istio-proxy' || image === undefined ? [] : [image],
    ),
  );
  return [...new Set(images)].sort();
}

/** Stable is what has most now, by the rules or by its pods; the candidate is the newest of the rest that answers. */
function suggested(versions: readonly Version[], points: readonly WorldPoint[]): SplitWorld['suggested'] {
  const ready = versions.filter((one) => one.ready > 0 && one.workloads.length === 1);
  const [rule] = points.filter(({ conditional, preselected }) => preselected && !conditional);
  const share = (value: string) =>
    rule?.shares.filter((one) => one.version === value).reduce((sum, one) => sum + (one.percent ?? 0), 0) ??
    0;
  const [stable] = [...ready].sort((a, b) => share(b.value) - share(a.value));
  const candidate = ready.findLast(({ value }) => value !== stable?.value);
  return { stable: stable?.value ?? null, candidate: candidate?.value ?? null };
}

export const routingKinds = {
  VirtualService: kinds.virtualServices,
  HTTPRoute: kinds.httpRoutes,
  GRPCRoute: kinds.grpcRoutes,
};

export async function mayIn(
  { access }: Pick<SplitConsole, 'access'>,
  { credential }: Pick<SplitCaller, 'credential'>,
  namespace: string,
  points: readonly Pick<SplitPoint, 'namespace' | 'virtualService'>[],
  makes: boolean,
): Promise<SplitWorld['may']> {
  const { group, plural: routes } = kinds.virtualServices;
  const routed = new Map(
    points.map((point) => {
      const kind = routingKinds[realName(point.virtualService).kind];
      return [`${kind.plural}/${point.namespace}`, { kind, at: point.namespace }];
    }),
  );
  const wanted = [
    ...[...routed.values()].map(({ kind, at }) => ({
      verb: 'update',
      group: kind.group,
      resource: kind.plural,
      namespace: at,
    })),
    ...(makes ? [{ verb: 'create', group, resource: routes, namespace }] : []),
    { verb: 'create', group, resource: kinds.destinationRules.plural, namespace },
    { verb: 'update', group, resource: kinds.destinationRules.plural, namespace },
  ];
  const ask = ({ namespace: place, ...question }: (typeof wanted)[number]) =>
    access.allows(credential, question, place);
  const [records, ...allowed] = await Promise.all([
    ask({ verb: 'create', group: '', resource: 'configmaps', namespace }),
    ...wanted.map(ask),
  ]);
  const missing = wanted.filter((_, index) => !allowed[index]);
  return { write: missing.length === 0, missing, records: records === true };
}
