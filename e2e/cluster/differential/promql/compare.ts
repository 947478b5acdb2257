/**
 * Whether two answers say the same. Values may differ by a billionth, since sums may be taken in another order; where they are equal their
 * text is equal, too. Errors are compared by status and type, not by their words. Order counts where Prometheus guarantees one.
 */
import { type Answer, parameterOf, type Question } from './question.ts';

type Labels = Record<string, string>;
type Point = [atSeconds: number, value: string];

interface Body {
  status: string;
  errorType?: string;
  error?: string;
  warnings?: string[];
  infos?: string[];
  data?: unknown;
}

interface QueryData {
  resultType: string;
  result: unknown;
}

const tolerance = 1e-9;
/** Differences that are told of one question. */
const mostTold = 3;

function bodyOf({ body }: Answer): Body | null {
  return typeof body === 'object' && body !== null && 'status' in body ? (body as Body) : null;
}

/** What differs, in words; nothing when the answers say the same. */
export function differences(question: Question, real: Answer, embedded: Answer): string[] {
  if (real.status !== embedded.status) {
    const why = [real, embedded].map((answer) => bodyOf(answer)?.error ?? '').filter((text) => text !== '');
    return [`status ${real.status}, embedded ${embedded.status}: ${why.join(' | ')}`];
  }
  const [theirs, ours] = [bodyOf(real), bodyOf(embedded)];
  if (theirs === null || ours === null) {
    return theirs === ours && same(real.body, embedded.body)
      ? []
      : [`body ${json(real.body)}, embedded ${json(embedded.body)}`];
  }
  const found: string[] = [];
  const expectEqual = (what: string, a: unknown, b: unknown): void => {
    if (!same(a, b)) found.push(`${what} ${json(a)}, embedded ${json(b)}`);
  };
  expectEqual('status', theirs.status, ours.status);
  expectEqual('error type', theirs.errorType, ours.errorType);
  expectEqual('warnings', (theirs.warnings ?? []).toSorted(), (ours.warnings ?? []).toSorted());
  expectEqual('infos', (theirs.infos ?? []).toSorted(), (ours.infos ?? []).toSorted());
  if (theirs.status === 'success') found.push(...dataDifferences(question, theirs.data, ours.data));
  return found.slice(0, mostTold);
}

function dataDifferences(question: Question, theirs: unknown, ours: unknown): string[] {
  if (question.path === '/query' || question.path === '/query_range') {
    return resultDifferences(question, theirs as QueryData, ours as QueryData);
  }
  if (question.path.startsWith('/status/')) return shapeDifferences(theirs, ours);
  const [a, b] = question.path === '/series' ? [bagOf(theirs), bagOf(ours)] : [theirs, ours];
  return same(a, b) ? [] : [`data ${json(a)}, embedded ${json(b)}`];
}

/** Series come in any order. */
function bagOf(list: unknown): unknown {
  return Array.isArray(list) ? list.map(canonical).toSorted() : list;
}

/** What the embedded one tells of itself is its own; that the fields exist and have these types is Prometheus'. */
function shapeDifferences(theirs: unknown, ours: unknown): string[] {
  const known = theirs as Record<string, unknown>;
  return Object.entries(ours as Record<string, unknown>).flatMap(([name, value]) => {
    if (!Object.hasOwn(known, name)) return [`${name} is no field of Prometheus'`];
    const [there, here] = [kindOf(known[name]), kindOf(value)];
    return there === here ? [] : [`${name} is ${there}, embedded ${here}`];
  });
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;
}

function resultDifferences(question: Question, theirs: QueryData, ours: QueryData): string[] {
  if (theirs.resultType !== ours.resultType) {
    return [`type ${theirs.resultType}, embedded ${ours.resultType}`];
  }
  if (theirs.resultType === 'scalar') {
    return pointDifferences('', [theirs.result as Point], [ours.result as Point]);
  }
  if (theirs.resultType === 'string') return same(theirs.result, ours.result) ? [] : [json(ours.result)];
  const [a, b] = [rowsOf(theirs), rowsOf(ours)];
  const found = rowDifferences(a, b);
  if (found.length > 0) return found;
  const ordered = theirs.resultType === 'matrix' ? a.map(({ key }) => key) : null;
  if (
    ordered &&
    !same(
      ordered,
      b.map(({ key }) => key),
    )
  )
    return ['order of series'];
  if (isSorted(question) && !inSameOrder(a, b)) return ['order of samples'];
  return [];
}

interface Row {
  key: string;
  points: Point[];
}

function rowsOf({ result }: QueryData): Row[] {
  return (result as { metric: Labels; value?: Point; values?: Point[] }[]).map(
    ({ metric, value, values }) => ({
      key: canonical(metric),
      points: values ?? (value ? [value] : []),
    }),
  );
}

function rowDifferences(theirs: readonly Row[], ours: readonly Row[]): string[] {
  const found: string[] = [];
  const left = Map.groupBy(ours, ({ key }) => key);
  for (const { key, points } of theirs) {
    const twin = left.get(key)?.shift();
    if (!twin) found.push(`embedded lacks ${key} ${points.slice(0, 2).map(String).join(' ')}`);
    else found.push(...pointDifferences(key, points, twin.points));
  }
  for (const [key, rows] of left)
    if (rows.length > 0) found.push(`embedded alone has ${key} ${rows[0]?.points[0]}`);
  return found;
}

function pointDifferences(key: string, theirs: readonly Point[], ours: readonly Point[]): string[] {
  if (theirs.length !== ours.length) return [`${key}: ${theirs.length} points, embedded ${ours.length}`];
  for (const [index, [at, value]] of theirs.entries()) {
    const [ourAt, ourValue] = ours[index] ?? [Number.NaN, ''];
    if (at !== ourAt) return [`${key}: a point at ${at}, embedded at ${ourAt}`];
    if (!sameValue(value, ourValue)) return [`${key} at ${at}: ${value}, embedded ${ourValue}`];
  }
  return [];
}

/** Texts of numbers as the API writes them: "1.5", "+Inf", "NaN". */
export function sameValue(theirs: string, ours: string): boolean {
  if (theirs === ours) return true;
  const [a, b] = [Number(theirs), Number(ours)];
  // Neither infinite nor NaN, whose texts are unique; equal numbers would have to be written equally.
  if (!Number.isFinite(a) || !Number.isFinite(b) || a === b) return false;
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}

const sorting = /^\s*(sort|sort_desc|topk|bottomk)\s*\(/;

/** Instant queries whose outermost function sorts its whole result. */
function isSorted(question: Question): boolean {
  return question.path === '/query' && sorting.test(parameterOf(question, 'query'));
}

/** Equal values may stand in any order: Prometheus' sort is not stable. */
function inSameOrder(theirs: readonly Row[], ours: readonly Row[]): boolean {
  return theirs.every(({ points: [point] }, index) => {
    const other = ours[index]?.points[0];
    return point !== undefined && other !== undefined && sameValue(point[1], other[1]);
  });
}

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return JSON.stringify(Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

/** Objects are equal whatever the order of their fields. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && same(left[name], right[name]))
  );
}

function json(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
