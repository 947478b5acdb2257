import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakePorts } from '../testing/fake-source.ts';
import { createConnection, reconnectDelayMs } from './connection.ts';
import { readEvent, type StreamMessage } from './stream-message.ts';

function world() {
  const ports = fakePorts();
  const messages: StreamMessage[] = [];
  const calls = { reconnected: 0, cut: 0 };
  const connection = createConnection({
    ...ports,
    onMessage: (message) => messages.push(message),
    onPhase: () => {},
    onReconnected: () => {
      calls.reconnected += 1;
    },
    onCut: () => {
      calls.cut += 1;
    },
  });
  return { ...ports, messages, calls, connection };
}

const silenceMs = 40_000;

describe('reconnectDelayMs', () => {
  it('grows, is scattered over the upper half, and ends at 30 seconds', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        const delay = reconnectDelayMs(attempt, random);
        const ceiling = reconnectDelayMs(attempt, 1);
        expect(delay).toBeGreaterThanOrEqual(Math.floor(ceiling / 2));
        expect(delay).toBeLessThanOrEqual(ceiling);
        expect(ceiling).toBeLessThanOrEqual(30_000);
        expect(reconnectDelayMs(attempt + 1, 1)).toBeGreaterThanOrEqual(ceiling);
      }),
    );
    expect([0, 1, 2, 5].map((attempt) => reconnectDelayMs(attempt, 1))).toEqual([1000, 2000, 4000, 30_000]);
  });
});

describe('readEvent', () => {
  it.each([
    ['metrics', '{"at":12}', { name: 'metrics', data: { at: 12 } }],
    [
      'objects',
      '{"revision":1,"namespaces":["a"]}',
      { name: 'objects', data: { revision: 1, namespaces: ['a'] } },
    ],
    ['access', '{}', { name: 'access', data: {} }],
    [
      'moment',
      '{"epoch":"a","revision":1,"readings":2}',
      { name: 'moment', data: { epoch: 'a', revision: 1, readings: 2 } },
    ],
    ['moment', '{"epoch":"a","revision":"1"}', null],
    ['graph', '{"channel":"a","delta":{"from":"1"}}', null],
    ['metrics', '{"at":"soon"}', null],
    ['metrics', 'not json', null],
    ['metrics', undefined, null],
    ['other', '{}', null],
  ])('%s %s', (name, data, expected) => {
    expect(readEvent(name, data)).toEqual(expected);
  });
});

describe('createConnection', () => {
  it('comes back after a cut with growing delays, then says that there was a gap', () => {
    const { connection, newest, elapse, calls, standing } = world();
    connection.want(true, []);
    newest().emit('open');
    expect([connection.phase(), calls.reconnected]).toEqual(['live', 0]);
    newest().emit('error');
    expect([connection.phase(), standing().length]).toEqual(['reconnecting', 0]);
    elapse(1000);
    newest().emit('error');
    elapse(2000);
    expect(calls).toEqual({ reconnected: 0, cut: 2 });
    newest().emit('open');
    expect([connection.phase(), calls.reconnected, standing().length]).toEqual(['live', 1, 1]);
    newest().emit('error');
    elapse(1000);
  });

  it('takes silence for a cut: a dead line, a machine that slept', () => {
    const { connection, newest, elapse, calls } = world();
    connection.want(true, []);
    newest().emit('open');
    elapse(silenceMs);
    expect([connection.phase(), calls.cut]).toEqual(['reconnecting', 1]);
  });

  it('closes, and does not listen to a source it has left', () => {
    const { connection, newest, messages, timers, standing } = world();
    connection.want(true, ['a']);
    const left = newest();
    left.emit('open');
    connection.want(false, []);
    left.emit('metrics', { at: 1 });
    left.emit('error');
    expect([standing().length, timers.size, messages.length, connection.phase()]).toEqual([
      0,
      0,
      0,
      'closed',
    ]);
  });

  it('follows another graph by a second stream, and leaves the first when the second stands', () => {
    const { connection, newest, elapse, standing, messages, calls } = world();
    connection.want(true, ['a']);
    newest().emit('open');
    newest().emit('subscribed', { query: 'a', channel: 'A', version: '1' });
    const first = newest();
    connection.want(true, ['a', 'b']);
    elapse(50);
    expect(standing()).toHaveLength(2);
    expect(newest().graphs).toEqual(['a&since=1', 'b']);
    first.emit('graph', { channel: 'A', delta: { from: '1', to: '2', set: {} } });
    newest().emit('open');
    expect(standing()).toEqual([newest()]);
    newest().emit('subscribed', { query: 'a&since=1', channel: 'A2', version: '1' });
    newest().emit('graph', { channel: 'A2', delta: { from: '1', to: '2', set: {} } });
    expect(messages).toEqual([
      { name: 'following', query: 'a', version: '1' },
      { name: 'delta', query: 'a', delta: { from: '1', to: '2', set: {} } },
      { name: 'following', query: 'a', version: '1' },
      { name: 'delta', query: 'a', delta: { from: '1', to: '2', set: {} } },
    ]);
    expect(calls).toEqual({ reconnected: 0, cut: 0 });
  });

  it('hands on the first moment of a stream as a greeting, unless another stream told everything until then', () => {
    const { connection, newest, elapse, messages } = world();
    const moment = (revision: number) => ({ epoch: 'a', revision, readings: 0 });
    connection.want(true, []);
    newest().emit('open');
    expect(connection.moment()).toBe(null);
    newest().emit('moment', moment(1));
    newest().emit('moment', moment(2));
    connection.want(true, ['a']);
    elapse(50);
    newest().emit('open');
    newest().emit('moment', moment(3));
    expect(connection.moment()).toEqual(moment(3));
    newest().emit('error');
    expect(connection.moment()).toBe(null);
    elapse(1000);
    newest().emit('open');
    newest().emit('moment', moment(4));
    expect(messages).toEqual([
      { name: 'greeting', data: moment(1) },
      { name: 'moment', data: moment(2) },
      { name: 'moment', data: moment(3) },
      { name: 'greeting', data: moment(4) },
    ]);
  });

  it('leaves a graph when that has lasted, and not when it is wanted again', () => {
    const { connection, newest, elapse, sources, timers } = world();
    connection.want(true, ['a']);
    newest().emit('open');
    connection.want(true, []);
    connection.want(true, ['a']);
    expect([...timers].map(({ delayMs }) => delayMs)).toEqual([silenceMs]);
    connection.want(true, []);
    elapse(5000);
    expect([sources.length, newest().graphs]).toEqual([2, []]);
  });

  it('resumes where it was, and knows which graphs have no differences', () => {
    const { connection, newest, elapse } = world();
    connection.want(true, ['a', 'b']);
    connection.noteVersion('a', '7');
    newest().emit('open');
    expect(connection.version('a')).toBeUndefined();
    newest().emit('subscribed', { query: 'a', channel: 'A', version: '8' });
    newest().emit('subscribed', { query: 'b', channel: null, version: null });
    newest().emit('graph', { channel: 'A', delta: { from: '8', to: '9', set: {} } });
    expect([connection.version('a'), connection.version('b')]).toEqual(['9', null]);
    newest().emit('error');
    elapse(1000);
    expect(newest().graphs).toEqual(['a&since=9', 'b']);
  });

  it('asks for no more graphs than a stream may follow', () => {
    const { connection, newest } = world();
    connection.want(
      true,
      Array.from({ length: 9 }, (_, index) => `g${index}`),
    );
    expect(newest().graphs).toHaveLength(6);
  });
});
