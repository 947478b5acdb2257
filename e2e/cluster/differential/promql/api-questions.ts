/** Questions about the API around queries: series, labels, status, and parameters that are missing, malformed or too large. */
import { fixtureEndMs, fixtureStartMs } from './fixture-samples.ts';
import { type Question, secondsText } from './question.ts';

const from = 'the API around queries';
type Parameters = Readonly<Record<string, string | readonly string[]>>;

const at = secondsText(fixtureStartMs + 3600_000);
const [start, end] = [secondsText(fixtureStartMs), secondsText(fixtureEndMs)];
const span = { start, end };
const range = { query: 'memory_bytes', start, end, step: '60' };

function question(path: string, parameters: Parameters, method: Question['method'] = 'GET'): Question {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => [name, one] as const),
  );
  return { from, method, path, parameters: pairs };
}

/** Asked by GET and by POST, which must agree. */
function both(path: string, parameters: Parameters): Question[] {
  return [question(path, parameters), question(path, parameters, 'POST')];
}

const instantQueries: readonly Parameters[] = [
  {},
  { query: '' },
  { query: 'memory_bytes' },
  ...['x', '1e3', '-5', '1736000000.1234', '1e20', 'NaN', 'Inf', at.slice(0, -1)].map((time) => ({
    query: 'time()',
    time,
  })),
  ...[
    '2025-01-01T01:00:00Z',
    '2025-01-01T02:00:00.5+01:00',
    '2025-01-01T01:00:00',
    '2025-01-01',
    '2025-02-30T01:00:00Z',
    '2025-01-01t01:00:00z',
    '2025-01-01T24:00:00Z',
    '1_000',
    '0x10',
    '1e',
  ].map((time) => ({ query: 'sum(memory_bytes)', time })),
  ...['1', '0', '2', '-1', 'x', '1.5', '', '+3', '99999999999999999999'].map((limit) => ({
    query: 'memory_bytes',
    time: at,
    limit,
  })),
  { query: '1', time: at, limit: '1' },
  { query: '"text"', time: at },
  { query: 'memory_bytes[1m]', time: at, limit: '2' },
  ...['1s', '0', '', 'x', '1', '-1s', '1e-9', '1e30', 'NaN'].map((timeout) => ({
    query: 'count(memory_bytes)',
    time: at,
    timeout,
  })),
  ...['1s', '10m', '', 'x', '0', '-5m', '0.5'].map((lookback) => ({
    query: 'memory_bytes',
    time: at,
    lookback_delta: lookback,
  })),
  { query: ['memory_bytes', 'bare'], time: at },
];

const rangeQueries: readonly Parameters[] = [
  range,
  {},
  { query: 'bare' },
  { query: 'bare', start },
  { query: 'bare', start, end },
  ...['0', '-1', 'x', '', '1s', '1m30s', '0.5', '1ms', '1e-3', '1e-4', '1h', '1e30', 'NaN', '1y2w'].map(
    (step) => ({
      ...range,
      query: 'sum(memory_bytes)',
      start: secondsText(fixtureEndMs - 5000),
      step,
    }),
  ),
  { ...range, start: end, end: start },
  { ...range, start: 'x' },
  { ...range, end: '' },
  { ...range, query: '' },
  { ...range, query: 'memory_bytes[5m]' },
  { ...range, query: '"text"' },
  { ...range, query: '1' },
  { ...range, query: 'nothing_at_all' },
  { ...range, step: '0.001' },
  { ...range, start: '0', end: '11000', step: '1', query: 'vector(1)' },
  { ...range, start: '0', end: '11001', step: '1', query: 'vector(1)' },
  { ...range, start: '2025-01-01T00:00:00Z', end: '2025-01-01T00:10:00Z' },
  { ...range, start: '1735689600.123', end: '1735689660.001', step: '7.25', query: 'time()' },
  ...['1', '3', '0', '-1', 'x'].map((limit) => ({ ...range, limit })),
  { ...range, timeout: 'x' },
  { ...range, lookback_delta: '15s' },
  { ...range, lookback_delta: 'soon' },
];

const selectors: readonly (string | readonly string[])[] = [
  'memory_bytes',
  '{job="api"}',
  '{__name__=~".*_total",job!="db"}',
  ['memory_bytes', 'limit_bytes'],
  ['memory_bytes', 'memory_bytes{job="api"}'],
  '{job=~".*"}',
  '{}',
  '',
  'memory_bytes[5m]',
  'sum(memory_bytes)',
  'memory_bytes offset 5m',
  'memory_bytes{',
  '{job=~"("}',
  '{"dotted.name"}',
  '{"label.with.dots"="x"}',
  'nothing_at_all',
  ['memory_bytes', '{'],
];

const listings: readonly Parameters[] = [
  {},
  span,
  ...selectors.map((match) => ({ 'match[]': match })),
  { 'match[]': '{__name__=~".+"}', limit: '5' },
  { 'match[]': 'memory_bytes', limit: '2' },
  { 'match[]': 'memory_bytes', limit: '0' },
  { 'match[]': 'memory_bytes', limit: '-1' },
  { 'match[]': 'memory_bytes', limit: 'x' },
  { 'match[]': 'memory_bytes', start: 'x' },
  { 'match[]': 'memory_bytes', end: 'x' },
  { 'match[]': 'memory_bytes', start: end, end: start },
  { 'match[]': 'memory_bytes', ...span },
  { 'match[]': 'once', start: secondsText(fixtureStartMs + 3600_000), end },
];

const labelNames = [
  'job',
  'le',
  '__name__',
  'instance',
  'nothing',
  'text',
  'label.with.dots',
  'U__label_2e_with_2e_dots',
  '1job',
  'a b',
  '%FF',
];

const statusPaths = ['buildinfo', 'runtimeinfo', 'config', 'flags', 'tsdb'];

export function apiQuestions(): Question[] {
  return [
    ...instantQueries.flatMap((parameters) => both('/query', { time: at, ...parameters })),
    ...rangeQueries.flatMap((parameters) => both('/query_range', parameters)),
    ...listings.flatMap((parameters) => both('/series', parameters)),
    ...listings.flatMap((parameters) => both('/labels', parameters)),
    ...labelNames.flatMap((name) =>
      listings.map((parameters) =>
        question(`/label/${name === '%FF' ? name : encodeURIComponent(name)}/values`, parameters),
      ),
    ),
    question('/label/job/values', {}, 'POST'),
    ...statusPaths.map((name) => question(`/status/${name}`, {})),
    ...['1', '0', 'x', '20000'].map((limit) => question('/status/tsdb', { limit })),
    question('/status/flags', {}, 'POST'),
    question('/rules', {}),
    question('/alerts', {}),
    question('/nothing', {}),
  ];
}

/** About what targets tell of their metrics; to a Prometheus that scrapes one. */
export function metadataQuestions(): Question[] {
  return [
    question('/metadata', {}),
    question('/metadata', {}, 'POST'),
    ...['', 'istio_requests_total', 'nothing'].map((metric) => question('/metadata', { metric })),
    ...['x', '-1', '0', '1', '3', '100'].map((limit) => question('/metadata', { limit })),
    ...['x', '1', '0'].map((limit) => question('/metadata', { limit_per_metric: limit })),
  ];
}
