/** Splits begun at two attachment points: the second is written after the first, and may be refused or changed meanwhile. */
import { describe, expect, test } from 'vitest';
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
const { plan, start, act, live, row, weights } = splitCalls(world);

const points = ['reviews', 'public'].map((name) => ({
  kind: 'VirtualService' as const,
  namespace: 'shop',
  name,
  layer: 'http' as const,
  key: 'name:main',
}));
const more = { name: 'public', hosts: ['www.example'], gateways: ['istio-system/public'] };

describe('5: somebody writes into the second of two attachment points while the first is written', () => {
  const begin = async (meanwhile: object) => {
    const subsets = destinationRule(['v1', 'v2']);
    await world.set([...basics(), subsets, virtualService(plain), virtualService(plain, more)]);
    const intent = canary(10, { points });
    const { reviewed } = await plan(intent);
    let isOver = false;
    world.fake.fault = ({ method, path, query }) => {
      if (isOver || method !== 'PUT' || !path.endsWith('/public') || query.has('dryRun')) return false;
      isOver = true;
      const { objects } = world.harness.kubernetes;
      const key = 'networking.istio.io/virtualservices';
      const theirs = virtualService(meanwhile, { ...more, resourceVersion: '9' });
      const others = (objects.get(key) ?? []).filter(({ metadata }) => metadata.name !== 'public');
      objects.set(key, [...others, theirs]);
      return false;
    };
    return start(intent, 'dev', reviewed);
  };

  test('into another rule: merged without a word', async () => {
    const side = { name: 'side', match: [{ uri: { prefix: '/x' } }], redirect: { uri: '/y' } };
    const answer = await begin([side, ...plain]);
    expect(answer).toMatchObject({ outcome: 'done', written: 2, total: 2, attempts: 2, leftovers: [] });
    for (const [name, rule] of [
      ['reviews', 0],
      ['public', 1],
    ] as const) {
      expect(world.virtualService(name).spec?.http?.[rule]).toMatchObject({
        name: 'main',
        route: [{ weight: 90 }, { weight: 10 }],
      });
    }
    expect(world.virtualService('public').spec?.http?.[0]).toEqual(side);
    expect(await live()).toMatchObject({ partial: null, drift: null });
  });

  test('into the same rule: 1 of 2, and theirs stays', async () => {
    const [main] = plain;
    const theirs = { ...main, timeout: '9s' };
    expect(await begin([theirs])).toMatchObject({ outcome: 'partial', written: 1, total: 2 });
    expect(world.virtualService('public').spec?.http).toEqual([theirs]);
  });
});

test('5: somebody writes the second’s rule while proxies hear of the subsets: a conflict before any route is written', async () => {
  await world.set([...basics(), destinationRule(['v1']), virtualService(plain), virtualService(plain, more)]);
  const intent = canary(10, { points });
  const { reviewed } = await plan(intent);
  const [main] = plain;
  const theirs = [{ ...main, route: [{ destination: { host: 'reviews', subset: 'v1' } }] }];
  world.fake.fault = ({ method, path, query }) => {
    if (method !== 'PUT' || !path.endsWith('/destinationrules/reviews') || query.has('dryRun')) return false;
    const { objects } = world.harness.kubernetes;
    objects.set('networking.istio.io/virtualservices', [
      virtualService(plain),
      virtualService(theirs, { ...more, resourceVersion: '9' }),
    ]);
    return false;
  };
  expect(await start(intent, 'dev', reviewed)).toMatchObject({
    outcome: 'conflict',
    written: 0,
    leftovers: [{ namespace: 'shop', name: 'reviews', subsets: ['v2'], made: false }],
    conflict: {
      points: [
        {
          point: { name: 'public' },
          reviewed: [{ subset: null, percent: 100 }],
          now: [{ subset: 'v1', percent: 100 }],
        },
      ],
    },
  });
  expect(world.virtualService('reviews').spec?.http).toEqual(plain);
  expect(world.virtualService('public').spec?.http).toEqual(theirs);
  expect(world.configMaps()).toEqual([]);
});

