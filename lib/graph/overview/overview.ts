/** A user's overview: the part of the survey that lies in namespaces they may see. */
import type { Health, HealthState } from '../../api/traffic/graph.ts';
import type { Attention, Overview } from '../../api/traffic/overview.ts';
import { compareHealth, judgeHealth } from '../health/health.ts';
import { rounded } from '../telemetry/traffic-sum.ts';
import type { Finding } from './attention.ts';
import { rootFindings } from './root-causes.ts';
import type { Survey, SurveyedNamespace, SurveyedService } from './survey.ts';

/** Length of each top list. */
const topCount = 6;
const changeCount = 20;

export interface OverviewScope {
  /** Namespaces that the user may see; null for all. */
  visible: ReadonlySet<string> | null;
  /** Namespaces asked for; null for all that are visible. */
  requested?: ReadonlySet<string> | null;
}

export function buildOverview(survey: Survey, { visible, requested = null }: OverviewScope): Overview {
  const maySee = (namespace: string) => visible === null || visible.has(namespace);
  const isShown = ({ namespace }: { namespace: string }) =>
    maySee(namespace) && (requested === null || requested.has(namespace));
  const services = survey.services.filter(isShown);
  const byNamespace = Map.groupBy(services, ({ namespace }) => namespace);
  const shown = survey.namespaces.filter(({ name }) => isShown({ namespace: name }));
  return {
    at: survey.at,
    metricsAt: survey.metricsAt,
    windowSeconds: survey.windowSeconds,
    rangeSeconds: survey.rangeSeconds,
    allNamespaces: visible === null,
    totals: totalsOf(shown, services, survey.answered.requests),
    attention: rootFindings(survey.findings.filter(isShown)).map((finding) => toAttention(finding, maySee)),
    namespaces: shown
      .map((namespace) => toRow(namespace, byNamespace.get(namespace.name) ?? [], survey))
      .sort(compareRows),
    top: topLists(services),
    splits: survey.splits.filter(isShown),
    changes: survey.changes.filter(isShown).slice(0, changeCount),
    warnings: [...survey.warnings],
  };
}

function toAttention(finding: Finding, maySee: (namespace: string) => boolean): Attention {
  const { harm: _h, service: _s, host: _o, causes: _c, evidenceNamespace, ...attention } = finding;
  const { evidence, object } = attention;
  const hidden = evidenceNamespace !== null && evidenceNamespace !== '' && !maySee(evidenceNamespace);
  return {
    ...attention,
    object: object !== null && maySee(object.namespace) ? object : null,
    evidence: evidence !== null && hidden ? { ...evidence, source: null } : evidence,
  };
}

function totalsOf(
  namespaces: readonly SurveyedNamespace[],
  services: readonly SurveyedService[],
  known: boolean,
): Overview['totals'] {
  let requests = 0;
  let failed = 0;
  for (const { traffic, receives } of namespaces) {
    if (!receives) continue;
    requests += traffic?.requestsPerSecond ?? 0;
    failed += (traffic?.requestsPerSecond ?? 0) * (traffic?.errorRatio ?? 0);
  }
  return {
    namespaces: namespaces.length,
    services: services.length,
    requestsPerSecond: known ? rounded(requests) : null,
    successRatio: known && requests > 0 ? rounded(1 - failed / requests) : null,
  };
}

type Row = Overview['namespaces'][number];

function toRow(
  { name, injected, traffic, series }: SurveyedNamespace,
  services: readonly SurveyedService[],
  survey: Survey,
): Row {
  return {
    name,
    health: healthOf(services, traffic !== null, survey),
    services: services.length,
    failing: services.filter(({ health }) => health.state === 'failing').length,
    degraded: services.filter(({ health }) => health.state === 'degraded').length,
    injected,
    traffic,
    series,
  };
}

/** Of a namespace: its worst service; one that cannot be judged or is idle does not speak for the others. */
function healthOf(
  services: readonly SurveyedService[],
  busy: boolean,
  { answered, windowSeconds }: Survey,
): Health {
  const rank = ({ state }: Health) => namespaceOrder.indexOf(state);
  const [worst] = services.map(({ health }) => health).sort((a, b) => rank(a) - rank(b));
  if (busy && (worst === undefined || worst.state === 'idle')) return { state: 'healthy', reasons: [] };
  const silence = answered.requests && answered.tcp ? 'idle' : 'unknown';
  return worst ?? judgeHealth({ traffic: null, windowSeconds, silence });
}

const namespaceOrder: readonly HealthState[] = ['failing', 'degraded', 'healthy', 'unknown', 'idle'];

function compareRows(a: Row, b: Row): number {
  const errors = ({ traffic }: Row) => (traffic?.requestsPerSecond ?? 0) * (traffic?.errorRatio ?? 0);
  return (
    namespaceOrder.indexOf(a.health.state) - namespaceOrder.indexOf(b.health.state) ||
    b.failing - a.failing ||
    b.degraded - a.degraded ||
    (a.failing > 0 ? errors(b) - errors(a) : 0) ||
    (b.traffic?.requestsPerSecond ?? 0) - (a.traffic?.requestsPerSecond ?? 0) ||
    (a.name < b.name ? -1 : 1)
  );
}

function topLists(services: readonly SurveyedService[]): Overview['top'] {
  const list = (read: (service: SurveyedService) => number | null): Overview['top']['busiest'] =>
    services
      .map((service) => ({ service, value: read(service) ?? 0 }))
      .filter(({ value }) => value > 0)
      .sort(
        (a, b) =>
          b.value - a.value ||
          compareHealth(b.service.health.state, a.service.health.state) ||
          (a.service.name < b.service.name ? -1 : 1),
      )
      .slice(0, topCount)
      .map(({ service: { namespace, name, health }, value }) => ({ namespace, name, value, health }));
  const isJudged = ({ health }: SurveyedService) =>
    !health.reasons.some(({ code }) => code === 'too-few-requests');
  return {
    busiest: list(({ traffic }) => traffic?.requestsPerSecond ?? null),
    errors: list((service) => (isJudged(service) ? (service.traffic?.errorRatio ?? null) : null)),
    slowest: list((service) => (isJudged(service) ? (service.traffic?.p95Ms ?? null) : null)),
  };
}
