/** Rules as the contract names them, and as lib/splits does. */
import type { ManagedBy } from '#lib/api/configuration/configuration.ts';
import type { SplitPointRef, SplitRefusal, SplitShare, SplitWarning } from '#lib/api/splits/split-shapes.ts';
import type { WriteMode } from '#lib/api/splits/split-words.ts';
import { sameLabels } from '#lib/istio/hosts/labels.ts';
import type { ClusterObjects, KubernetesObject, VirtualService } from '#lib/istio/objects.ts';
import { ownershipOf } from '#lib/istio/ownership.ts';
import { callersWithoutProxy } from '#lib/splits/survey/callers-without-proxy.ts';
import { isDelegate } from '#lib/splits/survey/delegation.ts';
import { isEntryHost } from '#lib/splits/survey/entry-services.ts';
import { realName, storedName } from '#lib/splits/survey/gateway-routes.ts';
import { rulesForHost, virtualServiceNamed } from '#lib/splits/survey/lookups.ts';
import type { SplitPoint } from '#lib/splits/survey/points.ts';
import { otherServices, type ReachWarning } from '#lib/splits/survey/reach.ts';
import type { SplitService } from '#lib/splits/survey/service-versions.ts';
import { waypointOf } from '#lib/splits/survey/waypoint.ts';
import type { PointRef, Refusal, Version } from '#lib/splits/types.ts';
import type { Share } from '#lib/splits/weights/rule-shares.ts';
import type { SplitCaller } from './split-caller.ts';
import type { SplitConsole } from './split-console.ts';

export function toRef({ namespace, virtualService, layer, key }: PointRef): SplitPointRef {
  return { ...realName(virtualService), namespace, layer, key };
}

export function fromRef({
  kind,
  namespace,
  name,
  layer,
  key,
  only,
}: SplitPointRef & Pick<PointRef, 'only'>): PointRef {
  const point = { namespace, virtualService: storedName(kind, name), layer, key };
  return only === undefined ? point : { ...point, only: only.map((host) => host.toLowerCase()) };
}

/** As the history keys it. */
export function historyKey({
  namespace,
  virtualService,
}: Pick<PointRef, 'namespace' | 'virtualService'>): string {
  const { kind, name } = realName(virtualService);
  return `${plurals[kind]}/${namespace}/${name}`;
}

export const plurals = {
  VirtualService: 'virtualservices.networking.istio.io',
  HTTPRoute: 'httproutes.gateway.networking.k8s.io',
  GRPCRoute: 'grpcroutes.gateway.networking.k8s.io',
} as const;

export function toReach(warning: ReachWarning): SplitWarning {
  return { ...warning, point: toRef(warning.point) };
}

/** By the last reading; who is in a namespace that the caller does not see has no name. */
export async function proxyless(
  { telemetry, scoping, snapshot }: Pick<SplitConsole, 'telemetry' | 'scoping' | 'snapshot'>,
  { hosts, namespace, service }: Pick<SplitService, 'hosts' | 'namespace' | 'service'>,
  { rights }: Pick<SplitCaller, 'rights'>,
): Promise<SplitWarning[]> {
  const reading = await telemetry.live(
    60,
    scoping.seenBy((name) => name === namespace),
  );
  const objects = snapshot.objects();
  const waypoint = waypointOf(service, objects) !== null;
  const found = callersWithoutProxy(reading.telemetry.records, hosts, objects, waypoint);
  const workloads = new Set(
    found.map((one) => (one.includes('/') && !rights.visible(one.split('/')[0] ?? '') ? 'unknown' : one)),
  );
  return workloads.size === 0 ? [] : [{ code: 'callers-without-proxy', workloads: [...workloads] }];
}

/** Of a host of a ServiceEntry: its endpoints tell nothing of versions. */
export function entryNote({ name }: Pick<SplitService, 'name'>): SplitWarning[] {
  return isEntryHost(name) ? [{ code: 'external-host' }] : [];
}

