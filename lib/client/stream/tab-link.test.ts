import { expect, it } from 'vitest';
import { fakePorts } from '../testing/fake-source.ts';
import type { HostMessage, TabWish } from './stream-host.ts';
import { createTabLink, type LinkPorts, type WorkerLike } from './tab-link.ts';

const wish: TabWish = { listening: true, graphs: [] };

function world(start: 'worker' | 'none' | 'forbidden') {
  const { setTimer, timers, elapse } = fakePorts();
  const posted: string[] = [];
  const own: string[] = [];
  const told: HostMessage[] = [];
  let say: (data: Parameters<Parameters<WorkerLike['port']['addEventListener']>[1]>[0]['data']) => void =
    () => {};
  let fail = () => {};
  let started = 0;
  const newWorker = (): WorkerLike => {
    started += 1;
    return {
      port: {
        postMessage: (message: { kind: string }) => void posted.push(message.kind),
        start: () => {},
        close: () => {},
        addEventListener: (_, listener) => {
          say = (data) => listener({ data });
        },
      },
      addEventListener: (_, listener) => {
        fail = listener;
      },
    };
  };
  const ports: LinkPorts = {
    startWorker: () => {
      if (start === 'forbidden') throw new Error('policy');
      return start === 'worker' ? newWorker() : null;
    },
    setTimer,
    joinOwn: () => ({
      wish: () => void own.push('wish'),
      signedOut: () => void own.push('signed-out'),
      leave: () => void own.push('leave'),
    }),
  };
  const link = createTabLink(ports, (message) => told.push(message));
  return {
    link,
    posted,
    own,
    told,
    timers,
    elapse,
    started: () => started,
    fail: () => fail(),
    say: (data: Parameters<typeof say>[0]) => say(data),
  };
}

it('speaks to the worker', () => {
  const { link, posted, own, told, say, timers } = world('worker');
  link.wish(wish);
  say({ kind: 'hello' });
  say({ kind: 'cut' });
  link.signedOut();
  link.leave();
  expect([posted, own, told, timers.size]).toEqual([
    ['wish', 'signed-out', 'leave'],
    [],
    [{ kind: 'cut' }],
    0,
  ]);
});

it.each(['none', 'forbidden'] as const)('has a stream of its own without workers (%s)', (start) => {
  const { link, own, timers } = world(start);
  link.wish(wish);
  link.leave();
  expect([own, timers.size]).toEqual([['wish', 'leave'], 0]);
});

it('falls back with its wish when the worker does not start in time, or fails later', () => {
  const late = world('worker');
  late.link.wish(wish);
  late.elapse(4000);
  late.say({ kind: 'hello' });
  late.say({ kind: 'cut' });
  expect([late.own, late.posted, late.told]).toEqual([['wish'], ['wish', 'leave'], []]);
  const failing = world('worker');
  failing.link.wish(wish);
  failing.say({ kind: 'hello' });
  failing.fail();
  failing.fail();
  expect([failing.own, failing.timers.size, failing.started()]).toEqual([['wish'], 0, 1]);
});

it('a worker whose script was not there is started again a moment later, and told the wish', () => {
  const { link, fail, elapse, say, posted, own, told, started, timers } = world('worker');
  link.wish(wish);
  fail();
  fail();
  elapse(200);
  say({ kind: 'hello' });
  say({ kind: 'cut' });
  expect([started(), posted, own, told, timers.size]).toEqual([
    2,
    ['wish', 'wish'],
    [],
    [{ kind: 'cut' }],
    0,
  ]);
});

it('that never comes is given up in time; after leaving it is not asked for', () => {
  const never = world('worker');
  never.link.wish(wish);
  for (let times = 0; times < 3; times += 1) {
    never.fail();
    never.elapse(200);
  }
  never.fail();
  never.elapse(4000);
  expect([never.own, never.timers.size, never.started()]).toEqual([['wish'], 0, 4]);
  const leaving = world('worker');
  leaving.fail();
  leaving.link.leave();
  expect([leaving.own, leaving.timers.size, leaving.started()]).toEqual([[], 0, 1]);
});
