/** Request parameters of the Prometheus HTTP API, with its error texts (web/api/v1/api.go). */
import { parseDecimal, parseDuration } from '#lib/promql/literals.ts';
import type { Matcher } from '#lib/promql/matcher.ts';
import { QueryError } from '#lib/promql/query-error.ts';
import { parseSelector } from './promql/parse.ts';

export function badData(message: string): QueryError {
  return new QueryError('bad_data', message);
}

export function invalidParameter(name: string, message: string): QueryError {
  return badData(`invalid parameter ${JSON.stringify(name)}: ${message}`);
}

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Unix ms of Unix seconds or an RFC 3339 time. */
function parseTime(text: string): number | undefined {
  const seconds = parseDecimal(text);
  if (seconds !== undefined && Number.isFinite(seconds)) {
    const whole = Math.trunc(seconds);
    return whole * 1000 + Math.round((seconds - whole) * 1000);
  }
  const [, year, month, day] = rfc3339.exec(text) ?? [];
  if (year === undefined || Number(day) > daysIn(Number(year), Number(month))) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function cannotParse(text: string, what: string): string {
  return `cannot parse ${JSON.stringify(text)} to a valid ${what}`;
}

function requiredTime(parameters: URLSearchParams, name: string): number {
  const text = parameters.get(name) ?? '';
  const ms = parseTime(text);
  if (ms === undefined) throw invalidParameter(name, cannotParse(text, 'timestamp'));
  return ms;
}

export function optionalTime(parameters: URLSearchParams, name: string, fallbackMs: number): number {
  const text = parameters.get(name) ?? '';
  if (text === '') return fallbackMs;
  const ms = parseTime(text);
  if (ms === undefined) {
    throw invalidParameter(name, `invalid time value for '${name}': ${cannotParse(text, 'timestamp')}`);
  }
  return ms;
}

/** Milliseconds of a number of seconds or a duration such as "1m30s". */
export function durationMs(parameters: URLSearchParams, name: string): number {
  const text = parameters.get(name) ?? '';
  const seconds = parseDecimal(text);
  if (seconds !== undefined && Math.abs(seconds) > 2 ** 63 / 1e9) {
    throw invalidParameter(name, `${cannotParse(text, 'duration')}. It overflows int64`);
  }
  const ms = seconds === undefined ? parseDuration(text) : seconds * 1000;
  if (ms === undefined || Number.isNaN(ms)) throw invalidParameter(name, cannotParse(text, 'duration'));
  return ms;
}

/** 0 for no limit. */
export function limitOf(parameters: URLSearchParams): number {
  const text = parameters.get('limit') ?? '';
  if (text === '') return 0;
  if (!/^[+-]?\d+$/.test(text)) {
    throw invalidParameter('limit', `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  if (Math.abs(Number(text)) >= 2 ** 63) {
    throw invalidParameter('limit', `strconv.Atoi: parsing ${JSON.stringify(text)}: value out of range`);
  }
  if (Number(text) < 0) throw invalidParameter('limit', 'limit must be non-negative');
  return Number(text);
}

/** The matchers of every `match[]`. */
export function matcherSets(parameters: URLSearchParams): (readonly Matcher[])[] {
  return parameters.getAll('match[]').map((text) => {
    const { matchers } = parseSelector(text);
    if (matchers.every((matcher) => matcher.matches(''))) {
      throw badData('match[] must contain at least one non-empty matcher');
    }
    return matchers;
  });
}

/** Steps that are not worth a query: Prometheus refuses more. */
const mostPoints = 11_000;

export function rangeOf(parameters: URLSearchParams): { startMs: number; endMs: number; stepMs: number } {
  const startMs = requiredTime(parameters, 'start');
  const endMs = requiredTime(parameters, 'end');
  if (endMs < startMs) throw invalidParameter('end', 'end timestamp must not be before start time');
  const stepMs = Math.trunc(durationMs(parameters, 'step'));
  if (stepMs <= 0) {
    throw invalidParameter(
      'step',
      'zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  }
  if ((endMs - startMs) / stepMs >= mostPoints + 1) {
    throw badData(
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    );
  }
  return { startMs, endMs, stepMs };
}
