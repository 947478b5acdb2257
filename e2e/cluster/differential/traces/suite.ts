/**
 * The demo's Jaeger against the real one: the same spans in both, the same questions, compared as the console reads them (lib/traces).
 * So the reader is held against Jaeger's own JSON, and the demo against what Jaeger finds.
 */
import { isDeepStrictEqual } from 'node:util';
import { buildMesh } from '#demo/content/mesh.ts';
import { createMetricsStore } from '#demo/prometheus/memory-store.ts';
import { jaegerApi } from '#demo/tools/jaeger-api.ts';
import { sourceOf } from '#demo/traffic/cluster-view.ts';
import { createEngine } from '#demo/traffic/engine.ts';
import { metricHelp } from '#demo/traffic/metric-help.ts';
import { createTraceSampler, type DemoTrace } from '#demo/traffic/traces.ts';
import { buildBinary } from '#e2e/cluster/build.ts';
import { readJaeger } from '#lib/traces/jaeger.ts';
import type { Span, Trace } from '#lib/traces/trace.ts';
import { type SuiteResult, Tally } from '../figures.ts';
import { startRealJaeger } from './real-jaeger.ts';

export interface Options {
  seed: number;
  verbose: boolean;
  tell: (line: string) => void;
}

const port = 4552;
const startMs = 1_795_262_400_000;
const tickMs = 5000;
const ticks = 240;
const mostTold = 10;

function playedTraces(seed: number): readonly DemoTrace[] {
  const mesh = buildMesh({ seed, nowMs: startMs });
  const traces = createTraceSampler(seed);
  const metrics = createMetricsStore({ retentionMs: 3_600_000, help: metricHelp });
  const engine = createEngine({ seed, behaviour: mesh.behaviour, metrics, startMs, traces });
  engine.load(sourceOf(mesh.objects));
  for (let tick = 1; tick <= ticks; tick += 1) engine.tick(startMs + tick * tickMs);
  return traces.all();
}

/** What a way through OTLP adds or words differently says nothing of a request. */
const added = new Set(['error', 'otel.status_code', 'otel.scope.name', 'internal.span.format', 'span.kind']);

function comparable(traces: readonly Trace[]): unknown {
  const spanOf = ({ tags, logs: _logs, ...span }: Span) => ({
    ...span,
    tags: tags.filter(([name]) => !added.has(name)).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  });
  return traces
    .map(({ id, spans }) => ({ id, spans: spans.map(spanOf).toSorted((a, b) => (a.id < b.id ? -1 : 1)) }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

interface Question {
  part: string;
  /** Behind `/jaeger/api`. */
  path: string;
  query: Record<string, string>;
}

function questions(traces: readonly DemoTrace[]): Question[] {
  const services = [...new Set(traces.flatMap(({ spans }) => spans.map(({ service }) => service)))].sort();
  const micros = (tick: number) => String((startMs + tick * tickMs) * 1000);
  // Short enough that nothing is cut: which of many it takes is the store's choice.
  const windows = [
    [0, 40],
    [100, 140],
    [200, 201],
  ] as const;
  return [
    ...services.flatMap((service) =>
      windows.flatMap(([from, to]) =>
        [{}, { minDuration: '50ms' }, { minDuration: '1500us' }].map((more) => ({
          part: 'searches',
          path: '/traces',
          query: { service, start: micros(from), end: micros(to), limit: '200', ...more },
        })),
      ),
    ),
    {
      part: 'searches',
      path: '/traces',
      query: { service: 'nobody.nowhere', start: micros(0), end: micros(9), limit: '9' },
    },
    ...traces.slice(0, 200).map(({ id }) => ({ part: 'traces', path: `/traces/${id}`, query: {} })),
    { part: 'refusals', path: '/traces', query: {} },
    { part: 'refusals', path: `/traces/${'0'.repeat(31)}1`, query: {} },
    { part: 'services', path: '/services', query: {} },
  ];
}

interface Told {
  status: number;
  body: unknown;
}

/** Of refusals only that they are: their words are Jaeger's. */
function shown({ part }: Question, { status, body }: Told): unknown {
  if (part === 'refusals') return status;
  if (part === 'services') {
    const { data } = body as { data: string[] };
    return data.toSorted();
  }
  const read = readJaeger(body);
  return [status, read.ok ? comparable(read.value) : read.error];
}

export async function run({ seed, verbose, tell }: Options): Promise<SuiteResult> {
  const binary = await buildBinary('jaeger', tell);
  const traces = playedTraces(seed);
  tell(`— ${traces.length} traces of the demo in a real Jaeger`);
  const demo = jaegerApi(() => traces);
  const tally = new Tally();
  const real = await startRealJaeger(binary, port, traces);
  let told = 0;
  try {
    for (const question of questions(traces)) {
      const query = new URLSearchParams(question.query);
      const answer = await fetch(`${real.url}/api${question.path}?${query}`);
      const ofReal = shown(question, { status: answer.status, body: await answer.json() });
      const own = demo({ method: 'GET', path: `/jaeger/api${question.path}`, query });
      const ofDemo = shown(question, { status: own?.status ?? 0, body: JSON.parse(own?.body ?? 'null') });
      const agree = isDeepStrictEqual(ofReal, ofDemo);
      tally.count(question.part, agree ? undefined : null);
      if (!agree && (verbose || told < mostTold)) {
        told += 1;
        tell(
          `${question.path}?${query}: Jaeger ${JSON.stringify(ofReal).slice(0, 300)}, the demo ${JSON.stringify(ofDemo).slice(0, 300)}`,
        );
      }
    }
  } finally {
    real.stop();
  }
  return tally.result();
}
