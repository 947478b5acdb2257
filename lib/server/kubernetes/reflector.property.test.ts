/** Watches under anything that may happen to them: whatever came in between, what is held is soon what a fresh list would say. */
import type { ServerResponse } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { until } from '../testing/harness.ts';
import { type Recorder, sendJson, startRecorder } from '../testing/recorder.ts';
import { createReflector } from './reflector.ts';
import { createKubernetesClient, type KubernetesClient } from './rest.ts';

type Step =
  | { what: 'write' | 'delete' | 'old news'; name: string }
  | { what: 'cut' | 'garbage' | 'bookmark' | 'expire in the stream' | 'expire' | 'error' | 'wait' };

/** As much of an API server as a reflector talks to: versions that only rise, a history that may be forgotten, watches that replay. */
function createServer() {
  const objects = new Map<string, KubernetesObject>();
  const watches = new Set<ServerResponse>();
  let events: { version: number; line: string }[] = [];
  let version = 100;
  /** What happened before it is forgotten. */
  let floor = 100;
  let listedAtMs: number[] = [];
  const send = (line: string) => {
    for (const response of watches) response.write(`${line}\n`);
  };
  const happen = (type: string, object: KubernetesObject) => {
    const line = JSON.stringify({ type, object });
    events.push({ version, line });
    send(line);
  };
  const objectOf = (name: string): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop', resourceVersion: String(version), labels: { at: String(version) } },
    spec: {},
  });
  const forget = () => {
    events = [];
    floor = version;
  };
  return {
    objects,
    listedAtMs: () => listedAtMs,
    begin: () => {
      for (const response of watches) response.destroy();
      objects.clear();
      listedAtMs = [];
      forget();
    },
    answer(query: URLSearchParams, response: ServerResponse, nowMs: number): void {
      if (!query.has('watch')) {
        listedAtMs.push(nowMs);
        const metadata = { resourceVersion: String(version), continue: '' };
        sendJson(response, 200, { kind: 'List', metadata, items: [...objects.values()] });
        return;
      }
      const since = Number(query.get('resourceVersion'));
      if (since < floor) {
        sendJson(response, 410, { kind: 'Status', code: 410 });
        return;
      }
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
      watches.add(response);
      response.once('close', () => watches.delete(response));
      for (const event of events) if (event.version > since) response.write(`${event.line}\n`);
    },
    step(step: Step): void {
      switch (step.what) {
        case 'write': {
          version += 1;
          const type = objects.has(step.name) ? 'MODIFIED' : 'ADDED';
          const object = objectOf(step.name);
          objects.set(step.name, object);
          happen(type, object);
          return;
        }
        case 'delete':
          if (!objects.delete(step.name)) return;
          version += 1;
          happen('DELETED', objectOf(step.name));
          return;
        case 'old news': {
          const object = objects.get(step.name);
          if (object === undefined) return;
          const before = { ...object, metadata: { ...object.metadata, resourceVersion: '99', labels: {} } };
          send(JSON.stringify({ type: 'MODIFIED', object: before }));
          return;
        }
        case 'cut':
          for (const response of watches) response.destroy();
          return;
        case 'garbage':
          send('{"type":"ADDED","obj');
          return;
        case 'bookmark':
          send(
            JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: String(version) } } }),
          );
          return;
        case 'expire in the stream':
          forget();
          send(JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 410 } }));
          return;
        case 'expire':
          // What is written meanwhile nobody is told.
          for (const response of watches) response.destroy();
          version += 1;
          forget();
          return;
        case 'error':
          send(JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 500 } }));
          return;
        case 'wait':
          return;
      }
    },
  };
}

const server = createServer();
let clock = fakeClock();
let recorder: Recorder;
let client: KubernetesClient;

beforeAll(async () => {
  recorder = await startRecorder(({ query }, response) => server.answer(query, response, clock.now()));
  client = createKubernetesClient({
    server: recorder.url,
    alsoReaches: [],
    serverTls: {},
    clientTls: {},
    authorization: async () => 'Bearer console',
  });
});

afterAll(async () => {
  await client.close();
  await recorder.close();
});

const name = fc.constantFrom('a', 'b', 'c', 'd');
const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ what: fc.constantFrom('write' as const, 'delete' as const), name }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('old news' as const), name }) },
    {
      weight: 3,
      arbitrary: fc.record({
        what: fc.constantFrom(
          'cut' as const,
          'garbage' as const,
          'bookmark' as const,
          'expire in the stream' as const,
          'expire' as const,
          'error' as const,
          'wait' as const,
        ),
      }),
    },
  ),
  { minLength: 1, maxLength: 25 },
);

test('REL-50 after any sequence of faults the state is that of a fresh list within 15 s, with one list in ten at most', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      server.begin();
      clock = fakeClock();
      const stop = new AbortController();
      const reflector = createReflector({
        id: 'services',
        client,
        clock,
        onChange: () => undefined,
        onState: () => undefined,
      });
      const running = reflector.run(stop.signal);
      try {
        for (const step of sequence) {
          server.step(step);
          // Some of it while something is under way, some when all is quiet again.
          if (step.what === 'wait') await clock.run(clock.delay(5000));
          else await new Promise((resolve) => setImmediate(resolve));
        }
        const held = () =>
          JSON.stringify(
            [...reflector.items.values()]
              .map(({ metadata }) => [metadata.name, metadata.resourceVersion, metadata.labels])
              .sort(),
          );
        const fresh = JSON.stringify(
          [...server.objects.values()]
            .map(({ metadata }) => [metadata.name, metadata.resourceVersion, metadata.labels])
            .sort(),
        );
        const endedAtMs = clock.now();
        await clock.run(until(() => (held() === fresh && reflector.state().state === 'ok' ? true : null)));
        expect(clock.now() - endedAtMs).toBeLessThanOrEqual(15_000);
        const gaps = server.listedAtMs().map((atMs, index, all) => atMs - (all[index - 1] ?? -10_000));
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10_000);
      } finally {
        stop.abort();
        await running;
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);
