/** What Prometheus received, read: whose series its questions could find. */
import { parseQuery } from '#lib/promql/parse.ts';
import type { Recorded } from '#lib/server/testing/recorder.ts';

type Labels = Readonly<Record<string, string>>;

/** Labels that tell whose a series is; all others are left out of account, so that none of them can hide a question that is too wide. */
const telling = [
  'source_workload_namespace',
  'destination_workload_namespace',
  'destination_service_namespace',
  'destination_service',
  'namespace',
];

/** Series of a namespace alone, and of none. */
export function alien(namespace: string): Labels[] {
  const ends = {
    source_workload_namespace: namespace,
    destination_workload_namespace: namespace,
    destination_service_namespace: namespace,
    destination_service: `ledger.${namespace}.svc.cluster.local`,
  };
  const outward = {
    ...ends,
    destination_workload_namespace: 'unknown',
    destination_service_namespace: 'unknown',
    destination_service: `registry.${namespace}.example`,
  };
  return [ends, { ...ends, namespace }, outward, { ...outward, namespace }, { namespace }, {}];
}

interface Selector {
  name: string;
  matchers: readonly { label: string; operator: string; value: string }[];
}

/** Of the parsed tree, wherever they stand. */
export function selectorsIn(node: unknown): Selector[] {
  if (typeof node !== 'object' || node === null) return [];
  const found = Object.values(node).flatMap(selectorsIn);
  return isSelector(node) ? [...found, node] : found;
}

function isSelector(node: object): node is Selector {
  return 'kind' in node && node.kind === 'selector' && 'matchers' in node && Array.isArray(node.matchers);
}

function holds({ operator, value }: Selector['matchers'][number], actual: string): boolean {
  const equal = operator.endsWith('~') ? new RegExp(`^(?:${value})$`, 's').test(actual) : actual === value;
  return operator.startsWith('!') ? !equal : equal;
}

const takes = ({ matchers }: Selector, series: Labels) =>
  matchers
    .filter(({ label }) => telling.includes(label))
    .every((matcher) => holds(matcher, series[matcher.label] ?? ''));

export function questionsOf({ method, body, query }: Recorded): string[] {
  const form = method === 'POST' ? new URLSearchParams(body) : query;
  return [...form.getAll('query'), ...form.getAll('match[]')];
}

/** Questions of which a selector could find one of these series. */
export function tooWide(questions: readonly string[], series: readonly Labels[]): string[] {
  return questions.filter((question) =>
    selectorsIn(parseQuery(question)).some((selector) => series.some((one) => takes(selector, one))),
  );
}
