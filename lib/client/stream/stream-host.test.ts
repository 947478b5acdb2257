import { expect, it } from 'vitest';
import { fakePorts } from '../testing/fake-source.ts';
import { createStreamHost, type HostMessage } from './stream-host.ts';

function world(tabs: number) {
  const ports = fakePorts();
  const host = createStreamHost(ports);
  const joined = Array.from({ length: tabs }, () => {
    const told: HostMessage[] = [];
    const end = host.join((message) => told.push(message));
    const listen = (...graphs: string[]) =>
      end.wish({ listening: true, graphs: graphs.map((query) => ({ query, version: null })) });
    const hide = () => end.wish({ listening: false, graphs: [] });
    const names = () => told.map((one) => (one.kind === 'message' ? one.message.name : one.kind));
    return { ...end, told, listen, hide, names };
  });
  const [one, two, three] = joined;
  if (!one || !two || !three) throw new Error('three tabs');
  return { ...ports, one, two, three };
}

it('has one stream whatever the number of tabs, and none when nobody looks', () => {
  const { one, two, three, sources, newest, standing } = world(3);
  expect(sources).toHaveLength(0);
  one.listen('a');
  newest().emit('open');
  two.listen('a');
  three.listen('a');
  expect([sources.length, standing().length]).toEqual([1, 1]);
  one.hide();
  two.leave();
  expect(standing()).toHaveLength(1);
  three.hide();
  expect(standing()).toHaveLength(0);
});

it('tells each tab what it follows, and hidden ones nothing', () => {
  const { one, two, three, newest, elapse } = world(3);
  one.listen('a');
  newest().emit('open');
  two.listen('b');
  elapse(50);
  newest().emit('open');
  three.listen();
  three.hide();
  for (const { told } of [one, two, three]) told.length = 0;
  newest().emit('subscribed', { query: 'a', channel: 'A', version: '1' });
  newest().emit('subscribed', { query: 'b', channel: 'B', version: '5' });
  newest().emit('graph', { channel: 'A', delta: { from: '1', to: '2', set: {} } });
  newest().emit('metrics', { at: 3 });
  expect(one.names()).toEqual(['following', 'delta', 'metrics']);
  expect(two.names()).toEqual(['following', 'metrics']);
  expect(three.told).toEqual([]);
});

it('tells a tab that joins where a graph is that others follow already', () => {
  const { one, two, newest } = world(3);
  one.listen('a');
  newest().emit('open');
  newest().emit('subscribed', { query: 'a', channel: 'A', version: '1' });
  newest().emit('graph', { channel: 'A', delta: { from: '1', to: '2', set: {} } });
  two.listen('a');
  expect(two.told).toEqual([
    { kind: 'phase', phase: 'live' },
    { kind: 'message', message: { name: 'following', query: 'a', version: '2' } },
  ]);
  two.told.length = 0;
  // A sign of life changes nothing.
  two.listen('a');
  expect(two.told).toEqual([]);
});

it('greets a tab that joins with the newest moment, each time it comes back', () => {
  const { one, two, newest } = world(3);
  const moment = (revision: number) => ({ epoch: 'a', revision, readings: 0 });
  one.listen();
  newest().emit('open');
  newest().emit('moment', moment(1));
  newest().emit('moment', moment(2));
  two.listen();
  two.listen();
  two.hide();
  newest().emit('moment', moment(3));
  two.listen();
  const greetings = (told: readonly HostMessage[]) =>
    told.flatMap((one) =>
      one.kind === 'message' && one.message.name === 'greeting' ? [one.message.data.revision] : [],
    );
  expect([greetings(one.told), greetings(two.told)]).toEqual([[1], [2, 3]]);
});

it('resumes with the version that the tab has', () => {
  const { one, newest } = world(3);
  one.wish({ listening: true, graphs: [{ query: 'a', version: '4' }] });
  expect(newest().graphs).toEqual(['a&since=4']);
});

it('forgets a tab that died without a word, and takes it back when it was only asleep', () => {
  const { one, elapse, standing, newest } = world(3);
  one.listen('a');
  newest().emit('open');
  elapse(60_000);
  expect(standing()).toHaveLength(0);
  one.listen('a');
  expect(standing()).toHaveLength(1);
});

it('tells every other tab, hidden ones too, that the session was ended', () => {
  const { one, two, three } = world(3);
  one.listen();
  three.hide();
  for (const { told } of [one, two, three]) told.length = 0;
  one.signedOut();
  expect([one.names(), two.names(), three.names()]).toEqual([[], ['signed-out'], ['signed-out']]);
});
