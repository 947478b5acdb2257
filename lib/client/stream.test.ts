import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStream, readMessage, reconnectDelayMs, type StreamMessage } from './stream.ts';

/** A source and a clock in the hands of the test. */
function world() {
  const sources: { listeners: Map<string, (event: { data?: unknown }) => void>; closed: boolean }[] = [];
  const timers = new Set<{ run: () => void; delayMs: number }>();
  const messages: StreamMessage[] = [];
  const calls = { reconnected: 0, cut: 0 };
  const stream = createStream({
    open: () => {
      const source = { listeners: new Map<string, (event: { data?: unknown }) => void>(), closed: false };
      sources.push(source);
      return {
        addEventListener: (name, listener) => source.listeners.set(name, listener),
        close: () => {
          source.closed = true;
        },
      };
    },
    random: () => 1,
    setTimer: (run, delayMs) => {
      const timer = { run, delayMs };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    onMessage: (message) => messages.push(message),
    onReconnected: () => {
      calls.reconnected += 1;
    },
    onCut: () => {
      calls.cut += 1;
    },
  });
  const emit = (name: string, data?: unknown) => sources.at(-1)?.listeners.get(name)?.({ data });
  /** Runs the one pending timer and tells its delay. */
  const elapse = () => {
    const [timer] = timers;
    if (timer === undefined || timers.size !== 1) throw new Error(`${timers.size} timers`);
    timers.delete(timer);
    timer.run();
    return timer.delayMs;
  };
  const open = () => sources.filter(({ closed }) => !closed).length;
  return { stream, sources, timers, messages, calls, emit, elapse, open };
}

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

describe('readMessage', () => {
  it.each([
    ['metrics', '{"at":12}', { name: 'metrics', data: { at: 12 } }],
    [
      'objects',
      '{"revision":1,"namespaces":["a"]}',
      { name: 'objects', data: { revision: 1, namespaces: ['a'] } },
    ],
    ['access', '{}', { name: 'access', data: {} }],
    ['metrics', '{"at":"soon"}', null],
    ['metrics', 'not json', null],
    ['metrics', undefined, null],
    ['other', '{}', null],
  ])('%s %s', (name, data, expected) => {
    expect(readMessage(name, data)).toEqual(expected);
  });
});

describe('createStream', () => {
  it('opens when the page is seen and closes when it is not', () => {
    const { stream, open, timers } = world();
    expect(open()).toBe(0);
    stream.setVisible(true);
    expect(open()).toBe(1);
    stream.setVisible(false);
    expect([open(), timers.size, stream.getState().phase]).toEqual([0, 0, 'closed']);
  });

  it('hands on messages and remembers the newest metrics', () => {
    const { stream, emit, messages } = world();
    stream.setVisible(true);
    emit('open');
    emit('metrics', '{"at":20}');
    emit('metrics', '{"at":10}');
    expect(messages).toHaveLength(2);
    expect(stream.getState()).toEqual({ phase: 'live', metricsAt: 20 });
  });

  it('comes back after a cut with growing delays, then asks again for what it missed', () => {
    const { stream, emit, elapse, calls, open } = world();
    stream.setVisible(true);
    emit('open');
    emit('error');
    expect([stream.getState().phase, open()]).toEqual(['reconnecting', 0]);
    expect(elapse()).toBe(1000);
    emit('error');
    expect(elapse()).toBe(2000);
    expect(calls).toEqual({ reconnected: 0, cut: 2 });
    emit('open');
    expect([stream.getState().phase, calls.reconnected, open()]).toEqual(['live', 1, 1]);
    emit('error');
    expect(elapse()).toBe(1000);
  });

  it('takes a minute of silence for a cut', () => {
    const { stream, emit, elapse, calls } = world();
    stream.setVisible(true);
    emit('open');
    expect(elapse()).toBe(60_000);
    expect([stream.getState().phase, calls.cut]).toEqual(['reconnecting', 1]);
  });

  it('asks again after having been hidden, and not at the first opening', () => {
    const { stream, emit, calls } = world();
    stream.setVisible(true);
    emit('open');
    expect(calls.reconnected).toBe(0);
    stream.setVisible(false);
    stream.setVisible(true);
    emit('open');
    expect(calls.reconnected).toBe(1);
  });

  it('stays closed while paused, whatever the page does', () => {
    const { stream, emit, open, timers } = world();
    stream.setVisible(true);
    emit('error');
    stream.setPaused(true);
    expect([open(), timers.size, stream.getState().phase]).toEqual([0, 0, 'paused']);
    stream.setVisible(false);
    stream.setVisible(true);
    expect([open(), stream.getState().phase]).toEqual([0, 'paused']);
    stream.setPaused(false);
    expect(open()).toBe(1);
  });

  it('does not listen to a source it has left', () => {
    const { stream, sources, messages } = world();
    stream.setVisible(true);
    const left = sources[0];
    stream.setVisible(false);
    left?.listeners.get('metrics')?.({ data: '{"at":1}' });
    left?.listeners.get('error')?.({});
    expect([messages.length, stream.getState().phase]).toEqual([0, 'closed']);
  });
});
