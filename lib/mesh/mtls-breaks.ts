/**
 * Where mutual TLS breaks by what objects say: rules of callers that do not fit what servers take.
 * https://istio.io/latest/docs/ops/common-problems/network-issues/#503-errors-after-setting-destination-rule
 */
import type { MtlsBreak } from '../api/mesh/mesh.ts';
import {
  type ClusterIndex,
  type IndexedService,
  type IndexedWorkload,
  namespaceOf,
} from '../graph/build/cluster-index.ts';
import { isWildcard, isWithin, resolveShortName } from '../istio/hosts/host-name.ts';
import type { ClusterObjects, DestinationRule, Service } from '../istio/objects.ts';
import { type MtlsMode, type MtlsPolicies, serverMode } from '../istio/peer-authentication/server-mode.ts';
import { policyFor } from '../istio/routing/destination/effective-policy.ts';
import { findDestinationRule } from '../istio/routing/route.ts';
import { indexRouting, type RoutingIndex } from '../istio/routing/routing-index.ts';

export type RuleBreakReason = Exclude<MtlsBreak['reason'], 'caller-without-proxy'>;

export interface RuleBreak {
  reason: RuleBreakReason;
  service: IndexedService;
  ports: number[];
  rule: { namespace: string; name: string } | null;
  policy: { namespace: string; name: string } | null;
  /** Callers of this namespace; null: of every one that has no rule of its own. */
  from: string | null;
}

type TlsMode = 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';

export function ruleBreaks(
  objects: ClusterObjects,
  index: ClusterIndex,
  policies: MtlsPolicies,
): RuleBreak[] {
  const routing = indexRouting(objects);
  const ports = new Map(
    objects.services.map((service) => [`${namespaceOf(service)}/${service.metadata.name}`, service]),
  );
  const found: RuleBreak[] = [];
  for (const { service, from } of ruledPairs(objects, index)) {
    const spec = ports.get(`${service.namespace}/${service.name}`);
    if (spec !== undefined) found.push(...breaksOf({ routing, policies, service, spec, from }));
  }
  if (!objects.meshConfig.enableAutoMtls) found.push(...withoutAuto(routing, index, policies, ports));
  return unique(found);
}

interface Pair {
  service: IndexedService;
  /** Namespace of the callers. */
  from: string;
}

/** Services and the namespaces of callers for whom some rule speaks of TLS. */
function ruledPairs(objects: ClusterObjects, index: ClusterIndex): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const rule of objects.destinationRules) {
    if (!speaksOfTls(rule)) continue;
    const namespace = namespaceOf(rule);
    const host = resolveShortName(rule.spec?.host ?? '', namespace, index.domain).toLowerCase();
    const services = isWildcard(host)
      ? [...index.services.values()].filter((one) => isWithin(one.host, host))
      : [index.services.get(host)].filter((one) => one !== undefined);
    for (const service of services) {
      // A rule beside its service, or in the root namespace, speaks for those who have none.
      const from = namespace === objects.meshConfig.rootNamespace ? service.namespace : namespace;
      pairs.set(`${from} ${service.host}`, { service, from });
    }
  }
  return [...pairs.values()];
}

function speaksOfTls({ spec }: DestinationRule): boolean {
  const policies = [spec?.trafficPolicy, ...(spec?.subsets ?? []).map(({ trafficPolicy }) => trafficPolicy)];
  return policies.some(
    (policy) => policy?.tls !== undefined || policy?.portLevelSettings?.some(({ tls }) => tls !== undefined),
  );
}

interface Question extends Pair {
  routing: RoutingIndex;
  policies: MtlsPolicies;
  spec: Service;
}

