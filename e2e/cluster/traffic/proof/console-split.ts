/** A canary of reviews as the console walks it: begun, moved and ended through its API, by the developer. */
import type { PlanAnswer, RunAnswer, SplitIntent } from '#lib/api/splits/split-plan.ts';
import type { SplitWorld } from '#lib/api/splits/split-world.ts';

export interface ConsoleSplit {
  /** Of requests; the rule that takes whatever no other rule takes. */
  begin(steps: readonly number[]): Promise<void>;
  advance(): Promise<void>;
  /** All back to stable, and no record is left. */
  end(): Promise<void>;
}

const service = { namespace: 'bookinfo', service: 'reviews' };
/** The console hears of what was written past it sooner than this. */
const heardWithinMs = 20_000;

export function consoleSplit(url: string, token: string): ConsoleSplit {
  let running: { id: string; rev: number } | null = null;

  async function ask<T>(path: string, body?: object): Promise<T> {
    const answer = await fetch(`${url}/api/v1/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  function done(what: string, { outcome, refusals, objects, release }: RunAnswer): void {
    if (outcome !== 'done') throw new Error(`${what}: ${JSON.stringify({ outcome, refusals, objects })}`);
    running = release === null ? null : { id: release.id, rev: release.rev };
  }

  async function act(kind: 'advance' | 'abort' | 'finish'): Promise<void> {
    if (running === null) throw new Error('No split runs.');
    const { id, rev } = running;
    const body = { release: id, rev: kind === 'abort' ? null : rev, action: { kind } };
    done(kind, await ask<RunAnswer>(`splits/${service.namespace}/${service.service}/act`, body));
  }

  async function start(steps: readonly number[]): Promise<RunAnswer> {
    const { points } = await ask<SplitWorld>('splits/world?namespace=bookinfo&service=reviews');
    const everybody = points.findLast(({ conditional }) => !conditional);
    if (everybody === undefined) throw new Error('reviews has no rule for everybody.');
    const intent: SplitIntent = {
      kind: 'split',
      ...service,
      stable: 'v1',
      candidate: 'v3',
      points: [everybody.ref],
      strategy: { kind: 'canary', percent: steps[0] ?? 0, sticky: false },
      plan: steps.map((percent) => ({ percent, waitSeconds: null })),
      guard: { mode: 'off', windowSeconds: 60, minimumRequests: 100, errorDelta: 2, latencyRatio: 1.3 },
      mode: null,
    };
    const { reviewed } = await ask<PlanAnswer>('splits/plan', { intent });
    return ask<RunAnswer>('splits/start', { intent, reviewed, reason: 'a proof' });
  }

  return {
    begin: async (steps) => {
      const deadline = Date.now() + heardWithinMs;
      let answer = await start(steps);
      // What was written past the console a moment ago may not have come to it yet: then nothing is written.
      while (answer.outcome !== 'done' && Date.now() < deadline) answer = await start(steps);
      done('start', answer);
    },
    advance: () => act('advance'),
    end: async () => {
      await act('abort');
      await act('finish');
    },
  };
}
