/** Mutual TLS of each namespace: what its policies ask for, what was measured, and where the two ends do not fit. */
import type { MeshEnd, MtlsBreak, NamespaceMtls } from '../api/mesh/mesh.ts';
import { type ClusterIndex, type IndexedWorkload, namespaceOf } from '../graph/build/cluster-index.ts';
import type { Telemetry } from '../graph/telemetry/telemetry.ts';
import type { TrafficRecord } from '../graph/telemetry/traffic-record.ts';
import type { ClusterObjects, PeerAuthentication } from '../istio/objects.ts';
import {
  type MtlsPolicies,
  mtlsPolicies,
  namespaceMode,
  serverMode,
} from '../istio/peer-authentication/server-mode.ts';
import { type RuleBreak, ruleBreaks } from './mtls-breaks.ts';

export interface MtlsBook {
  of(namespace: string): NamespaceMtls;
}

/** Less than this is dust of reconciled reporters, no caller of its own. */
const leastPlainShare = 0.001;

export function mtlsBook(objects: ClusterObjects, index: ClusterIndex, telemetry: Telemetry): MtlsBook {
  const policies = mtlsPolicies(objects);
  const arriving = Map.groupBy(telemetry.records, ({ destination }) => destination.namespace);
  const breaks = Map.groupBy(ruleBreaks(objects, index, policies), ({ service }) => service.namespace);
  const workloads = Map.groupBy(index.workloads.values(), ({ namespace }) => namespace);
  return {
    of: (namespace) => {
      const own = workloads.get(namespace) ?? [];
      const records = arriving.get(namespace) ?? [];
      const { mode, layer, policy } = namespaceMode(policies, namespace);
      return {
        mode,
        layer,
        policy: nameOf(policy),
        exceptions: exceptions(policies, namespace, own),
        measured: measuredShare(records),
        plain: plainCallers(records),
        breaks: [
          ...(breaks.get(namespace) ?? []).map((one) => told(one, telemetry.records)),
          ...outsiders(mode, policy, own),
        ],
      };
    },
  };
}

function nameOf(policy: PeerAuthentication | null): { namespace: string; name: string } | null {
  return policy === null ? null : { namespace: namespaceOf(policy), name: policy.metadata.name };
}

function exceptions(
  policies: MtlsPolicies,
  namespace: string,
  workloads: readonly IndexedWorkload[],
): NamespaceMtls['exceptions'] {
  const base = namespaceMode(policies, namespace).mode;
  return workloads.flatMap(({ name, labels }) => {
    const { mode, layer, policy, ports } = serverMode(policies, namespace, labels);
    if (layer !== 'workload' || (mode === base && ports.size === 0)) return [];
    return [
      {
        workload: name,
        mode,
        policy: nameOf(policy),
        ports: [...ports].map(([port, own]) => ({ port, mode: own })),
      },
    ];
  });
}

function measuredShare(records: readonly TrafficRecord[]): number | null {
  let all = 0;
  let mutual = 0;
  for (const { mtlsRatio, totals } of records) {
    if (mtlsRatio === null) continue;
    all += totals.requestsPerSecond;
    mutual += totals.requestsPerSecond * mtlsRatio;
  }
  return all === 0 ? null : mutual / all;
}

function endOf({ namespace, workload }: { namespace: string; workload: string }): MeshEnd {
  return { namespace, workload };
}

/** Who has no proxy is not named by telemetry either: it is told as nobody. */
function plainCallers(records: readonly TrafficRecord[]): NamespaceMtls['plain'] {
  return records
    .filter(({ mtlsRatio }) => mtlsRatio !== null && mtlsRatio < 1 - leastPlainShare)
    .map(({ source, destination, protocol, totals, mtlsRatio }) => ({
      caller: endOf(source),
      workload: destination.workload,
      protocol,
      requestsPerSecond: protocol === 'tcp' ? null : totals.requestsPerSecond * (1 - (mtlsRatio ?? 0)),
    }))
    .sort((a, b) => (b.requestsPerSecond ?? 0) - (a.requestsPerSecond ?? 0));
}

function told(
  { reason, service, ports, rule, policy, from }: RuleBreak,
  records: readonly TrafficRecord[],
): MtlsBreak {
  const callers = records.filter(
    ({ source, destination }) =>
      destination.host === service.host &&
      source.workload !== '' &&
      (from === null || source.namespace === from),
  );
  const named = new Map(
    callers.map(({ source }) => [`${source.namespace}/${source.workload}`, endOf(source)]),
  );
  // A rule of the callers' own namespace names at least that.
  const ends = named.size === 0 && from !== null ? [{ namespace: from, workload: '' }] : [...named.values()];
  return { reason, service: service.name, ports, rule, policy, callers: ends };
}

/** Calls of pods without a proxy are refused before they become requests: no metric tells of them. */
function outsiders(
  mode: NamespaceMtls['mode'],
  policy: PeerAuthentication | null,
  workloads: readonly IndexedWorkload[],
): MtlsBreak[] {
  const without = workloads.filter(({ gateway, withoutSidecar }) => !gateway && withoutSidecar > 0);
  const others = workloads.some(({ running, withoutSidecar }) => running > withoutSidecar);
  if (mode !== 'STRICT' || without.length === 0 || !others) return [];
  return [
    {
      reason: 'caller-without-proxy',
      service: null,
      ports: [],
      rule: null,
      policy: nameOf(policy),
      callers: without.map(({ namespace, name }) => ({ namespace, workload: name })),
    },
  ];
}