test('7: the rules may not be read any more while proxies hear of the subsets: the writes say what may be done', async () => {
  await world.set([...basics(), destinationRule(['v1']), virtualService(plain), virtualService(plain, more)]);
  const intent = canary(10, { points });
  const { reviewed } = await plan(intent);
  let isWaiting = false;
  const refused: string[] = [];
  world.fake.fault = ({ method, path, query }, response) => {
    if (method === 'PUT' && path.endsWith('/destinationrules/reviews') && !query.has('dryRun'))
      isWaiting = true;
    if (!isWaiting || method !== 'GET' || !path.endsWith('/virtualservices/public')) return false;
    refused.push(path);
    response
      .writeHead(403, { 'content-type': 'application/json' })
      .end(JSON.stringify({ kind: 'Status', code: 403, message: 'User "mara" cannot get resource' }));
    return true;
  };
  expect(await start(intent, 'dev', reviewed)).toMatchObject({ outcome: 'done', written: 2, total: 2 });
  expect(refused.length).toBeGreaterThan(0);
});

describe('8: the second of two attachment points is forbidden', () => {
  const pinned = [{ name: 'main', route: [{ destination: { host: 'reviews', subset: 'v1' } }] }];

  async function startHalf(http: object): Promise<string> {
    const second = virtualService(http, {
      name: 'public',
      hosts: ['www.example'],
      gateways: ['istio-system/public'],
    });
    await world.set([...basics(), destinationRule(['v1', 'v2']), virtualService(plain), second]);
    const intent = canary(10, { points });
    const { reviewed } = await plan(intent);
    world.fake.fault = ({ method, path, query }, response) => {
      if (method !== 'PUT' || !path.endsWith('/public') || query.has('dryRun')) return false;
      const message = 'User "mara" cannot update resource "virtualservices" in API group';
      response
        .writeHead(403, { 'content-type': 'application/json' })
        .end(JSON.stringify({ kind: 'Status', code: 403, message }));
      return true;
    };
    const answer = await start(intent, 'dev', reviewed);
    expect(answer).toMatchObject({ outcome: 'partial', written: 1, total: 2, leftovers: [] });
    expect(await live()).toMatchObject({
      partial: {
        written: 1,
        total: 2,
        unwritten: [{ kind: 'VirtualService', namespace: 'shop', name: 'public' }],
      },
      drift: null,
    });
    expect(await row()).toMatchObject({ partial: { written: 1, total: 2 }, drifted: false });
    return answer.release?.id ?? '';
  }

  test('partial 1/2; an abort takes the first back, and asks for no right to what the split never came to', async () => {
    const id = await startHalf(pinned);
    expect(await act(id, { kind: 'abort' })).toMatchObject({ outcome: 'done', written: 1, total: 1 });
    expect(weights()).toEqual([
      ['v1', 100],
      ['v2', 0],
    ]);
    expect(weights('public')).toEqual([['v1', undefined]]);
    expect(await live()).toMatchObject({ partial: null, drift: null, release: { phase: 'Aborted' } });
    expect((await act(id, { kind: 'finish' })).outcome).toBe('done');
  });

  test('a plain host sends to all versions: the abort pins it, and says so where it may not', async () => {
    const id = await startHalf(plain);
    expect(await act(id, { kind: 'abort' })).toMatchObject({
      outcome: 'partial',
      written: 1,
      total: 2,
      refusals: [{ code: 'rights', about: { verb: 'update', resource: 'virtualservices' } }],
    });
    expect(weights()).toEqual([
      ['v1', 100],
      ['v2', 0],
    ]);
    expect((await live()).partial).toMatchObject({ written: 1, total: 2 });
    world.fake.fault = null;
    expect((await act(id, { kind: 'abort' })).outcome).toBe('done');
    expect(weights('public')).toEqual([['v1', 100]]);
    expect((await live()).partial).toBeNull();
  });

  test('once the right is there, Retry writes the rest, and nothing is told any more', async () => {
    const id = await startHalf(pinned);
    world.fake.fault = null;
    expect((await act(id, { kind: 'reapply' }, { overwrite: true })).outcome).toBe('done');
    expect(weights('public')).toEqual([
      ['v1', 90],
      ['v2', 10],
    ]);
    expect(await live()).toMatchObject({ partial: null, drift: null });
    expect(world.virtualService('public').metadata.labels).toMatchObject({ 'sluice.dev/release': id });
  });
});
