/** The API of splits called past every page, with the rights of whoever is signed in, as a script would. */
import { type APIRequestContext, expect } from '@playwright/test';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import type { ActBody, PlanAnswer, RunAnswer, SplitIntent } from '#lib/api/splits/split-plan.ts';
import type { SplitWorld } from '#lib/api/splits/split-world.ts';
import { consoleUrl } from './demo.ts';

export interface Subject {
  namespace: string;
  name: string;
}

export interface SplitCalls {
  world(): Promise<SplitWorld>;
  plan(intent: SplitIntent): Promise<PlanAnswer>;
  start(intent: SplitIntent, reviewed: string): Promise<RunAnswer>;
  /** Planned and started; again until what was written past the console a moment ago has come to it. */
  begin(canary: Canary): Promise<RunAnswer>;
  act(
    release: string | null,
    action: { kind: string; [field: string]: unknown },
    more?: Partial<ActBody>,
  ): Promise<RunAnswer>;
  live(): Promise<SplitLive>;
}

export interface Canary {
  stable?: string;
  candidate?: string;
  /** Percents; the first is where it begins. */
  steps: readonly number[];
  /** Those of the world that are split; default all. */
  points?(all: SplitWorld['points']): SplitWorld['points'];
  guard?: SplitIntent['guard']['mode'];
}

export function canaryOf({ namespace, name }: Subject, world: SplitWorld, canary: Canary): SplitIntent {
  const { steps, points = (all) => all, stable = 'v1', candidate = 'v2', guard = 'off' } = canary;
  return {
    kind: 'split',
    namespace,
    service: name,
    stable,
    candidate,
    points: points(world.points).map(({ ref }) => ref),
    strategy: { kind: 'canary', percent: steps[0] ?? 0, sticky: false },
    plan: steps.map((percent) => ({ percent, waitSeconds: null })),
    guard: { mode: guard, windowSeconds: 60, minimumRequests: 100, errorDelta: 2, latencyRatio: 1.3 },
    mode: null,
  };
}

/** `origin`: the address by which the console is asked, where that is not its own. */
export function splitCalls(request: APIRequestContext, subject: Subject, origin = consoleUrl): SplitCalls {
  const { namespace, name } = subject;
  const path = `/api/v1/splits/${namespace}/${name}`;

  async function get<T>(address: string): Promise<T> {
    const answer = await request.get(`${origin}${address}`);
    expect([address, answer.status()]).toEqual([address, 200]);
    return (await answer.json()) as T;
  }
  async function post<T>(address: string, data: object): Promise<T> {
    const answer = await request.post(`${origin}${address}`, { data, headers: { origin } });
    expect([address, answer.status(), answer.ok() ? '' : await answer.text()]).toEqual([address, 200, '']);
    return (await answer.json()) as T;
  }

  const calls: SplitCalls = {
    world: () => get(`/api/v1/splits/world?namespace=${namespace}&service=${name}`),
    plan: (intent) => post('/api/v1/splits/plan', { intent }),
    start: (intent, reviewed) => post('/api/v1/splits/start', { intent, reviewed, reason: 'a journey' }),
    begin: async (canary) => {
      const answers: RunAnswer[] = [];
      await expect(async () => {
        const intent = canaryOf(subject, await calls.world(), canary);
        const { reviewed } = await calls.plan(intent);
        const started = await calls.start(intent, reviewed);
        answers.unshift(started);
        const { outcome, refusals } = started;
        expect({ outcome, refusals }).toEqual({ outcome: 'done', refusals: [] });
      }).toPass({ timeout: 15_000 });
      const [last] = answers;
      if (last === undefined) throw new Error('Nothing was started.');
      return last;
    },
    act: (release, action, more = {}) => post(`${path}/act`, { release, action, ...more }),
    live: () => get(path),
  };
  return calls;
}
