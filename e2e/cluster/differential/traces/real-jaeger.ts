/** A real Jaeger (e2e/cluster/modules/jaeger) that holds the demo's traces, sent by OTLP as proxies would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { DemoSpan, DemoTrace } from '#demo/traffic/traces.ts';

export interface RealJaeger {
  /** With the base path. */
  url: string;
  stop(): void;
}

const basePath = '/jaeger';
const readyWithinMs = 15_000;
const tracesPerCall = 200;

export async function startRealJaeger(
  binary: string,
  port: number,
  traces: readonly DemoTrace[],
): Promise<RealJaeger> {
  const origin = `http://127.0.0.1:${port}`;
  const child: ChildProcess = spawn(binary, ['-listen', `127.0.0.1:${port}`, '-base-path', basePath], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = () => void child.kill('SIGKILL');
  try {
    const deadline = Date.now() + readyWithinMs;
    while (
      !(await fetch(`${origin}${basePath}/api/services`).then(
        ({ ok }) => ok,
        () => false,
      ))
    ) {
      if (Date.now() > deadline || child.exitCode !== null) throw new Error('Jaeger does not start');
      await delay(50);
    }
    for (let from = 0; from < traces.length; from += tracesPerCall) {
      await send(origin, traces.slice(from, from + tracesPerCall));
    }
    return { url: `${origin}${basePath}`, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

async function send(origin: string, traces: readonly DemoTrace[]): Promise<void> {
  const answer = await fetch(`${origin}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(otlp(traces)),
  });
  if (!answer.ok) throw new Error(`Jaeger does not take the spans: ${await answer.text()}`);
}

/** https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
export function otlp(traces: readonly DemoTrace[]): object {
  const byService = new Map<string, { trace: DemoTrace; span: DemoSpan }[]>();
  for (const trace of traces) {
    for (const span of trace.spans) {
      const known = byService.get(span.service);
      if (known === undefined) byService.set(span.service, [{ trace, span }]);
      else known.push({ trace, span });
    }
  }
  return {
    resourceSpans: [...byService].map(([service, spans]) => ({
      resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
      scopeSpans: [{ spans: spans.map(({ trace, span }) => spanJson(trace, span)) }],
    })),
  };
}

function spanJson(trace: DemoTrace, span: DemoSpan): object {
  const { 'span.kind': kind, error, ...rest } = span.tags;
  return {
    traceId: trace.id,
    spanId: span.id,
    parentSpanId: span.parentId ?? '',
    name: span.name,
    kind: kind === 'client' ? 3 : 2,
    startTimeUnixNano: `${span.startUs}000`,
    endTimeUnixNano: `${span.startUs + span.durationUs}000`,
    attributes: Object.entries(rest).map(([key, value]) => ({ key, value: { stringValue: String(value) } })),
    status: error === true ? { code: 2 } : {},
  };
}
