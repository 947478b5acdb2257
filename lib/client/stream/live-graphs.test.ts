import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { type GraphView, graphQueryOf } from '../queries/graph-query.ts';
import { queries } from '../queries/queries.ts';
import { keepGraphs } from './live-graphs.ts';

const view: GraphView = { namespaces: null, type: 'app', serviceNodes: false, window: '1m', at: null };
const node = (id: string): Graph['nodes'][number] => ({
  id,
  kind: 'app',
  cluster: 'c',
  namespace: 'n',
  name: id,
  app: id,
  version: null,
  workload: null,
  service: null,
  hosts: [],
  protocol: 'http',
  root: false,
  badges: [],
  health: { state: 'healthy', reasons: [] },
  inbound: null,
  outbound: null,
  group: null,
});
const graph = (version: string): Graph => ({
  type: 'app',
  version,
  at: 1,
  windowSeconds: 60,
  metricsAt: 1,
  percentilesAt: null,
  namespaces: [],
  nodes: [node('a'), node('b')],
  edges: [],
  warnings: [],
});
const rename = (from: string, to: string, name: string) => ({
  from,
  to,
  set: { at: Number(to) },
  nodes: { change: [[0, { name }] as [number, { name: string }]] },
});

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A screen that shows one graph; `answers` are what the server says when it is asked. */
function world(...answers: Graph[]) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  let asked = 0;
  const followed: string[][] = [];
  const options = {
    ...queries.graph(view),
    queryFn: async () => answers[asked++] ?? graph('none'),
    refetchInterval: false as const,
  };
  const observer = new QueryObserver(client, options);
  const stopObserving = observer.subscribe(() => {});
  const live = keepGraphs(client, (next) => followed.push([...next]));
  stops.push(() => live.stop(), stopObserving);
  const data = () => client.getQueryData(options.queryKey);
  const query = graphQueryOf(view);
  const version = (expected: string) => vi.waitFor(() => expect(data()?.version).toBe(expected));
  return { client, live, data, query, followed, version, stopObserving, asked: () => asked };
}

it('follows what is on the screen, until it is gone', async () => {
  const { followed, query, stopObserving, version } = world(graph('1'));
  await version('1');
  expect(followed.at(-1)).toEqual([query]);
  stopObserving();
  await vi.waitFor(() => expect(followed.at(-1)).toEqual([]));
});

it('applies differences without asking; what did not change is the same object', async () => {
  const { live, data, query, version, asked } = world(graph('1'));
  await version('1');
  const before = data();
  live.take({ name: 'following', query, version: '1' });
  live.take({ name: 'delta', query, delta: rename('1', '2', 'x') });
  live.take({ name: 'delta', query, delta: rename('2', '3', 'y') });
  expect([data()?.version, data()?.nodes[0]?.name, data()?.at]).toEqual(['3', 'y', 3]);
  expect(data()?.nodes[1]).toBe(before?.nodes[1]);
  expect(data()?.edges).toBe(before?.edges);
  expect(asked()).toBe(1);
});

it('asks once when something was missed', async () => {
  const { live, query, version, asked } = world(graph('1'), graph('5'));
  await version('1');
  live.take({ name: 'following', query, version: '3' });
  live.take({ name: 'delta', query, delta: rename('4', '5', 'x') });
  await version('5');
  live.take({ name: 'delta', query, delta: rename('5', '6', 'x') });
  await version('6');
  expect(asked()).toBe(2);
});

it('brings an answer that was on its way up to date by the differences that came meanwhile', async () => {
  const { live, data, query, version, asked } = world(graph('1'));
  live.take({ name: 'following', query, version: '1' });
  live.take({ name: 'delta', query, delta: rename('1', '2', 'x') });
  await version('2');
  expect([data()?.nodes[0]?.name, asked()]).toEqual(['x', 1]);
});

it('does not ask again for an answer that is newer than the stream', async () => {
  const { live, query, version, asked } = world(graph('3'));
  live.take({ name: 'following', query, version: '2' });
  await version('3');
  live.take({ name: 'delta', query, delta: rename('2', '3', 'x') });
  live.take({ name: 'delta', query, delta: rename('3', '4', 'x') });
  await version('4');
  expect(asked()).toBe(1);
});

it('keeps what it follows, and leaves to others what the server gives no differences of', async () => {
  const { client, live, query, version } = world(graph('1'));
  await version('1');
  const [cached] = client.getQueryCache().getAll();
  if (cached === undefined) throw new Error('nothing asked');
  expect(live.keeps(cached)).toBe(true);
  live.take({ name: 'following', query, version: null });
  expect(live.keeps(cached)).toBe(false);
  live.lost();
  expect(live.keeps(cached)).toBe(true);
});
