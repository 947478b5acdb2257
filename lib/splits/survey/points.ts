/**
 * Where a split of a service can take hold: every rule of every VirtualService that sends to its host, on the mesh and on gateways
 * (a gateway's route to the host never passes the mesh's VirtualService), delegates with the roots that refer to them.
 */
import { isJsonObject, type Json, own } from '../../document/json.ts';
import { resolveShortName } from '../../istio/hosts/host-name.ts';
import { oldestFirst } from '../../istio/hosts/object-order.ts';
import { asJson, type ClusterObjects, type VirtualService } from '../../istio/objects.ts';
import { isCatchAll } from '../../istio/routing/http/http-conditions.ts';
import { resolveGatewayName } from '../../istio/routing/virtual-service-index.ts';
import { Remembered } from '../../remembered.ts';
import { ruleKeys, rulesOf } from '../record/route-key.ts';
import type { PointRef, Refusal, RuleLayer } from '../types.ts';
import { type Share, sharesOf } from '../weights/rule-shares.ts';
import { handingsByDelegate, isDelegate } from './delegation.ts';

export interface SplitPoint extends PointRef {
  /** In the object as it is now. */
  index: number;
  /** The rule's own name. */
  name: string | null;
  /** Of the VirtualService, or of the roots of a delegate; full names. */
  hosts: readonly string[];
  /** `mesh`, or namespace/name. */
  gateways: readonly string[];
  /** Whether the rule has conditions. */
  conditional: boolean;
  /** VirtualServices that hand requests to this one. */
  roots: readonly { namespace: string; name: string }[];
  shares: readonly Share[];
  /** Why it cannot be split. */
  refusals: readonly Refusal[];
}

const layers: readonly RuleLayer[] = ['http', 'tls', 'tcp'];

interface Points {
  /** In the order of the objects, layers and rules. */
  all: readonly SplitPoint[];
  byHost: ReadonlyMap<string, readonly SplitPoint[]>;
}

const pointsOfLists = new Remembered<Points>();

/** `hosts`: full names that stand for the service's versions: its own, or those of services for a version each. */
export function pointsOf(hosts: ReadonlySet<string>, objects: ClusterObjects): readonly SplitPoint[] {
  const { all, byHost } = pointsIn(objects);
  const lists = [...hosts].map((host) => byHost.get(host) ?? []).filter((list) => list.length > 0);
  if (lists.length < 2) return lists[0] ?? [];
  const wanted = new Set(lists.flat());
  return all.filter((point) => wanted.has(point));
}

/** The rules that send to each host, by its full name. */
export function pointsByHost(objects: ClusterObjects): ReadonlyMap<string, readonly SplitPoint[]> {
  return pointsIn(objects).byHost;
}

/** Read once for all services: each of thousands would look through the rules of all. */
function pointsIn(objects: ClusterObjects): Points {
  const { virtualServices, meshConfig } = objects;
  return pointsOfLists.get(virtualServices, [meshConfig.domain], () => {
    const all = everyPoint(objects);
    const byHost = new Map<string, SplitPoint[]>();
    for (const point of all) {
      for (const host of new Set(point.shares.map(({ target }) => target.host))) {
        const list = byHost.get(host);
        if (list === undefined) byHost.set(host, [point]);
        else list.push(point);
      }
    }
    return { all, byHost };
  });
}

