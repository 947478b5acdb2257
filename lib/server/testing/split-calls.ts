/** The calls of the API of splits, as its contract tests make them: parsed by the contract's schemas, and seen by the watch. */
import { expect } from 'vitest';
import { type SplitLive, splitLiveSchema } from '#lib/api/splits/split-live.ts';
import {
  type ActBody,
  type PlanAnswer,
  planAnswerSchema,
  type RestoreIntent,
  type RunAnswer,
  runAnswerSchema,
  type SplitIntent,
} from '#lib/api/splits/split-plan.ts';
import { type SplitWorld, splitWorldSchema } from '#lib/api/splits/split-world.ts';
import { type SplitRow, splitsSchema } from '#lib/api/splits/splits-list.ts';
import type { DestinationRule } from '#lib/istio/objects.ts';
import { until } from './harness.ts';
import { canary, type SplitTestWorld, type users } from './split-world.ts';

export function splitCalls(world: SplitTestWorld) {
  async function plan(
    intent: SplitIntent | RestoreIntent = canary(10),
    token: keyof typeof users = 'dev',
  ): Promise<PlanAnswer> {
    const { status, body } = await world.ask('splits/plan', { intent }, token);
    expect([status, status === 200 ? '' : JSON.stringify(body)]).toEqual([200, '']);
    return planAnswerSchema.parse(body);
  }

  async function start(
    intent = canary(10),
    token: keyof typeof users = 'dev',
    reviewed?: string,
  ): Promise<RunAnswer> {
    const seen = reviewed ?? (await plan(intent, token)).reviewed;
    const { status, body } = await world.ask(
      'splits/start',
      { intent, reviewed: seen, reason: 'new release' },
      token,
    );
    expect([status, status === 200 ? '' : JSON.stringify(body)]).toEqual([200, '']);
    const answer = runAnswerSchema.parse(body);
    const { release } = answer;
    if (release !== null) await seenRev(release.rev);
    return answer;
  }

  /** The watch has told the console of it. */
  async function seenRev(rev: number): Promise<void> {
    await until(() =>
      world.harness.services.snapshot
        .objects()
        .virtualServices.some(({ metadata }) =>
          metadata.annotations?.['sluice.dev/release']?.includes(`"rev":${rev}`),
        )
        ? true
        : null,
    );
  }

  async function act(
    release: string | null,
    action: object,
    more: Partial<ActBody> = {},
    token: keyof typeof users = 'dev',
  ): Promise<RunAnswer> {
    const { status, body } = await world.ask('splits/shop/reviews/act', { release, action, ...more }, token);
    expect([status, status === 200 ? '' : JSON.stringify(body)]).toEqual([200, '']);
    const answer = runAnswerSchema.parse(body);
    if (answer.written > 0 && answer.release !== null) await seenRev(answer.release.rev);
    return answer;
  }

  async function live(token: keyof typeof users = 'dev', query = ''): Promise<SplitLive> {
    const { status, body } = await world.ask(`splits/shop/reviews${query}`, undefined, token);
    expect([status, status === 200 ? '' : JSON.stringify(body)]).toEqual([200, '']);
    return splitLiveSchema.parse(body);
  }

  async function describeWorld(token: keyof typeof users = 'dev'): Promise<SplitWorld> {
    const { status, body } = await world.ask('splits/world?namespace=shop&service=reviews', undefined, token);
    expect(status).toBe(200);
    return splitWorldSchema.parse(body);
  }

  const weights = (name?: string) =>
    world
      .virtualService(name)
      .spec?.http[0]?.route.map(({ destination, weight }) => [destination.subset ?? '-', weight]);

  const subsets = () => {
    const found = world.fake.object('destinationrules', 'shop', 'reviews') as DestinationRule | undefined;
    return found?.spec?.subsets?.map(({ name }) => name) ?? null;
  };

  /** Of the list, the split that runs. */
  async function row(): Promise<SplitRow | undefined> {
    const { body } = await world.ask('splits');
    return splitsSchema.parse(body).splits.find(({ state }) => state !== 'past');
  }

  return { plan, start, act, live, row, describeWorld, weights, subsets };
}
