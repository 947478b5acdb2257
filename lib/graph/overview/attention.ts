/** What is wrong now, as findings with their numbers: services and versions by traffic, routes and pods by objects. */
import type { Graph, GraphEdge, GraphNode, Traffic } from '../../api/traffic/graph.ts';
import type { Attention } from '../../api/traffic/overview.ts';
import { healthRule } from '../health/health.ts';
import { rounded } from '../telemetry/traffic-sum.ts';
import type { OverviewSeries } from './series.ts';

export interface Finding extends Attention {
  /** Requests per second that suffer: sorts findings of equal severity. */
  harm: number;
  /** Where the caller named in the evidence lives: not everybody may know. */
  evidenceNamespace: string | null;
  /** Id of the service's node in the service graph; null for findings about objects. */
  service: string | null;
  /** Full host name, where the finding is about one. */
  host: string | null;
  /** Findings that explain this one. */
  causes: string[];
}

export interface TrafficContext {
  /** Versioned apps, without service nodes. */
  graph: Graph;
  series: OverviewSeries | null;
}

/** When a version counts as worse than its best sibling. Both must have enough requests. */
export const versionRule = {
  /** Its error ratio is past the health rule's and at least this many times the sibling's. */
  errorFactor: 3,
  /** Its p95 is at least this many times the sibling's, and this much longer. */
  latencyFactor: 1.4,
  latencyGapMs: 50,
} as const;

/** One line of a service: the node of the service graph, and the nodes of its versions in the versioned graph. */
export interface ServiceView {
  service: GraphNode;
  host: string;
  versions: GraphNode[];
}

export function serviceFindings(view: ServiceView, context: TrafficContext): Finding[] {
  const byVersion = versionFindings(view, context);
  const { service, host, versions } = view;
  const traffic = service.inbound;
  if (traffic === null) return byVersion;
  const findings = [...byVersion];
  const reason = (code: string) => service.health.reasons.find((entry) => entry.code === code);
  const errors = reason('error-ratio');
  const base = {
    ...blank(service),
    service: service.id,
    host,
    node: versions[0]?.id ?? service.id,
    requestsPerSecond: traffic.requestsPerSecond,
  };
  if (errors !== undefined && !byVersion.some(({ code }) => code === 'version-fails')) {
    const series = context.series?.errorRatio(host, null) ?? [];
    const degraded = errors.threshold ?? healthRule.error.degraded;
    findings.push({
      ...base,
      ...evidenceOf([...versions, service], context.graph),
      id: `service-fails/${service.id}`,
      code: 'service-fails',
      severity: isFailing(errors) ? 'failing' : 'degraded',
      value: errors.value,
      threshold: errors.threshold,
      since:
        context.series?.onset(series, (value) => value >= Math.min(degraded, healthRule.error.degraded)) ??
        null,
      series,
      harm: (errors.value ?? 0) * traffic.requestsPerSecond,
    });
  }
  const latency = reason('latency');
  if (latency !== undefined && !byVersion.some(({ code }) => code === 'version-slow')) {
    const series = context.series?.p95(host, null) ?? [];
    const threshold = latency.threshold ?? healthRule.latencyMs.degraded;
    findings.push({
      ...base,
      id: `service-slow/${service.id}`,
      code: 'service-slow',
      severity: 'degraded',
      value: latency.value,
      threshold,
      since: context.series?.onset(series, (value) => value > threshold) ?? null,
      series,
      harm: traffic.requestsPerSecond * slowShare,
    });
  }
  return findings;
}

/** Full names of the hosts whose slowness is to be drawn. */
export function slowHosts(findings: readonly Finding[]): string[] {
  const slow = findings.filter(({ code }) => code === 'service-slow' || code === 'version-slow');
  return [...new Set(slow.flatMap(({ host }) => host ?? []))];
}

/** A slow request is taken as a twentieth of a failed one: the p95 says that one of twenty is concerned. */
const slowShare = 0.05;

function isFailing({ value, threshold }: { value: number | null; threshold: number | null }): boolean {
  return value !== null && value >= Math.max(healthRule.error.failing, threshold ?? 0);
}

/** A version with enough requests to be judged by. */
interface JudgedVersion {
  node: GraphNode;
  version: string;
  traffic: Traffic;
}

/** Versions that fail more, or are slower, than the best of the other versions of their service. */
function versionFindings(view: ServiceView, context: TrafficContext): Finding[] {
  const judged = view.versions.flatMap((node): JudgedVersion[] => {
    const traffic = node.inbound;
    const requests = (traffic?.requestsPerSecond ?? 0) * context.graph.windowSeconds;
    return traffic !== null && requests >= healthRule.minimumRequests && node.version !== null
      ? [{ node, version: node.version, traffic }]
      : [];
  });
  return judged.flatMap((one) => {
    const siblings = judged.filter((other) => other.node !== one.node);
    const found = [failingVersion(one, siblings, view, context), slowVersion(one, siblings, view, context)];
    return found.filter((finding) => finding !== null);
  });
}