function everyPoint(objects: Pick<ClusterObjects, 'virtualServices' | 'meshConfig'>): SplitPoint[] {
  const { domain } = objects.meshConfig;
  const handings = handingsByDelegate(objects.virtualServices);
  const winners = meshOwners(objects);
  return objects.virtualServices.flatMap((virtualService) => {
    const { namespace = '', name } = virtualService.metadata;
    const scope = { namespace, domain };
    const referring = [...new Set((handings.get(`${namespace}/${name}`) ?? []).map(({ root }) => root))];
    const isRoute = virtualService.kind !== 'VirtualService';
    const delegated = isDelegate(virtualService);
    const speaking = delegated ? referring : [virtualService];
    const shown = {
      hosts: unique(speaking.flatMap((one) => hostsIn(one, domain))),
      gateways: unique(speaking.flatMap(gatewaysIn)),
      roots: delegated
        ? referring.map(({ metadata }) => ({ namespace: metadata.namespace ?? '', name: metadata.name }))
        : [],
    };
    return layers.flatMap((layer) => {
      const rules = rulesOf(asJson(virtualService), layer);
      const keys = ruleKeys(rules);
      const catchAll = rules.findIndex((rule) => takesAll(rule, layer));
      return rules.flatMap((rule, index): SplitPoint[] => {
        const shares = sharesOf(rule, scope, null);
        if (shares.length === 0) return [];
        const written = isJsonObject(rule) ? own(rule, 'name') : undefined;
        const refusals = [
          // Routes of the Gateway API are ranked by what they match, and joined where they are for one host.
          ...(isRoute || catchAll < 0 || index <= catchAll ? [] : [behind(index, catchAll)]),
          ...(delegated && layer !== 'http' ? [{ code: 'delegate-layer' as const, about: { layer } }] : []),
          ...(delegated || isRoute ? [] : outvoted(virtualService, winners, domain)),
          ...(shares.every(({ percent }) => percent === null) ? [allZero] : []),
        ];
        return [
          {
            namespace,
            virtualService: name,
            layer,
            key: keys[index] ?? '',
            index,
            name: typeof written === 'string' && written !== '' ? written : null,
            ...shown,
            conditional: conditionsOf(rule).length > 0,
            shares,
            refusals,
          },
        ];
      });
    });
  });
}

const allZero: Refusal = { code: 'all-zero', about: {} };

/** Istio writes no route behind one that takes everything. */
function takesAll(rule: Json, layer: RuleLayer): boolean {
  const conditions = conditionsOf(rule);
  if (conditions.length === 0) return layer !== 'tls';
  return (
    layer === 'http' && conditions.some((match) => isCatchAll(match as Parameters<typeof isCatchAll>[0]))
  );
}

const behind = (index: number, catchAll: number): Refusal => ({
  code: 'unreachable',
  about: { rule: index + 1, behind: catchAll + 1 },
});

function conditionsOf(rule: Json): readonly Json[] {
  const match = isJsonObject(rule) ? own(rule, 'match') : undefined;
  return Array.isArray(match) ? match : [];
}

/** The VirtualService that sidecars obey, by host: of several for one host the oldest alone (they are never merged on the mesh). */
function meshOwners({
  virtualServices,
  meshConfig,
}: Pick<ClusterObjects, 'virtualServices' | 'meshConfig'>): Map<string, VirtualService> {
  const owners = new Map<string, VirtualService>();
  for (const virtualService of oldestFirst(virtualServices)) {
    if (virtualService.kind !== 'VirtualService') continue;
    if (!gatewaysIn(virtualService).includes('mesh')) continue;
    for (const host of hostsIn(virtualService, meshConfig.domain)) {
      if (!owners.has(host)) owners.set(host, virtualService);
    }
  }
  return owners;
}

function outvoted(
  virtualService: VirtualService,
  winners: ReadonlyMap<string, VirtualService>,
  domain: string,
): Refusal[] {
  const gateways = gatewaysIn(virtualService);
  if (gateways.length !== 1 || gateways[0] !== 'mesh') return [];
  const hosts = hostsIn(virtualService, domain);
  const lost = hosts.filter((host) => winners.get(host) !== virtualService);
  if (hosts.length === 0 || lost.length < hosts.length) return [];
  const winner = winners.get(lost[0] ?? '');
  if (winner === undefined) return [];
  const { namespace = '', name, creationTimestamp = '' } = winner.metadata;
  return [
    { code: 'several-owners', about: { host: lost[0] ?? '', namespace, name, since: creationTimestamp } },
  ];
}

function hostsIn({ metadata, spec }: VirtualService, domain: string): string[] {
  const namespace = metadata.namespace ?? '';
  return (spec?.hosts ?? []).map((host) => resolveShortName(host, namespace, domain).toLowerCase());
}

function gatewaysIn({ metadata, spec }: VirtualService): string[] {
  const gateways = spec?.gateways ?? [];
  if (gateways.length === 0) return ['mesh'];
  return gateways.map((gateway) => resolveGatewayName(gateway, metadata.namespace ?? ''));
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/** The same rule of the same object, whoever of its callers takes part. */
export function samePoint(one: PointRef, other: PointRef): boolean {
  return (
    one.namespace === other.namespace &&
    one.virtualService === other.virtualService &&
    one.layer === other.layer &&
    one.key === other.key
  );
}
