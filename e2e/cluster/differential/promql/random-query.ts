/** Random PromQL over the fixture's series: well typed for the most part, broken by a stroke of the pen now and then. */
import type { Random } from '#e2e/oracles/routes/random.ts';
import { fixtureEndMs, fixtureStartMs } from './fixture-samples.ts';

const counters = ['http_requests_total', 'sparse_total', 'request_duration_seconds_count', 'build_info'];
const gauges = [
  'memory_bytes',
  'temperature',
  'limit_bytes',
  'ended',
  'begun',
  'once',
  'bare',
  'texts',
  'nothing',
];
const histograms = ['request_duration_seconds', 'torn_seconds'];
const labelNames = ['job', 'instance', 'code', 'room', 'version', 'le', 'text', 'absent'];
const patterns = [
  'api|web',
  '.*',
  '.+',
  'a.*',
  '[0-1]',
  '',
  '2..',
  'v(1|3)',
  '(?i:API)',
  'd\\\\w',
  '^api$',
  '404|5.*',
];
const values = ['api', 'web', 'db', '0', '1', '200', '500', 'v1', '+Inf', '0.1', '', 'none'];
const ranges = ['30s', '1m', '90s', '5m', '10m', '1h', '15s', '1ms', '2m30s'];
const offsets = ['1m', '5m', '-1m', '17s', '1h', '-30s'];
const numbers = [
  '0',
  '1',
  '2',
  '-1',
  '0.5',
  '1e3',
  '-Inf',
  '+Inf',
  'NaN',
  '1e-9',
  '3.7',
  '100',
  '0x1f',
  '0.9',
  '0.99',
  '5m',
];

const rangeFunctions =
  'rate increase delta irate idelta sum_over_time avg_over_time min_over_time max_over_time count_over_time present_over_time first_over_time last_over_time stdvar_over_time stddev_over_time changes resets deriv absent_over_time'.split(
    ' ',
  );
const valueFunctions =
  'abs ceil floor exp sqrt ln log2 log10 sgn asin acos atan tanh asinh acosh atanh rad deg timestamp absent sort sort_desc'.split(
    ' ',
  );
/** What their last digit is depends on the processor's, and grows with the argument. */
const steepFunctions = ['sin', 'cos', 'tan', 'sinh', 'cosh'];
const dateFunctions = 'minute hour day_of_week day_of_month day_of_year days_in_month month year'.split(' ');
const arithmetic = ['+', '-', '*', '/', '%', '^', 'atan2'];
const comparisons = ['==', '!=', '>', '<', '>=', '<='];
const sets = ['and', 'or', 'unless'];
const groupers = ['sum', 'avg', 'min', 'max', 'count', 'stddev', 'stdvar', 'group'];

export function randomQuery(random: Random): string {
  const query = random.maybe(0.06)
    ? scalar(random, 2)
    : random.maybe(0.03)
      ? matrix(random, 1)
      : vector(random, 3);
  return random.maybe(0.08) ? damaged(random, query) : query;
}

function vector(random: Random, depth: number): string {
  if (depth === 0) return selector(random);
  const make = random.one([
    selector,
    ranged,
    ranged,
    aggregated,
    aggregated,
    aggregated,
    combined,
    combined,
    withScalar,
    called,
    quantileOfBuckets,
    relabelled,
    (_: Random, deeper: number) => `-${vector(random, deeper)}`,
    (_: Random, deeper: number) => `(${vector(random, deeper)})`,
    (_: Random, deeper: number) => `vector(${scalar(random, deeper)})`,
  ]);
  return make(random, depth - 1);
}

function matchers(random: Random): string {
  const all = random.many(0, 2, () => {
    const operator = random.one(['=', '!=', '=~', '!~']);
    const value = operator.endsWith('~') ? random.one(patterns) : random.one(values);
    return `${random.one(labelNames)}${operator}"${value}"`;
  });
  return all.length === 0 ? '' : `{${all.join(random.maybe(0.2) ? ' , ' : ',')}}`;
}

function shift(random: Random): string {
  const at = random.sometimes(0.08, () => {
    const seconds = (fixtureStartMs + random.int(fixtureEndMs - fixtureStartMs)) / 1000;
    return ` @ ${random.one([String(seconds), 'start()', 'end()'])}`;
  });
  const offset = random.sometimes(0.12, () => ` offset ${random.one(offsets)}`);
  return random.maybe(0.5) ? (at ?? '') + (offset ?? '') : (offset ?? '') + (at ?? '');
}

function bareSelector(random: Random, names: readonly string[]): string {
  if (random.maybe(0.03))
    return `{__name__=~"${random.one(['http.*', 'memory_bytes|limit_bytes', '.*_total'])}"}`;
  return random.one(names) + matchers(random);
}

const anyName = [...counters, ...gauges, ...gauges, 'http_requests_total', 'request_duration_seconds_bucket'];

function selector(random: Random): string {
  return bareSelector(random, anyName) + shift(random);
}

function matrix(random: Random, depth: number): string {
  if (depth > 0 && random.maybe(0.25)) {
    const step = random.one(['', '30s', '1m', '47s', '5m']);
    return `${vector(random, depth - 1)}[${random.one(['5m', '10m', '30m'])}:${step}]${shift(random)}`;
  }
  const names = random.maybe(0.7)
    ? ['http_requests_total', 'request_duration_seconds_bucket', ...counters]
    : gauges;
  return `${bareSelector(random, names)}[${random.one(ranges)}]${shift(random)}`;
}

function ranged(random: Random, depth: number): string {
  const range = matrix(random, depth);
  if (random.maybe(0.1)) return `quantile_over_time(${scalar(random, 0)}, ${range})`;
  if (random.maybe(0.06)) return `predict_linear(${range}, ${scalar(random, 0)})`;
  return `${random.one(rangeFunctions)}(${range})`;
}

