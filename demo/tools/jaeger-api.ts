/** The part of Jaeger's query API that pages and consoles read, over the traces of the demo's traffic. */
import type { DemoTrace } from '#demo/traffic/traces.ts';
import type { Tool, ToolAnswer } from './answers.ts';

const root = '/jaeger/api';
const usualLimit = 20;

const json = (status: number, body: unknown): ToolAnswer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

const listed = (data: readonly unknown[]) =>
  json(200, { data, total: data.length, limit: 0, offset: 0, errors: null });
const refused = (code: number, msg: string) =>
  json(code, { data: null, total: 0, limit: 0, offset: 0, errors: [{ code, msg }] });

/** `all`: oldest first. */
export function jaegerApi(all: () => readonly DemoTrace[]): Tool {
  return ({ path, query }) => {
    if (!path.startsWith(`${root}/`)) return null;
    const spans = () => all().flatMap((trace) => trace.spans);
    if (path === `${root}/services`)
      return listed([...new Set(spans().map(({ service }) => service))].sort());
    const [, service] = /^\/jaeger\/api\/services\/([^/]+)\/operations$/.exec(path) ?? [];
    if (service !== undefined) {
      const own = spans().filter((span) => span.service === decodeURIComponent(service));
      return listed([...new Set(own.map(({ name }) => name))].sort());
    }
    const [, id] = /^\/jaeger\/api\/traces\/([0-9a-f]{1,32})$/.exec(path) ?? [];
    if (id !== undefined) {
      const found = all().find((trace) => trace.id === id.padStart(32, '0'));
      return found === undefined ? refused(404, 'trace not found') : listed([traceJson(found)]);
    }
    return path === `${root}/traces` ? search(all(), query) : null;
  };
}

function search(all: readonly DemoTrace[], query: URLSearchParams): ToolAnswer {
  const service = query.get('service') ?? '';
  if (service === '') return refused(400, "parameter 'service' is required");
  const start = Number(query.get('start') ?? 0);
  const end = Number(query.get('end') ?? Number.MAX_SAFE_INTEGER);
  const limit = Number(query.get('limit') ?? usualLimit);
  const minUs = microseconds(query.get('minDuration'));
  if (![start, end, limit, minUs].every(Number.isFinite)) return refused(400, 'cannot parse the parameters');
  // The times are those of the service's own spans.
  const found = all.filter(({ spans }) =>
    spans.some(
      (span) =>
        span.service === service && span.durationUs >= minUs && span.startUs >= start && span.startUs <= end,
    ),
  );
  const newest = found.toSorted((a, b) => b.startUs - a.startUs).slice(0, limit);
  return listed(newest.map(traceJson));
}

/** "1.5s", "200us"; 0 without. */
function microseconds(text: string | null): number {
  if (text === null || text === '') return 0;
  const [, amount, unit = ''] = /^([\d.]+)(us|µs|ms|s|m)$/.exec(text) ?? [];
  const size = { us: 1, µs: 1, ms: 1000, s: 1_000_000, m: 60_000_000 }[unit];
  return size === undefined ? Number.NaN : Number(amount) * size;
}

function traceJson({ id, spans }: DemoTrace): object {
  const services = [...new Set(spans.map(({ service }) => service))];
  return {
    traceID: id,
    spans: spans.map(({ id: spanID, parentId, service, name, startUs, durationUs, tags }) => ({
      traceID: id,
      spanID,
      operationName: name,
      references: parentId === null ? [] : [{ refType: 'CHILD_OF', traceID: id, spanID: parentId }],
      startTime: startUs,
      duration: durationUs,
      tags: Object.entries(tags).map(([key, value]) => ({
        key,
        type: typeof value === 'boolean' ? 'bool' : 'string',
        value,
      })),
      logs: [],
      processID: `p${services.indexOf(service) + 1}`,
      warnings: null,
    })),
    processes: Object.fromEntries(
      services.map((serviceName, index) => [`p${index + 1}`, { serviceName, tags: [] }]),
    ),
    warnings: null,
  };
}