function breaksOf({ routing, policies, service, spec, from }: Question): RuleBreak[] {
  const merged = findDestinationRule(routing, { type: 'sidecar', namespace: from, labels: {} }, service.host);
  if (merged === null) return [];
  const [source] = merged.sources;
  const found = new Map<string, RuleBreak>();
  for (const { port, targetPort } of spec.spec?.ports ?? []) {
    const subsets = [
      null,
      ...merged.subsets.filter(({ trafficPolicy }) => trafficPolicy).map(({ name }) => name),
    ];
    for (const subset of subsets) {
      const tls = policyFor(merged, port, subset)?.tls?.mode as TlsMode | undefined;
      if (tls === undefined) continue;
      for (const workload of service.workloads) {
        const { mode, policy } = modeAt(policies, workload, targetPort ?? port);
        const reason = misfit(tls, mode, workload);
        if (reason === null) continue;
        const key = `${reason} ${policy?.name}`;
        const known = found.get(key);
        if (known !== undefined) known.ports = [...new Set([...known.ports, port])];
        else
          found.set(key, {
            reason,
            service,
            ports: [port],
            rule: source === undefined ? null : { namespace: source.namespace, name: source.name },
            policy,
            from: merged.namespace === from && from !== service.namespace ? from : null,
          });
      }
    }
  }
  return [...found.values()];
}

function modeAt(
  policies: MtlsPolicies,
  { namespace, labels }: IndexedWorkload,
  port: number | string,
): { mode: MtlsMode; policy: RuleBreak['policy'] } {
  const { mode, policy, ports } = serverMode(policies, namespace, labels);
  return {
    mode: typeof port === 'number' ? (ports.get(port) ?? mode) : mode,
    policy: policy === null ? null : { namespace: namespaceOf(policy), name: policy.metadata.name },
  };
}

function speaksMutualTls({ running, withoutSidecar }: IndexedWorkload): boolean {
  return running > withoutSidecar;
}

/** What a caller's rule and a server's mode come to; null where they fit. */
export function misfit(tls: TlsMode, mode: MtlsMode, workload: IndexedWorkload): RuleBreakReason | null {
  if (workload.running === 0) return null;
  if (tls === 'ISTIO_MUTUAL') {
    if (!speaksMutualTls(workload)) return 'mtls-to-no-proxy';
    return mode === 'DISABLE' ? 'mtls-to-disabled' : null;
  }
  if (mode !== 'STRICT' || !speaksMutualTls(workload)) return null;
  return tls === 'DISABLE' ? 'plain-rule' : 'origin-rule';
}

/** Without automatic mutual TLS a server that takes nothing else needs a rule that begins it. */
function withoutAuto(
  routing: RoutingIndex,
  index: ClusterIndex,
  policies: MtlsPolicies,
  services: ReadonlyMap<string, Service>,
): RuleBreak[] {
  return [...index.services.values()].flatMap((service): RuleBreak[] => {
    const spec = services.get(`${service.namespace}/${service.name}`);
    const client = { type: 'sidecar', namespace: service.namespace, labels: {} } as const;
    const merged = findDestinationRule(routing, client, service.host);
    const strict = service.workloads.filter((workload) => workload.running > 0 && speaksMutualTls(workload));
    const ports = (spec?.spec?.ports ?? []).filter(
      ({ port, targetPort }) =>
        policyFor(merged, port, null)?.tls === undefined &&
        strict.some((workload) => modeAt(policies, workload, targetPort ?? port).mode === 'STRICT'),
    );
    const [first] = strict;
    if (ports.length === 0 || first === undefined) return [];
    const { policy } = modeAt(policies, first, ports[0]?.targetPort ?? 0);
    return [
      { reason: 'auto-off', service, ports: ports.map(({ port }) => port), rule: null, policy, from: null },
    ];
  });
}

function unique(breaks: readonly RuleBreak[]): RuleBreak[] {
  const key = ({ reason, service, rule, policy }: RuleBreak) =>
    JSON.stringify([reason, service.host, rule, policy]);
  return [...new Map(breaks.map((one) => [key(one), one])).values()];
}
