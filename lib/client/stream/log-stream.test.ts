import { expect, test, vi } from 'vitest';
import { createEventFrames } from './event-frames.ts';
import { followLog, type LogPorts } from './log-stream.ts';

const question = {
  namespace: 'bookinfo',
  pod: 'reviews-1',
  container: 'reviews',
  tail: 100,
  previous: false,
};
const line = (second: number) => ({ time: `2026-11-21T14:00:0${second}Z`, text: `line ${second}` });
const lines = (...seconds: number[]) =>
  `event: lines\ndata: ${JSON.stringify({ lines: seconds.map(line), dropped: 0 })}\n\n`;
const end = 'event: end\ndata: {}\n\n';

/** Follows until nothing more is to come, over the given answers; what was told and asked. */
async function follow(answers: readonly (Response | Error)[]): Promise<{ told: string[]; asked: string[] }> {
  const told: string[] = [];
  const asked: string[] = [];
  const waiting = [...answers];
  await new Promise<void>((resolve) => {
    const ports: LogPorts = {
      onOpen: () => told.push('open'),
      onLines: (got) => told.push(...got.map(({ text }) => text)),
      onEnd: () => {
        told.push('end');
        resolve();
      },
      onError: (error, retrying) => {
        told.push(`${error.code}${retrying ? ', again' : ''}`);
        if (!retrying) resolve();
      },
      fetch: async (path) => {
        asked.push(String(path).replace(/^.*logs\/stream\?/, ''));
        const answer = waiting.shift();
        if (answer instanceof Response) return answer;
        throw answer ?? new Error('nothing left');
      },
      now: () => Date.parse('2026-11-21T14:00:10Z'),
      delay: async () => undefined,
    };
    followLog(question, ports);
  });
  return { told, asked };
}

test('lines, and the end', async () => {
  const { told, asked } = await follow([new Response(lines(1, 2) + end)]);
  expect(told).toEqual(['open', 'line 1', 'line 2', 'end']);
  expect(asked).toEqual(['container=reviews&tail=100']);
});

test('after a cut it goes on behind the last line, and tells none twice', async () => {
  const { told, asked } = await follow([
    new Response(lines(1, 2)),
    new Error('gone'),
    new Response(lines(2, 3) + end),
  ]);
  expect(told).toEqual([
    'open',
    'line 1',
    'line 2',
    'network, again',
    'network, again',
    'open',
    'line 3',
    'end',
  ]);
  expect(asked.at(-1)).toBe('container=reviews&tail=5000&sinceSeconds=9');
});

test('a refusal is told and not repeated', async () => {
  const problem = { title: 'Forbidden', status: 403, code: 'forbidden', requestId: 'x' };
  const { told, asked } = await follow([Response.json(problem, { status: 403 })]);
  expect(told).toEqual(['forbidden']);
  expect(asked).toHaveLength(1);
});

test('events in pieces of any size', () => {
  const text = `retry: 3\n\n${lines(1)}: comment\n\n${end}`;
  for (let size = 1; size < text.length; size += 3) {
    const frames = createEventFrames();
    const got = [];
    for (let at = 0; at < text.length; at += size) got.push(...frames(text.slice(at, at + size)));
    expect(got.map(({ event }) => event)).toEqual(['lines', 'end']);
  }
});

test('while nobody looks the connection is let go, and goes on behind the last line when somebody does', async () => {
  const told: string[] = [];
  const asked: string[] = [];
  const open: ReadableStreamDefaultController<Uint8Array>[] = [];
  const log = followLog(question, {
    onOpen: () => told.push('open'),
    onLines: (got) => told.push(...got.map(({ text }) => text)),
    onEnd: () => told.push('end'),
    onError: (error) => told.push(error.code),
    fetch: async (path, init) => {
      asked.push(String(path).replace(/^.*logs\/stream\?/, ''));
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          open.push(controller);
          init?.signal?.addEventListener('abort', () => controller.error(init.signal?.reason));
        },
      });
      return new Response(body);
    },
    now: () => Date.parse('2026-11-21T14:00:10Z'),
    delay: async () => undefined,
  });
  const say = (text: string) => open.at(-1)?.enqueue(new TextEncoder().encode(text));
  await vi.waitFor(() => expect(open).toHaveLength(1));
  say(lines(1));
  await vi.waitFor(() => expect(told).toEqual(['open', 'line 1']));
  log.look(false);
  log.look(false);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect([open.length, told]).toEqual([1, ['open', 'line 1']]);
  log.look(true);
  await vi.waitFor(() => expect(open).toHaveLength(2));
  say(lines(1, 2));
  await vi.waitFor(() => expect(told).toEqual(['open', 'line 1', 'open', 'line 2']));
  expect(asked[1]).toBe('container=reviews&tail=5000&sinceSeconds=10');
  // Back before the connection was gone.
  log.look(false);
  log.look(true);
  await vi.waitFor(() => expect(open).toHaveLength(3));
  log.end();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect([open.length, told.includes('network'), told.includes('end')]).toEqual([3, false, false]);
});
