import { gunzipSync, gzipSync, inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { type Block, blockOf, gzipHeader, joinBlocks } from '../http/block.ts';
import type { GraphAsker } from '../mesh/graph-book.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { until } from '../testing/harness.ts';
import { createLiveGraphs, type Follower } from './live-graphs.ts';

const request = { windowSeconds: 60, at: null, type: 'app', serviceNodes: false } as const;
const scopeOf = (...namespaces: string[]): GraphAsker => ({
  mayRead: null,
  visible: new Set(namespaces),
  requested: null,
  warnings: [],
  rightsKey: namespaces.join(),
  key: namespaces.join(),
});

function graphOf(version: number, scope: GraphAsker): Graph {
  return {
    type: 'app',
    version: `${version}`,
    at: version,
    windowSeconds: 60,
    metricsAt: version,
    percentilesAt: null,
    namespaces: [...(scope.visible ?? [])].map((name) => ({
      name,
      workloads: version,
      services: 1,
      injected: true,
    })),
    nodes: [],
    edges: [],
    warnings: [],
  };
}

function world() {
  const state = { version: 1, builds: 0, failing: false };
  const clock = fakeClock();
  const live = createLiveGraphs(
    {
      current: async (_, scope) => {
        state.builds += 1;
        if (state.failing) throw new Error('no graph');
        return graphOf(state.version, scope);
      },
    },
    clock,
  );
  const tick = async () => {
    state.version += 1;
    live.refresh();
    await live.settled();
  };
  return { live, clock, state, tick };
}

function listener(): Follower & { blocks: Block[] } {
  const blocks: Block[] = [];
  return { blocks, take: (block) => blocks.push(block) };
}

const dataOf = (block: Block) => JSON.parse(/data: (.*)\n\n/.exec(block.plain.toString())?.[1] ?? '');

test('a hundred equal viewers cost one graph, one difference, one serialisation', async () => {
  const { live, state, tick } = world();
  const followers = Array.from({ length: 100 }, listener);
  for (const follower of followers) await live.join(request, scopeOf('shop'), null, follower);
  expect([state.builds, live.channelCount()]).toEqual([1, 1]);
  await tick();
  expect(state.builds).toBe(2);
  const [first] = followers[0]?.blocks ?? [];
  expect(first && dataOf(first)).toMatchObject({ delta: { from: '1', to: '2', set: { at: 2 } } });
  for (const { blocks } of followers) {
    expect(blocks).toHaveLength(1);
    // The very same bytes, both ways.
    expect(blocks[0]?.plain).toBe(first?.plain);
    expect(blocks[0]?.deflated).toBe(first?.deflated);
  }
});

test('other rights have a channel of their own, and nothing of theirs is on another', async () => {
  const { live, tick } = world();
  const [one, two] = [listener(), listener()];
  const joined = [
    await live.join(request, scopeOf('shop'), null, one),
    await live.join(request, scopeOf('payments'), null, two),
  ];
  expect(joined[0]?.channel.id).not.toBe(joined[1]?.channel.id);
  await tick();
  expect(one.blocks.map(String).join()).not.toContain('payments');
  expect(one.blocks.map((block) => dataOf(block).channel)).toEqual([joined[0]?.channel.id]);
  expect(one.blocks.map((block) => dataOf(block).delta.set.namespaces)).toEqual([
    [{ name: 'shop', workloads: 2, services: 1, injected: true }],
  ]);
});

test('many changes while a difference is made are one', async () => {
  const { live, state } = world();
  const follower = listener();
  await live.join(request, scopeOf('shop'), null, follower);
  for (let change = 0; change < 50; change += 1) {
    state.version += 1;
    live.refresh();
  }
  await live.settled();
  expect(state.builds).toBeLessThanOrEqual(3);
  expect(dataOf(follower.blocks.at(-1) ?? blockOf('')).delta.to).toBe('51');
});

test('who comes back gets what was missed; after too long, the newest version', async () => {
  const { live, tick } = world();
  const follower = listener();
  const first = await live.join(request, scopeOf('shop'), null, follower);
  expect([first?.since, first?.missed]).toEqual(['1', []]);
  first?.channel.leave();
  for (let count = 0; count < 3; count += 1) await tick();
  expect(follower.blocks).toEqual([]);
  const back = await live.join(request, scopeOf('shop'), '1', listener());
  expect(back?.since).toBe('1');
  expect(back?.missed.map((block) => dataOf(block).delta.to)).toEqual(['2', '3', '4']);
  for (let count = 0; count < 20; count += 1) await tick();
  const late = await live.join(request, scopeOf('shop'), '1', listener());
  expect([late?.since, late?.missed]).toEqual(['24', []]);
});

test('without a new graph the last one stays, and the next difference starts there', async () => {
  const { live, state, tick } = world();
  const follower = listener();
  await live.join(request, scopeOf('shop'), null, follower);
  state.failing = true;
  await tick();
  expect(follower.blocks).toEqual([]);
  state.failing = false;
  await tick();
  expect(follower.blocks.map((block) => dataOf(block).delta.from)).toEqual(['1']);
});

test('channels that nobody follows are forgotten, and there are never more than so many', async () => {
  const { live, state, clock, tick } = world();
  const joined = await Promise.all(
    Array.from({ length: 60 }, (_, index) => live.join(request, scopeOf(`ns-${index}`), null, listener())),
  );
  expect(joined.filter((one) => one === null)).toHaveLength(12);
  for (const one of joined) one?.channel.leave();
  clock.advance(60_000);
  state.builds = 0;
  await tick();
  expect([state.builds, live.channelCount()]).toEqual([0, 0]);
});

test('a graph that cannot be had leaves no channel behind', async () => {
  const { live, state } = world();
  state.failing = true;
  await expect(live.join(request, scopeOf('shop'), null, listener())).rejects.toThrow('no graph');
  await until(() => (live.channelCount() === 0 ? true : null));
});

test('blocks follow one another in one gzip stream', () => {
  const texts = ['event: a\n\n', 'x'.repeat(100_000), '', '多语言 💡'];
  const blocks = texts.map(blockOf);
  const whole = joinBlocks(blocks);
  const end = gzipSync('').subarray(10);
  const [last, trailer] = [end.subarray(0, -8), Buffer.alloc(0)];
  expect(inflateRawSync(Buffer.concat([whole.deflated, last, trailer])).toString()).toBe(texts.join(''));
  expect(whole.plain.toString()).toBe(texts.join(''));
  expect(gzipHeader).toEqual(Buffer.from([...gzipSync('').subarray(0, 8), 0, 255]));
  expect(gunzipSync(gzipSync('')).length).toBe(0);
});
