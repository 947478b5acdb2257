/** GET …/pods/NAME/log (kubernetes pkg/registry/core/pod/strategy.go LogLocation). */
import type { Pod } from '#lib/istio/objects.ts';
import { badRequest, causeOf, type FieldError, invalid } from '../api-error.ts';
import { isTrue } from '../serving/request.ts';
import type { PodLogs } from '../types.ts';

export interface LogSink {
  write(text: string): void;
  end(): void;
}

interface LogOptions {
  container: string;
  follow: boolean;
  timestamps: boolean;
  /** Unix ms, or null for everything. */
  sinceMs: number | null;
  tailLines: number | null;
  limitBytes: number | null;
}

function count(query: URLSearchParams, name: string): number | null {
  const value = query.get(name);
  if (value === null || value === '') return null;
  if (!/^-?\d+$/.test(value)) throw badRequest(`strconv.ParseInt: parsing "${value}": invalid syntax`);
  return Number(value);
}

function containerOf(pod: Pod, asked: string): string {
  const { name } = pod.metadata;
  const containers = (pod.spec?.containers ?? []).map((container) => container.name);
  const all = [...(pod.spec?.initContainers ?? []).map((container) => container.name), ...containers];
  if (asked !== '') {
    if (!all.includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${name}`);
    return asked;
  }
  const [only, ...others] = containers;
  if (only !== undefined && others.length === 0) return only;
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${all.join(' ')}]`);
}

function optionsOf(pod: Pod, query: URLSearchParams, nowMs: number): LogOptions {
  const tailLines = count(query, 'tailLines');
  const limitBytes = count(query, 'limitBytes');
  const sinceSeconds = count(query, 'sinceSeconds');
  const sinceTime = query.get('sinceTime');
  const errors: FieldError[] = [];
  const atLeast = (field: string, value: number | null, least: number): void => {
    if (value !== null && value < least)
      errors.push({
        reason: 'FieldValueInvalid',
        field,
        value,
        detail: `must be greater than or equal to ${least}`,
      });
  };
  atLeast('tailLines', tailLines, 0);
  atLeast('limitBytes', limitBytes, 1);
  atLeast('sinceSeconds', sinceSeconds, 1);
  if (sinceSeconds !== null && sinceTime !== null)
    errors.push({
      reason: 'FieldValueForbidden',
      field: '',
      detail: 'at most one of `sinceTime` or `sinceSeconds` may be specified',
    });
  if (errors.length > 0) throw invalid('', 'PodLogOptions', pod.metadata.name, errors.map(causeOf));
  const container = containerOf(pod, query.get('container') ?? '');
  if (isTrue(query.get('previous')))
    throw badRequest(`previous terminated container "${container}" in pod "${pod.metadata.name}" not found`);
  const sinceMs =
    sinceSeconds !== null ? nowMs - sinceSeconds * 1000 : sinceTime !== null ? Date.parse(sinceTime) : null;
  return {
    container,
    follow: isTrue(query.get('follow')),
    timestamps: isTrue(query.get('timestamps')),
    sinceMs,
    tailLines,
    limitBytes,
  };
}

/** Writes the log and, when following, goes on until the returned function is called. Throws 400 or 422. */
export function streamLogs(
  logs: PodLogs | undefined,
  pod: Pod,
  query: URLSearchParams,
  nowMs: number,
  sink: LogSink,
): () => void {
  const options = optionsOf(pod, query, nowMs);
  const shown = ({ atMs, line }: { atMs: number; line: string }): string =>
    options.timestamps ? `${new Date(atMs).toISOString().replace('Z', '000000Z')} ${line}\n` : `${line}\n`;
  const lines = logs?.read(pod, options.container, options.sinceMs) ?? [];
  const tail =
    options.tailLines === null ? lines : lines.slice(Math.max(0, lines.length - options.tailLines));
  const whole = tail.map(shown).join('');
  sink.write(
    options.limitBytes === null ? whole : Buffer.from(whole).subarray(0, options.limitBytes).toString(),
  );
  if (!options.follow || !logs) {
    sink.end();
    return () => {};
  }
  return logs.follow(pod, options.container, (line) => sink.write(shown(line)));
}
