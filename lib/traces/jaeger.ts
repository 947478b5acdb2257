/**
 * Answers of Jaeger's query API, `/api/traces` and `/api/traces/ID`, as its own pages read them:
 * https://www.jaegertracing.io/docs/latest/apis/#query-json-over-http, shapes in jaeger/internal/uimodel/model.go.
 */

import { isRecord } from '../record.ts';
import type { Result } from '../result.ts';
import { fail, ok } from '../result.ts';
import { listOf, numberOf, textOf } from './json.ts';
import {
  isErrorTag,
  namespaceOf,
  type Span,
  type SpanLog,
  type Tag,
  type Trace,
  traceId,
  traceLimits,
} from './trace.ts';

/** What cannot be read of a single trace is left out; fails when it is no answer of Jaeger at all. */
export function readJaeger(body: unknown): Result<Trace[], 'malformed'> {
  if (!isRecord(body) || !Array.isArray(body.data)) return fail('malformed');
  return ok(body.data.slice(0, traceLimits.traces).flatMap((one) => traceOf(one) ?? []));
}

function traceOf(told: unknown): Trace | null {
  if (!isRecord(told)) return null;
  // Leading zeros are left away by some.
  const id = padded(textOf(told.traceID).toLowerCase());
  if (!traceId.test(id)) return null;
  const processes = isRecord(told.processes) ? told.processes : {};
  const all = listOf(told.spans);
  const spans = all.slice(0, traceLimits.spans).flatMap((span) => spanOf(span, processes) ?? []);
  return spans.length === 0 ? null : { id, spans, cut: all.length > traceLimits.spans };
}

function padded(id: string): string {
  return id.padStart(id.length <= 16 ? 16 : 32, '0');
}

function spanOf(told: unknown, processes: Record<string, unknown>): Span | null {
  if (!isRecord(told)) return null;
  const id = textOf(told.spanID);
  const startUs = numberOf(told.startTime);
  const durationUs = numberOf(told.duration);
  if (id === '' || startUs === null || durationUs === null || durationUs < 0) return null;
  const processId = textOf(told.processID);
  const own = Object.hasOwn(processes, processId) ? processes[processId] : null;
  const process = isRecord(own) ? own : {};
  const service = textOf(process.serviceName);
  const tags = tagsOf(told.tags);
  const kind = tags.find(([name]) => name === 'span.kind')?.[1];
  return {
    id,
    parentId: parentOf(told),
    service,
    namespace: namespaceOf(service, tags, tagsOf(process.tags)),
    name: textOf(told.operationName),
    kind: kind === 'client' || kind === 'server' ? kind : 'other',
    startUs,
    durationUs,
    error: tags.some(isErrorTag),
    tags,
    logs: listOf(told.logs).slice(0, traceLimits.logs).flatMap(logOf),
  };
}

function parentOf(told: Record<string, unknown>): string | null {
  const references = listOf(told.references).filter(isRecord);
  const parent = references.find(({ refType }) => refType === 'CHILD_OF') ?? references[0];
  const id = parent === undefined ? textOf(told.parentSpanID) : textOf(parent.spanID);
  return id === '' ? null : id;
}

function tagsOf(told: unknown): Tag[] {
  return listOf(told)
    .slice(0, traceLimits.tags)
    .flatMap((tag) =>
      isRecord(tag) && textOf(tag.key) !== '' ? [[textOf(tag.key), textOfValue(tag.value)]] : [],
    );
}

function textOfValue(value: unknown): string {
  return textOf(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

function logOf(told: unknown): SpanLog[] {
  if (!isRecord(told)) return [];
  const atUs = numberOf(told.timestamp);
  return atUs === null ? [] : [{ atUs, fields: tagsOf(told.fields) }];
}
