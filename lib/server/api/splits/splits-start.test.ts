/** Splits begun: what is written and in which order, what becomes of two who begin at once. Numbers are those of the design's checks. */
import { describe, expect, test } from 'vitest';
import type { RunAnswer } from '#lib/api/splits/split-plan.ts';
import { splitCalls } from '../../testing/split-calls.ts';
import {
  basics,
  canary,
  destinationRule,
  plain,
  splitWorld,
  virtualService,
} from '../../testing/split-world.ts';

const world = splitWorld();
const { plan, start, act, weights, subsets } = splitCalls(world);
const dr = 'shop/destinationrules';
const vs = 'shop/virtualservices';

describe('starting', () => {
  test('subsets are written before the route that names them, the record with the weights, the timeline after them', async () => {
    const intent = canary(10);
    const { reviewed } = await plan(intent);
    let answer: RunAnswer | null = null;
    const calls = await world.calls(async () => {
      answer = await start(intent, 'dev', reviewed);
    });
    const writes = calls.filter((one) => /^(PUT|POST)/.test(one) && !one.endsWith('?dryRun'));
    expect(writes).toEqual([`POST ${dr}`, `PUT ${vs}/reviews`, 'POST shop/configmaps', 'POST shop/events']);
    expect(answer).toMatchObject({
      outcome: 'done',
      written: 1,
      total: 1,
      recorded: true,
      release: { by: 'mara', phase: 'Progressing' },
    });
    expect(weights()).toEqual([
      ['v1', 90],
      ['v2', 10],
    ]);
    const [record] = world.configMaps();
    expect(record).toMatchObject({
      immutable: true,
      metadata: { namespace: 'shop', labels: { 'sluice.dev/split-service': 'reviews' } },
    });
  });

  test('SEC-33 each object that was written is one line in the log, with who, what and a hash; a refusal as well', async () => {
    const linesOf = async (run: () => Promise<unknown>) => {
      const from = world.harness.logLines.length;
      await run();
      return world.harness.logLines
        .slice(from)
        .filter((line) => line.includes('"audit":true'))
        .map((line) => JSON.parse(line));
    };
    const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
    const by = { subject: 'mara', verb: expect.any(String), requestId: expect.any(String), change: hash };
    const intent = canary(10);
    const { reviewed } = await plan(intent);
    const begun = await linesOf(() => start(intent, 'dev', reviewed));
    expect(begun).toMatchObject([
      {
        ...by,
        action: 'write',
        outcome: 'written',
        object: 'destinationrules.networking.istio.io/shop/reviews',
      },
      {
        ...by,
        action: 'write',
        outcome: 'written',
        object: 'virtualservices.networking.istio.io/shop/reviews',
      },
    ]);
    expect(begun).toHaveLength(2);
  });

  test('7: the route is forbidden after the subset was written: no route changed, the right is named, the subset is told', async () => {
    world.fake.fault = ({ method, path, query }, response) => {
      if (method !== 'PUT' || !path.endsWith('/virtualservices/reviews') || query.has('dryRun')) return false;
      const message =
        'virtualservices.networking.istio.io "reviews" is forbidden: User "mara" cannot update resource "virtualservices"';
      response
        .writeHead(403, { 'content-type': 'application/json' })
        .end(JSON.stringify({ kind: 'Status', code: 403, reason: 'Forbidden', message }));
      return true;
    };
    const answer = await start();
    expect(answer).toMatchObject({
      outcome: 'failed',
      written: 0,
      total: 1,
      leftovers: [{ namespace: 'shop', name: 'reviews', subsets: ['v1', 'v2'], made: true }],
      refusals: [
        { code: 'rights', about: { verb: 'update', resource: 'virtualservices', namespace: 'shop' } },
      ],
    });
    expect(weights()).toEqual([['-', undefined]]);
    // No record is kept of what never began: what was left is given back to be taken off.
    const left = answer.leftovers;
    const calls = await world.calls(async () => {
      expect(await act(null, { kind: 'cleanup', left })).toMatchObject({ outcome: 'done', written: 1 });
    });
    expect(calls.filter((one) => one.startsWith('DELETE'))).toEqual([
      `DELETE ${dr}/reviews?dryRun`,
      `DELETE ${dr}/reviews`,
    ]);
    expect(await act(null, { kind: 'cleanup', left })).toMatchObject({ outcome: 'done', written: 0 });
  });

  test('7: of a DestinationRule of others the subset alone goes; one that a route names by now stays', async () => {
    await world.set([...basics(), destinationRule(['v1', 'v2', 'v3']), virtualService(plain)]);
    const left = [{ namespace: 'shop', name: 'reviews', subsets: ['v2'], made: false }];
    expect((await act(null, { kind: 'cleanup', left })).outcome).toBe('done');
    expect(subsets()).toEqual(['v1', 'v3']);
    const made = [{ namespace: 'shop', name: 'reviews', subsets: ['v1'], made: true }];
    const elsewhere = [{ namespace: 'other', name: 'reviews', subsets: ['v1'], made: true }];
    expect((await act(null, { kind: 'cleanup', left: elsewhere })).refusals).toMatchObject([
      { code: 'gone' },
    ]);
    await world.set([
      ...basics(),
      destinationRule(['v1']),
      virtualService([{ name: 'main', route: [{ destination: { host: 'reviews', subset: 'v1' } }] }]),
    ]);
    expect((await act(null, { kind: 'cleanup', left: made })).refusals).toMatchObject([
      { code: 'subset-in-use', about: { subsets: 'v1' } },
    ]);
    expect(subsets()).toEqual(['v1']);
  });

  test('19: a viewer who calls the API gets the word of Kubernetes, and nothing is written', async () => {
    const { reviewed } = await plan();
    const calls = await world.calls(async () => {
      const answer = await start(canary(10), 'viewer', reviewed);
      expect(answer).toMatchObject({ outcome: 'failed', written: 0 });
      expect(answer.objects).toContainEqual(
        expect.objectContaining({
          refusal: 'rights',
          message: expect.stringContaining('"reviews" is forbidden: User "vera" cannot update'),
        }),
      );
    });
    expect(calls).toContain(`PUT ${vs}/reviews?dryRun`);
    expect(calls.filter((one) => /^(PUT|POST)/.test(one) && !one.endsWith('?dryRun'))).toEqual([]);
    expect(
      world.harness.logLines.some(
        (line) => line.includes('"action":"denied"') && line.includes('"subject":"vera"'),
      ),
    ).toBe(true);
  });

  test('5: what was reviewed was changed meanwhile: a conflict with both weights; another rule is merged silently', async () => {
    await world.set([
      ...basics(),
      destinationRule(['v1', 'v2']),
      virtualService([
        { name: 'side', match: [{ uri: { prefix: '/x' } }], route: [{ destination: { host: 'cart' } }] },
        ...plain,
      ]),
    ]);
    const { reviewed } = await plan();
    await world.set([
      ...basics(),
      destinationRule(['v1', 'v2']),
      virtualService(
        [
          {
            name: 'side',
            timeout: '9s',
            match: [{ uri: { prefix: '/x' } }],
            route: [{ destination: { host: 'cart' } }],
          },
          ...plain,
        ],
        { resourceVersion: '6' },
      ),
    ]);
    const merged = await start(canary(10), 'dev', reviewed);
    expect(merged.outcome).toBe('done');
    expect(world.virtualService().spec?.http[0]).toMatchObject({ name: 'side', timeout: '9s' });
    const touched = [
      {
        ...plain[0],
        route: [
          { destination: { host: 'reviews', subset: 'v1' }, weight: 50 },
          { destination: { host: 'reviews', subset: 'v2' }, weight: 50 },
        ],
      },
    ];
    await world.set([
      ...basics(),
      destinationRule(['v1', 'v2']),
      virtualService(touched, {
        resourceVersion: '7',
        managedFields: [{ manager: 'kubectl-edit', operation: 'Update', time: '2026-11-29T06:00:00Z' }],
      }),
    ]);
    const answer = await start(canary(10), 'dev', reviewed);
    expect(answer.outcome).toBe('conflict');
    expect(answer.conflict?.points).toMatchObject([
      {
        reviewed: [{ subset: null, percent: 100 }],
        now: [
          { subset: 'v1', percent: 50 },
          { subset: 'v2', percent: 50 },
        ],
      },
    ]);
    expect(answer.conflict?.manager).not.toBeNull();
  });

  test('5: of two who begin at once one wins, the other is told who, when, and what became of the weights', async () => {
    const { reviewed } = await plan();
    const wishes = { mara: 10, bob: 50 } as const;
    const answers = await Promise.all([
      start(canary(wishes.mara), 'dev', reviewed),
      start(canary(wishes.bob), 'other', reviewed),
    ]);
    const [won] = answers.filter(({ outcome }) => outcome === 'done');
    const winner = won?.release?.by as keyof typeof wishes;
    const percent = wishes[winner];
    expect(weights()).toEqual([
      ['v1', 100 - percent],
      ['v2', percent],
    ]);
    expect(answers.filter((one) => one !== won)).toMatchObject([
      {
        outcome: 'conflict',
        written: 0,
        release: null,
        // What both would have made is the winner's, and no rest of a start.
        leftovers: [],
        refusals: [{ code: 'active', about: { by: winner } }],
        conflict: {
          by: winner,
          at: Math.floor(Date.parse(won?.release?.at ?? '') / 1000),
          points: [
            {
              reviewed: [{ subset: null, percent: 100 }],
              now: [
                { subset: 'v1', percent: 100 - percent },
                { subset: 'v2', percent },
              ],
            },
          ],
        },
      },
    ]);
    const lost = await start(canary(20), 'other');
    expect(lost.refusals).toMatchObject([{ code: 'active', about: { by: winner } }]);
  });

  describe('5: somebody writes between the subsets and the routes', () => {
    const side = {
      name: 'side',
      match: [{ uri: { prefix: '/x' } }],
      route: [{ destination: { host: 'cart' } }],
    };
    const begin = async (meanwhile: object) => {
      await world.set([...basics(), virtualService([side, ...plain])]);
      const { reviewed } = await plan();
      let isOver = false;
      world.fake.fault = ({ method, path, query }) => {
        if (isOver || method !== 'PUT' || !path.endsWith('/virtualservices/reviews') || query.has('dryRun'))
          return false;
        isOver = true;
        const { objects } = world.harness.kubernetes;
        objects.set('networking.istio.io/virtualservices', [
          virtualService(meanwhile, { resourceVersion: '6' }),
        ]);
        return false;
      };
      return start(canary(10), 'dev', reviewed);
    };

    test('into another rule: merged without a word, and the record knows its subsets', async () => {
      const answer = await begin([{ ...side, timeout: '9s' }, ...plain]);
      expect(answer).toMatchObject({ outcome: 'done', written: 1, total: 1, attempts: 2, leftovers: [] });
      expect(answer.objects.map(({ state }) => state)).toEqual(['written', 'written']);
      expect(world.virtualService().spec?.http).toMatchObject([
        { name: 'side', timeout: '9s' },
        { name: 'main', route: [{ weight: 90 }, { weight: 10 }] },
      ]);
      const [record] = world.configMaps();
      expect(JSON.stringify(record)).toContain(JSON.stringify(JSON.stringify(['v1', 'v2'])).slice(1, -1));
    });

    test('into the same rule: a conflict with both weights, and the subsets that are left', async () => {
      const [main] = plain;
      const route = [{ destination: { host: 'reviews', subset: 'v1' } }];
      expect(await begin([side, { ...main, route }])).toMatchObject({
        outcome: 'conflict',
        written: 0,
        leftovers: [{ namespace: 'shop', name: 'reviews', subsets: ['v2'], made: false }],
        conflict: {
          points: [{ reviewed: [{ subset: null, percent: 100 }], now: [{ subset: 'v1', percent: 100 }] }],
        },
      });
    });
  });

  test('5: subsets that somebody else made a moment ago are waited for as one’s own are', async () => {
    const { splits } = world.harness.services;
    const { settleMs } = splits;
    splits.settleMs = 300;
    const made: number[] = [];
    const routed: number[] = [];
    world.fake.fault = ({ method, path, query }) => {
      if (query.has('dryRun')) return false;
      if (method === 'PUT' && path.endsWith('/virtualservices/reviews')) routed.push(Date.now());
      if (method !== 'POST' || !path.endsWith('/destinationrules')) return false;
      made.push(Date.now());
      const { objects } = world.harness.kubernetes;
      objects.set('networking.istio.io/destinationrules', [destinationRule(['v1', 'v2'])]);
      return false;
    };
    try {
      expect(await start()).toMatchObject({ outcome: 'done', attempts: 2, leftovers: [] });
    } finally {
      splits.settleMs = settleMs;
    }
    expect([made, routed].map(({ length }) => length)).toEqual([1, 1]);
    expect((routed[0] ?? 0) - (made[0] ?? 0)).toBeGreaterThanOrEqual(295);
  });
});
