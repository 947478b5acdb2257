/**
 * Expressions written anew mean what they meant, and those that are kept to namespaces (lib/metrics/pinned.ts) answer the same whatever
 * lies in other namespaces: shown by evaluating them.
 */
import { expect, test } from 'vitest';
import { randomQuery } from '#e2e/cluster/differential/promql/random-query.ts';
import { seeded } from '#e2e/oracles/routes/random.ts';
import { pinnedQuery } from '#lib/metrics/pinned.ts';
import { writtenExpression } from '#lib/metrics/written-expression.ts';
import { parseQuery as readQuery } from '#lib/promql/parse.ts';
import { LabelSet } from './label-set.ts';
import { answerText } from './testing/answer-text.ts';
import type { FixtureSeries } from './testing/fixture-source.ts';

const atMs = 1_767_225_600_000 + 1_800_000;
const own = new Set(['api', 'web']);
const hidden = ['db', '0', 'none'];

/** The names and labels of random queries as they are in a mesh: a job is a namespace, http_requests_total is Istio's. */
function ofMesh(query: string): string {
  return query
    .replaceAll('http_requests_total', 'istio_requests_total')
    .replaceAll('job', 'namespace')
    .replaceAll('room', 'source_workload_namespace')
    .replaceAll('version', 'destination_workload_namespace');
}

function seriesOf(name: string, labels: Record<string, string>, seed: number): FixtureSeries {
  const samples = Array.from({ length: 60 }, (_, index) => {
    return [atMs - (60 - index) * 30_000, ((seed * 7 + index * (seed % 5)) % 1000) + index] as const;
  });
  return { labels: LabelSet.from({ __name__: name, ...labels }), samples };
}

const metrics =
  'memory_bytes temperature limit_bytes ended begun once bare texts nothing sparse_total build_info request_duration_seconds_count'.split(
    ' ',
  );

function mesh(namespaces: readonly string[], foreign: readonly string[]): FixtureSeries[] {
  let seed = 0;
  const all: FixtureSeries[] = [];
  const add = (name: string, labels: Record<string, string>) => {
    seed += 1;
    all.push(seriesOf(name, labels, seed));
  };
  for (const namespace of namespaces) {
    for (const metric of metrics) add(metric, { namespace, instance: '0', code: '200', text: 'a' });
    for (const le of ['0.1', '1', '+Inf']) {
      add('request_duration_seconds_bucket', { namespace, le });
      add('torn_seconds_bucket', { namespace, le });
    }
  }
  const ends = (source: string, destination: string) => ({
    source_workload_namespace: source,
    destination_workload_namespace: destination,
    destination_service_namespace: destination,
    code: '200',
    instance: `${source}-${destination}`,
  });
  for (const source of namespaces) {
    for (const destination of [...namespaces, 'unknown']) {
      add('istio_requests_total', ends(source, destination));
    }
    for (const other of foreign) {
      add('istio_requests_total', ends(source, other));
      add('istio_requests_total', ends(other, source));
    }
  }
  return all;
}

const ours = mesh([...own], []);
const everybodys = [...ours, ...mesh(hidden, [...own]), ...mesh([...own], hidden)].filter(
  (series, index, all) => all.findIndex(({ labels }) => labels.key === series.labels.key) === index,
);
/** What belongs to no namespace at all. */
const nobodys = metrics.map((metric, index) => seriesOf(metric, { code: '200', instance: 'node' }, index));

function queries(count: number, seed: number): string[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => randomQuery(random));
}

test('written anew, queries have the same answers', () => {
  let answered = 0;
  for (const query of queries(1500, 7).map(ofMesh)) {
    let again: string;
    try {
      again = writtenExpression(readQuery(query));
    } catch {
      continue;
    }
    const asked = { at: atMs / 1000 };
    const before = answerText(ours, query, asked);
    const after = answerText(ours, again, asked);
    // Places differ in what is said about them.
    if (/^(bad_data|execution): | \| /.test(before)) continue;
    if (before !== '') answered += 1;
    expect({ query, again, answer: after }).toEqual({ query, again, answer: before });
  }
  expect(answered).toBeGreaterThan(200);
});

/** The same calls, of other names in the namespaces that are hidden. */
function renamed(all: readonly FixtureSeries[]): FixtureSeries[] {
  const other = (value: string) => (hidden.includes(value) ? `${value}-renamed` : value);
  return all.map(({ labels, samples }) => ({
    labels: LabelSet.from({
      __name__: labels.name,
      ...Object.fromEntries(
        labels
          .withoutName()
          .entries()
          .map(([name, value]) => [name, value.split('-').map(other).join('-')]),
      ),
    }),
    samples,
  }));
}

test('SEC-24 sums that tell of one end alone count hidden callers, and are the same whatever those are called', () => {
  const asked = { at: atMs / 1000 };
  const among = [...everybodys, ...nobodys];
  let counted = 0;
  for (const query of [
    'sum by (destination_workload_namespace) (istio_requests_total)',
    'sum by (source_workload_namespace) (rate(istio_requests_total[5m]))',
    'sum(istio_requests_total{destination_workload_namespace=~".+"})',
    'sum by (destination_workload_namespace) (increase(istio_requests_total{destination_workload_namespace!="web"}[5m]))',
    'sum by (destination_service_namespace, instance) (istio_requests_total)',
    'sum by (destination_workload_namespace) (istio_requests_total{instance=~".*-renamed.*|db-.*"})',
    'count by (destination_workload_namespace) (istio_requests_total)',
  ]) {
    const kept = pinnedQuery(query, own);
    if (!kept.ok) throw new Error(kept.error.message);
    const answer = answerText(among, kept.value, asked);
    expect({ query, answer: answerText(renamed(among), kept.value, asked) }).toEqual({ query, answer });
    if (answer !== answerText(ours, kept.value, asked)) counted += 1;
  }
  expect(counted).toBe(4);
});

test('SEC-21 kept to namespaces, queries answer the same whatever there is in others', () => {
  let telling = 0;
  let kept = 0;
  for (const query of queries(3000, 11).map(ofMesh)) {
    const result = pinnedQuery(query, own);
    // Sums of one end count what others send: the test above.
    if (!result.ok || /(source|destination)_workload_namespace=~"api\|web"/.test(result.value)) continue;
    kept += 1;
    const asked = { at: atMs / 1000 };
    const alone = answerText(ours, result.value, asked);
    const among = answerText([...everybodys, ...nobodys], result.value, asked);
    expect({ query, answer: among }).toEqual({ query, answer: alone });
    if (answerText([...everybodys, ...nobodys], query, asked) !== alone) telling += 1;
  }
  // Without being kept, many of them would have told.
  expect(kept).toBeGreaterThan(1000);
  expect(telling).toBeGreaterThan(300);
});
