/** A service that fails or is slow because one it calls does is a consequence: of a chain, only the end needs attention. */
import type { Graph, GraphEdge } from '../../api/traffic/graph.ts';
import { healthRule } from '../health/health.ts';
import type { Finding, ServiceView } from './attention.ts';

/** From this share on, errors of the callees account for those of their caller. */
const errorShare = 0.5;

/** Notes at each finding about traffic the findings about callees that explain it. */
export function linkCauses(findings: readonly Finding[], views: readonly ServiceView[], graph: Graph): void {
  const viewOf = new Map(
    views.flatMap((view) => [view.service, ...view.versions].map(({ id }) => [id, view])),
  );
  const bySource = Map.groupBy(graph.edges, ({ source }) => source);
  const concerning = Map.groupBy(
    findings.filter(({ service }) => service !== null),
    ({ service, code }) => `${service}\n${isSlow(code) ? 'slow' : 'errors'}`,
  );
  for (const finding of findings) {
    const own = views.find(({ service }) => service.id === finding.service);
    if (own === undefined) continue;
    const slow = isSlow(finding.code);
    const nodes = finding.version === null ? own.versions.map(({ id }) => id) : [finding.node ?? ''];
    const calls = nodes
      .flatMap((id) => bySource.get(id) ?? [])
      .flatMap((edge) => {
        const callee = viewOf.get(edge.target)?.service.id;
        const told = concerning.get(`${callee}\n${slow ? 'slow' : 'errors'}`) ?? [];
        return callee === finding.service || told.length === 0 ? [] : [{ edge, told }];
      });
    const explained = slow
      ? calls.some(({ edge }) => isSlowCall(edge))
      : calls.reduce((sum, { edge }) => sum + errorsOf(edge), 0) >= errorShare * finding.harm;
    const causes = calls.filter(({ edge }) => (slow ? isSlowCall(edge) : errorsOf(edge) > 0));
    if (explained) finding.causes = [...new Set(causes.flatMap(({ told }) => told.map(({ id }) => id)))];
  }
}

/** Findings of which no other shown one is the cause; those in a circle all stay. */
export function rootFindings(shown: readonly Finding[]): Finding[] {
  const byId = new Map(shown.map((finding) => [finding.id, finding]));
  const causesOf = ({ causes }: Finding) => causes.flatMap((id) => byId.get(id) ?? []);
  const leadsToRoot = (finding: Finding, seen: Set<string>): boolean =>
    causesOf(finding).some((cause) => {
      if (seen.has(cause.id)) return false;
      seen.add(cause.id);
      return causesOf(cause).length === 0 || leadsToRoot(cause, seen);
    });
  return shown.filter((finding) => !leadsToRoot(finding, new Set([finding.id])));
}

function isSlow(code: Finding['code']): boolean {
  return code === 'service-slow' || code === 'version-slow';
}

function isSlowCall({ p95Ms }: GraphEdge): boolean {
  return p95Ms !== null && p95Ms > healthRule.latencyMs.degraded;
}

function errorsOf({ requestsPerSecond, errorRatio }: GraphEdge): number {
  return requestsPerSecond * (errorRatio ?? 0);
}
