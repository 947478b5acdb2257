/** Splits in delegates: Git has the root and it is never written; and Events about what a split did. */
import { describe, expect, test } from 'vitest';
import { parseStream } from '#lib/document/stream.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { splitCalls } from '../../testing/split-calls.ts';
import {
  basics,
  canary,
  destinationRule,
  plain,
  splitWorld,
  users,
  virtualService,
} from '../../testing/split-world.ts';

const world = splitWorld();
const { plan, start, act, live, describeWorld, weights } = splitCalls(world);

const git = { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:networking.istio.io/VirtualService' } };
const root = (http: object = plain, more: object = {}) => virtualService(http, { ...git, ...more });
const handing = [{ name: 'main', delegate: { name: 'reviews-split', namespace: 'shop' } }];
const through = (percent: number) => canary(percent, { mode: 'delegate' });
const isWrite = (call: string) => /^(PUT|POST|DELETE)/.test(call) && !call.endsWith('?dryRun');

describe('15: a split in a delegate', () => {
  test('is made with the rule as it is; the root is never written, in no action', async () => {
    await world.set([...basics(), destinationRule(['v1', 'v2']), root()]);
    const planned = await plan(through(5));
    expect(planned.refusals).toEqual([]);
    expect(planned.drafts.map(({ change }) => `${change.op} ${change.name}`)).toEqual([
      'create reviews-split',
    ]);
    expect(planned.cautions).toContainEqual({
      code: 'awaits-git',
      root: { namespace: 'shop', name: 'reviews' },
      delegate: { namespace: 'shop', name: 'reviews-split' },
    });
    const { documents } = parseStream(planned.gitops.snippet ?? '');
    expect(documents.map(({ value }) => value)).toEqual([handing]);
    const calls = await world.calls(async () => {
      expect(await start(through(5))).toMatchObject({ outcome: 'done', written: 1, total: 1 });
    });
    expect(calls.filter(isWrite)).toEqual([
      'POST shop/virtualservices',
      'POST shop/configmaps',
      'POST shop/events',
    ]);
    expect(world.virtualService().spec).toEqual(root().spec);
    expect(world.virtualService('reviews-split').spec).toMatchObject({
      http: [{ name: 'sluice-reviews', timeout: '3s', route: [{ weight: 95 }, { weight: 5 }] }],
    });
  });

  test('takes no step before a root hands its requests over, says what Git lacks, and goes on afterwards', async () => {
    await world.set([...basics(), destinationRule(['v1', 'v2']), root()]);
    const id = (await start(through(5))).release?.id ?? '';
    const before = await live();
    expect(before).toMatchObject({
      mode: 'delegate',
      unhanded: [{ kind: 'VirtualService', namespace: 'shop', name: 'reviews-split' }],
    });
    expect(parseStream(before.gitops.snippet ?? '').documents.map(({ value }) => value)).toEqual([handing]);
    const actions = new Map(before.actions.map((one) => [one.kind, one]));
    expect(actions.get('advance')?.refusal?.code).toBe('no-root');
    expect(actions.get('abort')?.allowed).toBe(true);
    expect((await act(id, { kind: 'advance' })).refusals).toMatchObject([{ code: 'no-root' }]);
    const delegate = world.virtualService('reviews-split');
    await world.set([
      ...basics(),
      destinationRule(['v1', 'v2']),
      root(handing, { resourceVersion: '6' }),
      delegate,
    ]);
    const calls = await world.calls(async () => {
      expect(await act(id, { kind: 'advance' })).toMatchObject({ outcome: 'done' });
      expect((await live()).unhanded).toEqual([]);
      expect(weights('reviews-split')).toEqual([
        ['v1', 75],
        ['v2', 25],
      ]);
      for (const kind of ['promote', 'abort', 'finish']) {
        expect([kind, (await act(id, { kind })).outcome]).toEqual([kind, 'done']);
      }
    });
    expect(calls.filter((one) => isWrite(one) && one.includes('virtualservices'))).toEqual(
      Array.from({ length: 4 }, () => 'PUT shop/virtualservices/reviews-split'),
    );
    expect(weights('reviews-split')).toEqual([
      ['v1', 100],
      ['v2', 0],
    ]);
  });

  test('that no root hands requests to is not begun, and offered with the reason', async () => {
    const orphan = virtualService(plain, { name: 'orphan', hosts: [] });
    await world.set([...basics(), destinationRule(['v1', 'v2']), orphan]);
    const { points } = await describeWorld();
    expect(points).toMatchObject([{ preselected: false, refusals: [{ code: 'no-root' }] }]);
    const ref = {
      kind: 'VirtualService',
      namespace: 'shop',
      name: 'orphan',
      layer: 'http',
      key: 'name:main',
    } as const;
    expect((await plan(canary(5, { points: [ref] }))).refusals).toMatchObject([
      { code: 'no-root', field: '/points/0' },
    ]);
  });

  test('whose root stands in a namespace that the developer may not see is obeyed all the same', async () => {
    const hidden: KubernetesObject = virtualService(handing, {
      name: 'public',
      namespace: 'hidden',
      hosts: ['shop.example'],
      gateways: ['hidden/public'],
    });
    const delegate = virtualService(plain, { name: 'reviews-split', hosts: [] });
    await world.set([...basics(), destinationRule(['v1', 'v2']), hidden, delegate]);
    const ref = {
      kind: 'VirtualService',
      namespace: 'shop',
      name: 'reviews-split',
      layer: 'http',
      key: 'name:main',
    } as const;
    expect(await start(canary(5, { points: [ref] }))).toMatchObject({ outcome: 'done' });
    expect((await live()).unhanded).toEqual([]);
  });
});

describe('Events', () => {
  test('tell on the VirtualService what was done to traffic, by whom, and nothing of what moves none', async () => {
    const tracked = virtualService(plain, { uid: 'uid-of-reviews' });
    await world.set([...basics(), destinationRule(['v1', 'v2']), tracked]);
    const id = (await start(canary(5))).release?.id ?? '';
    await act(id, { kind: 'advance' });
    await act(id, { kind: 'pause' });
    await act(id, { kind: 'note', text: 'cold cache' });
    await act(id, { kind: 'abort' }, { reason: 'errors' });
    await act(id, { kind: 'finish' });
    expect(world.events().map(({ reason, message, type }) => [reason, message, type])).toEqual([
      ['TrafficSplitStarted', 'mara: shop/reviews v1 → v2, canary, 5 %: new release', 'Normal'],
      ['TrafficSplitChanged', 'mara: shop/reviews v1 → v2, canary, 5 % → 25 %', 'Normal'],
      ['TrafficSplitAborted', 'mara: shop/reviews v1 → v2, canary, 25 % → 0 %: errors', 'Normal'],
      ['TrafficSplitFinished', 'mara: shop/reviews v1 → v2, canary, 0 %', 'Normal'],
    ]);
    for (const { involvedObject, metadata } of world.events()) {
      expect(involvedObject).toMatchObject({
        kind: 'VirtualService',
        namespace: 'shop',
        name: 'reviews',
        uid: 'uid-of-reviews',
      });
      expect(metadata.namespace).toBe('shop');
    }
    expect(new Set(world.events().map(({ metadata }) => metadata.name)).size).toBe(4);
  });

  test('that may not be written, or answer with an error, hold no action back', async () => {
    const grants = world.harness.kubernetes.users.get('dev')?.grants ?? [];
    const without = grants.filter((one) => !one.includes('/events'));
    world.harness.kubernetes.users.set('dev', { name: 'mara', grants: without });
    const answer = await start(canary(5));
    expect(answer).toMatchObject({ outcome: 'done', recorded: true, refusals: [] });
    world.harness.kubernetes.users.set('dev', { ...users.dev });
    world.fake.fault = ({ path }, response) => {
      if (!path.endsWith('/events')) return false;
      response.destroy();
      return true;
    };
    expect(await act(answer.release?.id ?? '', { kind: 'abort' })).toMatchObject({ outcome: 'done' });
    expect(world.events()).toEqual([]);
    expect(weights()?.map(([, weight]) => weight)).toEqual([100, 0]);
  });
});