export function otherNames(service: SplitService, objects: ClusterObjects): SplitWarning[] {
  const services = otherServices(service, objects);
  return services.length === 0 ? [] : [{ code: 'other-names', services }];
}

export function toRefusal(
  { code, about }: Refusal,
  field: string | null = null,
  object: SplitRefusal['object'] = null,
): SplitRefusal {
  return { code, about: { ...about }, field, object: object ?? objectOf(about) };
}

/** Most refusals that name an object name it so. */
function objectOf({ kind, namespace, name }: Refusal['about']): SplitRefusal['object'] {
  if (typeof namespace !== 'string' || typeof name !== 'string') return null;
  return { kind: typeof kind === 'string' ? kind : 'VirtualService', namespace, name };
}

export function toShare(
  { target, percent, weight }: Share,
  versions: ReadonlyMap<string, string>,
): SplitShare {
  return {
    host: target.host,
    subset: target.subset,
    version: versions.get(`${target.host}/${target.subset ?? ''}`) ?? null,
    weight,
    percent,
  };
}

/** Versions by `host/subset`, by the labels of the subsets that stand for them. */
export function versionsBySubset(
  host: string,
  versions: readonly Version[],
  objects: ClusterObjects,
): Map<string, string> {
  const bySubset = new Map<string, string>(
    versions.flatMap((version) =>
      version.host === undefined ? [] : [[`${version.host}/`, version.value] as const],
    ),
  );
  for (const { spec } of rulesForHost(host, objects)) {
    for (const { name, labels = {} } of spec?.subsets ?? []) {
      const version = versions.find((one) => sameLabels(one.labels, labels));
      if (version !== undefined) bySubset.set(`${host}/${name}`, version.value);
    }
  }
  return bySubset;
}

export interface Owned {
  object: { kind: string; namespace: string; name: string };
  owner: ManagedBy;
  mode: WriteMode;
}

/** Of a delegate that nobody reverts, under a root that Git has: that is how Git wants it. */
export function ownedBy(object: KubernetesObject, roots: readonly KubernetesObject[] = []): Owned {
  const owner = ownershipOf(object);
  const { namespace = '' } = object.metadata;
  const { name } = realName(object.metadata.name);
  const delegate = roots.some((root) => ownershipOf(root).reverts);
  return {
    object: { kind: object.kind, namespace, name },
    owner,
    mode: owner.reverts ? 'overlay' : delegate ? 'delegate' : 'own',
  };
}

export function toOwner({ object, owner, mode }: Owned) {
  return { object, manager: owner.manager, name: owner.name, reverts: owner.reverts, mode };
}

export function virtualServiceOf(
  { namespace, virtualService }: PointRef,
  objects: ClusterObjects,
): VirtualService | undefined {
  return virtualServiceNamed({ namespace, name: virtualService }, objects);
}

/** Why what this delegate says counts nowhere; null for what is none, or is handed requests by some root. */
export function noRootOf(
  point: Pick<PointRef, 'namespace' | 'virtualService'>,
  handed: ReadonlySet<string>,
  objects: ClusterObjects,
): Refusal | null {
  const { namespace, virtualService: name } = point;
  const object = virtualServiceNamed({ namespace, name }, objects);
  if (object === undefined || !isDelegate(object)) return null;
  return handed.has(`${namespace}/${name}`)
    ? null
    : { code: 'no-root', about: { kind: 'VirtualService', namespace, name } };
}

export function rootsOf({ roots }: SplitPoint, objects: ClusterObjects): VirtualService[] {
  return roots.flatMap(
    ({ namespace, name }) =>
      virtualServiceOf({ namespace, virtualService: name, layer: 'http', key: '' }, objects) ?? [],
  );
}

const strictness: readonly WriteMode[] = ['own', 'delegate', 'overlay', 'emit'];

export function strictest(modes: readonly WriteMode[]): WriteMode {
  return modes.reduce<WriteMode>(
    (worst, mode) => (strictness.indexOf(mode) > strictness.indexOf(worst) ? mode : worst),
    'own',
  );
}
