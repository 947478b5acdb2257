import { expect, it } from 'vitest';
import { fakePorts } from '../testing/fake-source.ts';
import { createStream } from './stream.ts';
import type { HostMessage, TabWish } from './stream-host.ts';

function world() {
  const { setTimer, timers, elapse } = fakePorts();
  const wishes: TabWish[] = [];
  const calls: string[] = [];
  let tell: (message: HostMessage) => void = () => {};
  const versions = new Map<string, string>();
  const stream = createStream({
    link: (hear) => {
      tell = hear;
      return {
        wish: (wish) => wishes.push(wish),
        signedOut: () => calls.push('told signed out'),
        leave: () => calls.push('left'),
      };
    },
    setTimer,
    versionOf: (query) => versions.get(query) ?? null,
    onMessage: ({ name }) => calls.push(name),
    onReconnected: () => calls.push('reconnected'),
    onCut: () => calls.push('cut'),
    onSignedOut: () => calls.push('signed out'),
  });
  return { stream, wishes, calls, timers, elapse, versions, tell: (message: HostMessage) => tell(message) };
}

const metrics = (at: number): HostMessage => ({
  kind: 'message',
  message: { name: 'metrics', data: { at } },
});

it('listens while it is visible and some seconds longer; then nothing runs', () => {
  const { stream, wishes, timers, elapse } = world();
  stream.setVisible(true);
  stream.setVisible(false);
  stream.setVisible(true);
  expect(wishes.map(({ listening }) => listening)).toEqual([true]);
  stream.setVisible(false);
  elapse(5000);
  expect(wishes.map(({ listening }) => listening)).toEqual([true, false]);
  expect([timers.size, stream.getState().phase]).toEqual([0, 'closed']);
});

it('asks again after it was away, and not at the first opening', () => {
  const { stream, calls, elapse, tell } = world();
  stream.setVisible(true);
  tell({ kind: 'phase', phase: 'live' });
  expect(calls).toEqual([]);
  stream.setVisible(false);
  elapse(5000);
  tell(metrics(3));
  expect(calls).toEqual([]);
  stream.setVisible(true);
  tell({ kind: 'phase', phase: 'live' });
  expect(calls).toEqual(['reconnected']);
});

it('is silent while paused, whatever the page does', () => {
  const { stream, wishes, timers } = world();
  stream.setVisible(true);
  stream.setPaused(true);
  expect([timers.size, stream.getState().phase]).toEqual([0, 'paused']);
  stream.setVisible(false);
  stream.setVisible(true);
  expect(stream.getState().phase).toBe('paused');
  stream.setPaused(false);
  expect(wishes.map(({ listening }) => listening)).toEqual([true, false, true]);
});

it('hands on messages and remembers the newest metrics', () => {
  const { stream, calls, tell } = world();
  stream.setVisible(true);
  tell({ kind: 'phase', phase: 'live' });
  tell(metrics(20));
  tell(metrics(10));
  tell({ kind: 'cut' });
  expect(calls).toEqual(['metrics', 'metrics', 'cut']);
  expect(stream.getState()).toEqual({ phase: 'live', metricsAt: 20 });
});

it('follows with the version that is on the screen when it says so', () => {
  const { stream, wishes, versions, elapse } = world();
  stream.follow(['a']);
  expect(wishes).toEqual([]);
  stream.setVisible(true);
  versions.set('a', '3');
  elapse(20_000);
  stream.follow(['a']);
  expect(wishes.map(({ graphs }) => graphs)).toEqual([
    [{ query: 'a', version: null }],
    [{ query: 'a', version: '3' }],
  ]);
});

it('hears of an ended session even while hidden', () => {
  const { calls, tell } = world();
  tell({ kind: 'signed-out' });
  expect(calls).toEqual(['signed out']);
});