function aboutVersion({ service, host }: ServiceView, { node, version, traffic }: JudgedVersion) {
  return {
    ...blank(service),
    service: service.id,
    host,
    version,
    node: node.id,
    requestsPerSecond: traffic.requestsPerSecond,
  };
}

function failingVersion(
  one: JudgedVersion,
  siblings: readonly JudgedVersion[],
  view: ServiceView,
  { graph, series }: TrafficContext,
): Finding | null {
  const { node, version, traffic } = one;
  const ratio = traffic.errorRatio ?? 0;
  const sound = best(siblings, (other) => other.errorRatio);
  if (sound === null || ratio < healthRule.error.degraded) return null;
  if (ratio < versionRule.errorFactor * (sound.traffic.errorRatio ?? 0)) return null;
  const failing = ratio >= healthRule.error.failing;
  const line = series?.errorRatio(view.host, version) ?? [];
  return {
    ...aboutVersion(view, one),
    ...evidenceOf([node], graph),
    id: `version-fails/${node.id}`,
    code: 'version-fails',
    severity: failing ? 'failing' : 'degraded',
    value: ratio,
    threshold: failing ? healthRule.error.failing : healthRule.error.degraded,
    peer: sound.version,
    peerValue: sound.traffic.errorRatio,
    since: series?.onset(line, (value) => value >= healthRule.error.degraded) ?? null,
    series: line,
    harm: ratio * traffic.requestsPerSecond,
  };
}

function slowVersion(
  one: JudgedVersion,
  siblings: readonly JudgedVersion[],
  view: ServiceView,
  { series }: TrafficContext,
): Finding | null {
  const { node, version, traffic } = one;
  const quick = best(siblings, latencyOf);
  const own = latencyOf(traffic);
  const other = quick === null ? null : latencyOf(quick.traffic);
  if (quick === null || own === null || other === null) return null;
  if (own < versionRule.latencyFactor * other || own - other < versionRule.latencyGapMs) return null;
  const line = series?.p95(view.host, version) ?? [];
  return {
    ...aboutVersion(view, one),
    id: `version-slow/${node.id}`,
    code: 'version-slow',
    severity: 'degraded',
    value: own,
    threshold: rounded(versionRule.latencyFactor * other),
    peer: quick.version,
    peerValue: other,
    since: series?.onset(line, (value) => value >= versionRule.latencyFactor * other) ?? null,
    series: line,
    harm: traffic.requestsPerSecond * slowShare,
  };
}

/** The best sibling by that number; of equals the one with the most traffic. */
function best<T extends { traffic: Traffic }>(
  siblings: readonly T[],
  read: (traffic: Traffic) => number | null,
): T | null {
  const known = siblings.filter(({ traffic }) => read(traffic) !== null);
  const sorted = known.sort(
    (a, b) =>
      (read(a.traffic) ?? 0) - (read(b.traffic) ?? 0) ||
      b.traffic.requestsPerSecond - a.traffic.requestsPerSecond,
  );
  return sorted[0] ?? null;
}

function latencyOf({ p95Ms }: Traffic): number | null {
  return p95Ms;
}

function evidenceOf(
  targets: readonly GraphNode[],
  graph: Graph,
): Pick<Finding, 'evidence' | 'evidenceNamespace'> {
  const ids = new Set(targets.map(({ id }) => id));
  const errorsOf = (edge: GraphEdge) => edge.requestsPerSecond * (edge.errorRatio ?? 0);
  const failing = graph.edges.filter((edge) => ids.has(edge.target) && errorsOf(edge) > 0);
  const [worst] = failing.sort((a, b) => errorsOf(b) - errorsOf(a));
  if (worst === undefined) return { evidence: null, evidenceNamespace: null };
  const source = graph.nodes.find(({ id }) => id === worst.source);
  const commonest = worst.failures?.[0];
  return {
    evidence: {
      source: source === undefined || source.kind === 'unknown' ? null : (source.app ?? source.name),
      responseCode: commonest?.code.replace(/^http /, '') ?? null,
      flag: commonest === undefined || commonest.flags === '' ? null : commonest.flags,
      errorsPerSecond: rounded(errorsOf(worst)),
    },
    evidenceNamespace: source?.namespace ?? null,
  };
}

/** A finding about a node, with nothing said yet. */
export function blank({
  namespace,
  name,
}: {
  namespace: string;
  name: string;
}): Omit<Finding, 'id' | 'code' | 'severity'> {
  return {
    namespace,
    name,
    version: null,
    object: null,
    value: null,
    threshold: null,
    peer: null,
    peerValue: null,
    requestsPerSecond: null,
    evidence: null,
    missing: null,
    since: null,
    series: [],
    node: null,
    harm: 0,
    evidenceNamespace: null,
    service: null,
    host: null,
    causes: [],
  };
}

const severityRank = { failing: 1, degraded: 0 } as const;

/** Most harmful first; of equals the oldest, unknown ages being the oldest. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    severityRank[b.severity] - severityRank[a.severity] ||
    b.harm - a.harm ||
    (a.since ?? 0) - (b.since ?? 0) ||
    (a.id < b.id ? -1 : 1)
  );
}
