/**
 * PromQL of somebody who may see some namespaces, kept to them. As prom-label-proxy does
 * (https://github.com/prometheus-community/prom-label-proxy/blob/main/injectproxy/enforce.go) every selector of the expression gets matchers
 * of ours beside its own; matchers only ever take away, so the reader's own cannot widen them. What Prometheus computes then
 * depends on series of these namespaces alone, whatever functions, forged labels, subqueries or times stand around the selectors.
 *
 * A series belongs to the reader when its `namespace` is theirs; one of Istio's traffic metrics when BOTH its ends are. One end is not
 * enough: its labels would name callers in namespaces that the graph shows without name, and matchers on them would answer guesses.
 * It is where the other end can neither be seen nor asked for (one-end.ts).
 */
import type { Aggregation, Expression, VectorSelector } from '../promql/expression.ts';
import type { Matcher as WrittenMatcher } from '../promql/matcher.ts';
import { parseQuery } from '../promql/parse.ts';
import { positionText, QueryError } from '../promql/query-error.ts';
import type { Result } from '../result.ts';
import { fail, ok } from '../result.ts';
import { type End, loneEnd } from './one-end.ts';
import { type PinProblem, pinProblems } from './pin-problems.ts';
import { isOneOf, type Matcher, matches } from './promql.ts';
import { writtenExpression } from './written-expression.ts';

export interface PinFailure {
  /** Null: the text is no PromQL. */
  problem: PinProblem | null;
  /** With its place, as Prometheus words it: `1:5: parse error: …`. */
  message: string;
}

const mostSelectors = 20;
const longestPinned = 256 * 1024;

const trafficMetrics =
  'istio_(requests?|response|tcp)_(total|duration_milliseconds|bytes|messages|sent_bytes|received_bytes|connections_(opened|closed))';
/** Names of Istio's traffic metrics, and of rules recorded from them: their labels name two ends. */
const trafficName = new RegExp(`(^|:)${trafficMetrics}`);
/** The same for Prometheus, for questions that name no metric. */
const trafficPattern = `(.*:)?${trafficMetrics}.*`;
const trafficEnds = [
  'source_workload_namespace',
  'destination_workload_namespace',
  'destination_service_namespace',
];
/** Other labels that name the namespace of what a series tells of. */
const placeLabels = ['namespace', 'exported_namespace', 'kubernetes_namespace'];
/** What Istio says of an end that it does not know. */
const unknown = 'unknown';

/** `end`: the only one that the expression tells of, where it is but one. */
function ownMatchers(metric: string, namespaces: readonly string[], end: End | null = null): Matcher[] {
  const absentOrOwn = (label: string) => isOneOf(label, ['', ...namespaces]);
  if (end === 'source' && trafficName.test(metric)) return [isOneOf('source_workload_namespace', namespaces)];
  if (end === 'destination' && trafficName.test(metric)) {
    return [
      isOneOf('destination_workload_namespace', namespaces),
      isOneOf('destination_service_namespace', ['', unknown, ...namespaces]),
    ];
  }
  if (trafficName.test(metric)) {
    const [source = '', workload = '', service = ''] = trafficEnds;
    const recorded = metric.includes(':');
    return [
      isOneOf(source, [unknown, ...namespaces]),
      // Rules may leave the service's namespace out: then nothing else tells where an unknown workload would be.
      isOneOf(workload, recorded ? namespaces : [unknown, ...namespaces]),
      isOneOf(service, recorded ? ['', unknown, ...namespaces] : [unknown, ...namespaces]),
      ...placeLabels.map(absentOrOwn),
    ];
  }
  const [place = '', ...others] = placeLabels;
  return [
    isOneOf(place, namespaces),
    ...others.map(absentOrOwn),
    ...trafficEnds.map((label) => isOneOf(label, ['', unknown, ...namespaces])),
  ];
}

