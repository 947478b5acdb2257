/** The browser's own trace: the pieces of work of a page's main thread in CPU time, apart for each key that was pressed. */

export interface Task {
  startUs: number;
  cpuMs: number;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  /** By the clock. */
  dur?: number;
  /** Microseconds of the thread's own CPU time. */
  tdur?: number;
  args?: { name?: string; data?: { type?: string } };
}

/** A list for each key, until the next one. */
export function tasksOf(trace: Buffer): Task[][] {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { traceEvents: TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const keys = traceEvents.filter(
    ({ name, args }) => name === 'EventDispatch' && args?.data?.type === 'keydown',
  );
  const [first] = keys;
  if (first === undefined) throw new Error('No key is in the trace.');
  const thread = threadOf(first);
  const found = traceEvents
    .filter((event) => event.ph === 'X' && /(^|::)RunTask$/.test(event.name) && threadOf(event) === thread)
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  // A task that runs within another is a part of it, and not a second one.
  let endUs = 0;
  const tasks = found.flatMap(({ ts, dur = 0, tdur = 0 }): Task[] => {
    if (ts < endUs) return [];
    endUs = ts + dur;
    return [{ startUs: ts, cpuMs: tdur / 1000 }];
  });
  const starts = keys.map(({ ts }) => ts).sort((a, b) => a - b);
  return starts.map((from, index) => {
    const to = starts[index + 1] ?? Number.POSITIVE_INFINITY;
    // The task that dispatches the key has begun a moment before.
    const begun = tasks.findLast(({ startUs }) => startUs <= from);
    const lower = begun?.startUs ?? from;
    const next = tasks.findLast(({ startUs }) => startUs <= to)?.startUs ?? to;
    return tasks.filter(
      ({ startUs }) => startUs >= lower && (startUs < next || to === Number.POSITIVE_INFINITY),
    );
  });
}

export function longestOf(tasks: readonly Task[]): number {
  return Math.max(0, ...tasks.map(({ cpuMs }) => cpuMs));
}
