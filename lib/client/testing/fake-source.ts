/** Event sources and timers in the hands of a test. */
import type { EventSourceLike } from '../stream/connection.ts';
import type { HostPorts } from '../stream/stream-host.ts';

interface FakeSource {
  graphs: readonly string[];
  closed: boolean;
  emit(name: string, data?: object): void;
}

export interface FakePorts extends HostPorts {
  sources: FakeSource[];
  /** Those that are open, oldest first. */
  standing(): FakeSource[];
  newest(): FakeSource;
  timers: Set<{ run: () => void; delayMs: number }>;
  /** Runs the timers of this delay. */
  elapse(delayMs: number): void;
}

export function fakePorts(): FakePorts {
  const sources: FakeSource[] = [];
  const timers: FakePorts['timers'] = new Set();
  const newest = () => {
    const source = sources.at(-1);
    if (source === undefined) throw new Error('nothing was opened');
    return source;
  };
  return {
    sources,
    timers,
    newest,
    standing: () => sources.filter(({ closed }) => !closed),
    elapse: (delayMs) => {
      const due = [...timers].filter((timer) => timer.delayMs === delayMs);
      if (due.length === 0) throw new Error(`no timer of ${delayMs} ms`);
      for (const timer of due) {
        timers.delete(timer);
        timer.run();
      }
    },
    open: (graphs): EventSourceLike => {
      const listeners = new Map<string, (event: { data?: unknown }) => void>();
      const source: FakeSource = {
        graphs,
        closed: false,
        emit: (name, data) => listeners.get(name)?.({ data: data && JSON.stringify(data) }),
      };
      sources.push(source);
      return {
        addEventListener: (name, listener) => listeners.set(name, listener),
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
  };
}