/** A label matcher of the tree; its pattern is Prometheus' business. */
function written({ label, operator, value }: Matcher): WrittenMatcher {
  return { label, operator, value, matches: () => false };
}

class Refusal extends Error {
  readonly problem: PinProblem;
  readonly offset: number;
  constructor(problem: PinProblem, offset: number) {
    super(problem);
    this.problem = problem;
    this.offset = offset;
  }
}

/** The expression kept to these namespaces. */
export function pinnedQuery(query: string, visible: ReadonlySet<string>): Result<string, PinFailure> {
  const refuse = (problem: PinProblem, offset = 0) =>
    fail({ problem, message: `${positionText(query, offset)}: ${pinProblems[problem]}` });
  const namespaces = [...visible].sort();
  // A matcher of no value would match what has no namespace at all.
  if (namespaces.length === 0) return refuse('no-namespace');
  try {
    const promql = writtenExpression(pinnedTree(parseQuery(query), namespaces));
    return promql.length > longestPinned ? refuse('complex') : ok(promql);
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.problem, error.offset);
    if (error instanceof QueryError) return fail({ problem: null, message: error.message });
    // Nested deeper than the stack.
    if (error instanceof RangeError) return refuse('complex');
    throw error;
  }
}

function pinnedTree(expression: Expression, namespaces: readonly string[]): Expression {
  let selectors = 0;

  function selector(node: VectorSelector, end: End | null = null): VectorSelector {
    selectors += 1;
    if (selectors > mostSelectors) throw new Refusal('complex', node.from);
    const names = node.matchers.filter(({ label }) => label === '__name__');
    const [name] = names;
    if (name === undefined || names.length > 1 || name.operator !== '=' || name.value === '') {
      throw new Refusal('unnamed', node.from);
    }
    return {
      ...node,
      matchers: [...node.matchers, ...ownMatchers(name.value, namespaces, end).map(written)],
    };
  }

  function aggregation(node: Aggregation): Expression {
    const end = loneEnd(node);
    const parameter = node.parameter === undefined ? undefined : visit(node.parameter);
    return { ...node, parameter, expression: visit(node.expression, end) };
  }

  /** `end` goes down to the one selector below. */
  function visit(node: Expression, end: End | null = null): Expression {
    switch (node.kind) {
      case 'number':
      case 'string':
        return node;
      case 'selector':
        return selector(node, end);
      case 'matrix':
        return { ...node, selector: selector(node.selector, end) };
      case 'subquery':
      case 'unary':
        return { ...node, expression: visit(node.expression) };
      case 'paren':
        return { ...node, expression: visit(node.expression, end) };
      case 'call':
        return { ...node, args: node.args.map((arg) => visit(arg, end)) };
      case 'aggregation':
        return aggregation(node);
      case 'binary':
        return { ...node, left: visit(node.left), right: visit(node.right) };
    }
  }

  return visit(expression);
}

/** `match[]` of questions for names and values: of one metric, or of all that the namespaces have. Null where none is visible. */
export function pinnedSelectors(metric: string | null, visible: ReadonlySet<string>): string[] | null {
  const namespaces = [...visible].sort();
  if (namespaces.length === 0) return null;
  const selectorOf = (name: Matcher, matchers: readonly Matcher[]) =>
    writtenExpression({
      kind: 'selector',
      name: '',
      matchers: [name, ...matchers].map(written),
      offsetMs: 0,
      at: undefined,
      from: 0,
      to: 0,
    });
  if (metric !== null) {
    const named: Matcher = { label: '__name__', operator: '=', value: metric };
    return [selectorOf(named, ownMatchers(metric, namespaces))];
  }
  const notTraffic: Matcher = { label: '__name__', operator: '!~', value: trafficPattern };
  const traffic = matches('__name__', trafficPattern);
  return [
    selectorOf(notTraffic, ownMatchers('any', namespaces)),
    selectorOf(traffic, ownMatchers('istio_requests_total', namespaces)),
  ];
}
