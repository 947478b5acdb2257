/**
 * Answers of Tempo: ids found by `/api/search`, and a trace of `/api/traces/ID` as OpenTelemetry writes it in JSON
 * (https://grafana.com/docs/tempo/latest/api_docs/, https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding).
 */

import { isRecord } from '../record.ts';
import type { Result } from '../result.ts';
import { fail, ok } from '../result.ts';
import { listOf, numberOf, textOf } from './json.ts';
import { isErrorTag, namespaceOf, type Span, type Tag, type Trace, traceId, traceLimits } from './trace.ts';

/** Ids of traces, as Tempo orders them. */
export function readTempoSearch(body: unknown): Result<string[], 'malformed'> {
  if (!isRecord(body)) return fail('malformed');
  // Without matches protobuf leaves the list out.
  if (body.traces !== undefined && !Array.isArray(body.traces)) return fail('malformed');
  const ids = listOf(body.traces).flatMap((one) => {
    const id = isRecord(one) ? textOf(one.traceID).toLowerCase() : '';
    const padded = id.padStart(id.length <= 16 ? 16 : 32, '0');
    return id !== '' && traceId.test(padded) ? [padded] : [];
  });
  return ok(ids.slice(0, traceLimits.traces));
}

export function readTempoTrace(id: string, body: unknown): Result<Trace | null, 'malformed'> {
  if (!isRecord(body)) return fail('malformed');
  // v2 has the trace in an envelope.
  const trace = isRecord(body.trace) ? body.trace : body;
  const batches = listOf(trace.batches ?? trace.resourceSpans).filter(isRecord);
  const all = batches.flatMap((batch) => {
    const resource = isRecord(batch.resource) ? attributesOf(batch.resource.attributes) : [];
    const scopes = listOf(batch.scopeSpans ?? batch.instrumentationLibrarySpans).filter(isRecord);
    return scopes.flatMap((scope) => listOf(scope.spans).map((span) => ({ span, resource })));
  });
  const spans = all.slice(0, traceLimits.spans).flatMap(({ span, resource }) => spanOf(span, resource) ?? []);
  return ok(spans.length === 0 ? null : { id, spans, cut: all.length > traceLimits.spans });
}

function spanOf(told: unknown, resource: readonly Tag[]): Span | null {
  if (!isRecord(told)) return null;
  const start = numberOf(told.startTimeUnixNano);
  const end = numberOf(told.endTimeUnixNano);
  const id = hexOf(told.spanId);
  if (id === '' || start === null || end === null || end < start) return null;
  const service = resource.find(([name]) => name === 'service.name')?.[1] ?? '';
  const tags = attributesOf(told.attributes);
  const status = isRecord(told.status) ? told.status.code : undefined;
  const kind = String(told.kind ?? '');
  return {
    id,
    parentId: hexOf(told.parentSpanId) || null,
    service,
    namespace: namespaceOf(service, tags, resource),
    name: textOf(told.name),
    kind: /CLIENT|^3$/.test(kind) ? 'client' : /SERVER|^2$/.test(kind) ? 'server' : 'other',
    startUs: Math.floor(start / 1000),
    durationUs: Math.round((end - start) / 1000),
    error: status === 2 || status === 'STATUS_CODE_ERROR' || tags.some(isErrorTag),
    tags,
    logs: listOf(told.events)
      .slice(0, traceLimits.logs)
      .filter(isRecord)
      .flatMap((event) => {
        const at = numberOf(event.timeUnixNano);
        const name: Tag = ['event', textOf(event.name)];
        return at === null
          ? []
          : [{ atUs: Math.floor(at / 1000), fields: [name, ...attributesOf(event.attributes)] }];
      }),
  };
}

/** Ids are hexadecimal, or base64 where protobuf's own JSON is spoken. */
function hexOf(told: unknown): string {
  const text = textOf(told);
  if (text === '' || /^[0-9a-f]{16}$/i.test(text)) return text.toLowerCase();
  if (!/^[A-Za-z0-9+/]{10,12}={0,2}$/.test(text)) return '';
  return Array.from(atob(text), (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

function attributesOf(told: unknown): Tag[] {
  return listOf(told)
    .slice(0, traceLimits.tags)
    .filter(isRecord)
    .flatMap(({ key, value }) => (textOf(key) === '' ? [] : [[textOf(key), anyValue(value)] as const]));
}

/** `{ stringValue }`, `{ intValue }`, … */
function anyValue(told: unknown): string {
  if (!isRecord(told)) return '';
  const [value] = Object.values(told);
  return textOf(typeof value === 'object' ? JSON.stringify(value) : String(value));
}
