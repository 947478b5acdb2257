import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ApplyAnswer, Change, WriteOutcome } from '#lib/api/configuration/configuration.ts';
import { ApiError } from '../call/api-error.ts';
import { type ApplyProgress, configurationChanges } from './configuration-changes.ts';

afterEach(() => vi.unstubAllGlobals());

const remove = (name: string): Change => ({
  op: 'delete',
  kind: 'sidecars.networking.istio.io',
  namespace: 'shop',
  name,
});
const changes = [remove('a'), remove('b'), remove('c')];

function outcome(state: WriteOutcome['state'], message: string | null = null): WriteOutcome {
  return {
    ...remove('a'),
    state,
    message,
    refusal: null,
    webhook: null,
    webhookService: null,
    causes: [],
    warnings: [],
    missing: null,
    resourceVersion: null,
    live: null,
  };
}

const frame = (event: string, body: unknown) => `event: ${event}\ndata: ${JSON.stringify(body)}\n\n`;
const plan = (...steps: number[]) => frame('plan', { steps });
const step = (at: number, what: WriteOutcome) => frame('step', { step: at, outcome: what });
const end = (order: number[]): ApplyAnswer => ({
  changes: changes.map(() => outcome('written')),
  order,
  done: true,
});

/** A body that comes in these pieces, and then ends, breaks or stays open. */
function bodyOf(pieces: readonly Uint8Array<ArrayBuffer>[], then: 'close' | 'break' | 'open' = 'close') {
  const cancelled = vi.fn();
  const waiting = [...pieces];
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const piece = waiting.shift();
      if (piece !== undefined) controller.enqueue(piece);
      else if (then === 'close') controller.close();
      else if (then === 'break') controller.error(new TypeError('network error'));
    },
    cancel: cancelled,
  });
  return { body, cancelled };
}

const bytes = (text: string) => new TextEncoder().encode(text);

async function follow(response: Response | Error) {
  const fetched = vi.fn(async (_path: string, _init: RequestInit) => {
    if (response instanceof Error) throw response;
    return response;
  });
  vi.stubGlobal('fetch', fetched);
  const told: ApplyProgress[] = [];
  const answer = await configurationChanges
    .applyFollowed(changes, 'tidy', (progress) => told.push(progress))
    .catch((error: unknown) => error);
  return { answer, told, fetched };
}

async function failure(response: Response | Error): Promise<{ error: ApiError; told: ApplyProgress[] }> {
  const { answer, told } = await follow(response);
  if (answer instanceof ApiError) return { error: answer, told };
  throw new Error(`not an ApiError: ${String(answer)}`);
}

describe('an apply that is followed', () => {
  it('sends the changes once, with their reason', async () => {
    const { fetched } = await follow(new Response(plan() + frame('end', end([]))));
    expect(fetched).toHaveBeenCalledOnce();
    const [path, init] = fetched.mock.calls[0] ?? [];
    expect([path, init?.method, JSON.parse(String(init?.body))]).toEqual([
      '/api/v1/config/apply/stream',
      'POST',
      { changes, reason: 'tidy', attempt: expect.stringMatching(/^[0-9a-f]{32}$/) },
    ]);
    expect(init).toMatchObject({ credentials: 'same-origin', redirect: 'error' });
  });

  it('tells the plan and each step by the index of its change, and answers with the end', async () => {
    const [kept, refused] = [outcome('written'), outcome('failed', 'no such kind')];
    const { answer, told } = await follow(
      new Response(plan(2, 0) + step(0, kept) + step(1, refused) + frame('end', end([2, 0, 1]))),
    );
    expect(answer).toEqual(end([2, 0, 1]));
    expect(told.map(({ steps, past, outcomes }) => [steps, past, [...outcomes]])).toEqual([
      [[2, 0], 0, []],
      [[2, 0], 1, [[2, kept]]],
      [
        [2, 0],
        2,
        [
          [2, kept],
          [0, refused],
        ],
      ],
    ]);
  });

  it('never changes a progress that was told', async () => {
    const { told } = await follow(
      new Response(plan(0, 1) + step(0, outcome('written')) + frame('end', end([0, 1]))),
    );
    expect(told.map(({ outcomes }) => outcomes.size)).toEqual([0, 1]);
  });

  it('reads pieces of any size, cut within a letter too', async () => {
    const said = outcome('failed', 'заблокировано, 已被拒绝');
    const text = bytes(plan(0) + step(0, said) + frame('end', end([0])));
    for (const size of [1, 3, 7, text.length]) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
        text.slice(at * size, (at + 1) * size),
      );
      const { answer, told } = await follow(new Response(bodyOf(pieces).body));
      expect(answer).toEqual(end([0]));
      expect(told.at(-1)?.outcomes.get(0)).toEqual(said);
    }
  });

  it('passes over comments and over events that it does not know', async () => {
    const { answer, told } = await follow(
      new Response(`: still here\n\n${frame('weather', { sun: true })}${plan(1)}${frame('end', end([1]))}`),
    );
    expect(answer).toEqual(end([1]));
    expect(told.at(-1)?.steps).toEqual([1]);
  });
});

describe('what goes wrong', () => {
  const forbidden = { title: 'Forbidden', status: 403, code: 'forbidden', requestId: 'r-1' };

  it.each([
    ['no connection', () => new TypeError('fetch failed'), 'network', 0],
    [
      'a refusal in the words of the server',
      () => Response.json(forbidden, { status: 403 }),
      'forbidden',
      403,
    ],
    ["a proxy's page", () => new Response('<html>', { status: 502 }), 'unavailable', 502],
    ['an end of another shape', () => new Response(frame('end', { ok: 1 })), 'unreadable', 200],
    ['data that is no JSON', () => new Response('event: plan\ndata: {"steps"\n\n'), 'unreadable', 200],
  ])('%s', async (_, response, code, status) => {
    const { error, told } = await failure(response());
    expect(error).toMatchObject({ code, status });
    expect(told).toEqual([]);
  });

  it.each(['close', 'break'] as const)(
    'a connection that ends (%s) before the end is one of the network: what was told stays told',
    async (then) => {
      const { body } = bodyOf([bytes(plan(0, 1) + step(0, outcome('written')))], then);
      const { error, told } = await failure(new Response(body));
      expect(error).toMatchObject({ code: 'network', status: 0 });
      expect(told.at(-1)).toMatchObject({ steps: [0, 1], past: 1 });
    },
  );

  it('a stream is let go behind its end and behind what cannot be read', async () => {
    for (const last of [frame('end', end([])), frame('end', {})]) {
      const { body, cancelled } = bodyOf([bytes(last)], 'open');
      await follow(new Response(body));
      expect(cancelled).toHaveBeenCalledOnce();
    }
  });
});