function labelList(random: Random): string {
  return random.maybe(0.1) ? '' : random.some(labelNames, 3).join(', ');
}

function aggregated(random: Random, depth: number): string {
  const grouping = random.maybe(0.25) ? '' : ` ${random.one(['by', 'by', 'without'])} (${labelList(random)})`;
  const of = vector(random, depth);
  const operator = random.one([...groupers, ...groupers, 'topk', 'bottomk', 'quantile', 'count_values']);
  const parameter =
    operator === 'count_values'
      ? `"${random.one(['value', 'job', 'le'])}", `
      : ['topk', 'bottomk'].includes(operator)
        ? `${random.one(['1', '2', '3', '0', '-1', '100'])}, `
        : operator === 'quantile'
          ? `${random.one(['0', '0.5', '0.9', '1', '-1', '2', 'NaN'])}, `
          : '';
  return random.maybe(0.5)
    ? `${operator}${grouping} (${parameter}${of})`
    : `${operator}(${parameter}${of})${grouping}`;
}

function combined(random: Random, depth: number): string {
  const left = vector(random, depth);
  const right = random.maybe(0.4) ? left : vector(random, depth);
  const kind = random.int(10);
  const matching =
    random.sometimes(0.5, () => ` ${random.one(['on', 'ignoring'])} (${labelList(random)})`) ?? '';
  if (kind < 4) return `${left} ${random.one(sets)}${matching} ${right}`;
  const group =
    matching === ''
      ? ''
      : (random.sometimes(
          0.4,
          () => ` ${random.one(['group_left', 'group_right'])} (${random.one(['', 'version', 'job'])})`,
        ) ?? '');
  if (kind < 8) return `${left} ${random.one(arithmetic)}${matching}${group} ${right}`;
  return `${left} ${random.one(comparisons)}${random.one(['', ' bool'])}${matching}${group} ${right}`;
}

function withScalar(random: Random, depth: number): string {
  const pair = [vector(random, depth), scalar(random, depth)];
  if (random.maybe(0.3)) pair.reverse();
  const operator = random.maybe(0.5)
    ? random.one(arithmetic)
    : `${random.one(comparisons)}${random.maybe(0.4) ? ' bool' : ''}`;
  return pair.join(` ${operator} `);
}

function called(random: Random, depth: number): string {
  const of = vector(random, depth);
  switch (random.int(9)) {
    case 0:
      return `clamp(${of}, ${scalar(random, 0)}, ${scalar(random, 0)})`;
    case 1:
      return `${random.one(['clamp_min', 'clamp_max', 'round'])}(${of}, ${scalar(random, 0)})`;
    case 2:
      return `${random.one(dateFunctions)}(${random.one(['', `timestamp(${of})`, 'vector(1e9)', 'vector(-1.5e9)'])})`;
    case 3:
      return `${random.one(steepFunctions)}(clamp(${of}, -10, 10))`;
    default:
      return `${random.one([...valueFunctions, 'round'])}(${of})`;
  }
}

function quantileOfBuckets(random: Random): string {
  const name = random.one(histograms);
  const buckets = random.one([
    `rate(${name}_bucket[${random.one(['1m', '5m', '10m'])}])`,
    `${name}_bucket`,
    `increase(${name}_bucket[5m]${shift(random)})`,
  ]);
  const summed = random.one([
    buckets,
    `sum by (le) (${buckets})`,
    `sum by (job, le) (${buckets})`,
    `sum by (job) (${buckets})`,
  ]);
  const quantile = random.one(['0', '0.5', '0.9', '0.95', '0.99', '1', '-0.1', '1.1', 'NaN']);
  return random.maybe(0.8)
    ? `histogram_quantile(${quantile}, ${summed})`
    : `histogram_fraction(${random.one(['0', '-Inf', '0.01'])}, ${random.one(['0.2', '+Inf', '1'])}, ${summed})`;
}

function relabelled(random: Random, depth: number): string {
  const of = vector(random, depth);
  const target = random.one(['job', 'new', 'instance', '__name__', 'le']);
  const source = random.one(labelNames);
  return random.maybe(0.6)
    ? `label_replace(${of}, "${target}", "${random.one(['$1', '', 'fixed', '$1-$2', `\${1}x`])}", "${source}", "${random.one(['(.*)', '(.)(.*)', 'api', '.+', ''])}")`
    : `label_join(${of}, "${target}", "${random.one(['-', '', ','])}", "${source}", "${random.one(labelNames)}")`;
}

function scalar(random: Random, depth: number): string {
  if (depth === 0 || random.maybe(0.6)) return random.one(numbers);
  return random.one([
    () => 'time()',
    () => 'pi()',
    () => `scalar(${vector(random, depth - 1)})`,
    () => `${scalar(random, depth - 1)} ${random.one(arithmetic)} ${scalar(random, depth - 1)}`,
    () => `(${scalar(random, depth - 1)} ${random.one(comparisons)} bool ${scalar(random, depth - 1)})`,
    () => `-${scalar(random, depth - 1)}`,
  ])();
}

const strokes = [...'(){}[],"=~!+-:@ 1ae', ' by ', ' offset ', 'bool', '[5m]', '$', '#'];

/** One stroke left out, doubled or put in. */
function damaged(random: Random, query: string): string {
  const at = random.int(query.length);
  const [before, after] = [query.slice(0, at), query.slice(at)];
  return random.one([
    () => before + after.slice(1),
    () => before + after.slice(0, 1) + after,
    () => before + random.one(strokes) + after,
    () => before,
  ])();
}
