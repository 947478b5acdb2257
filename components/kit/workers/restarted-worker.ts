/** A worker that is started when it is first needed, and again after it failed, a few times in a row. */

/**
 * While an upgrade replaces replicas, one of another build has no such script, and the next may have it. Without a worker its work would
 * hold up the page for as long as that lives.
 */
const mostStarts = 5;

export type PageWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

export interface RestartedWorker {
  /** Null while it does not start: the work is done here. */
  get(): PageWorker | null;
  stop(): void;
}

/** `take` gets its answers; `fail` is told that those still asked for do not come. */
export function restartedWorker<Answer>(
  startWorker: () => PageWorker,
  take: (answer: Answer) => void,
  fail: () => void,
): RestartedWorker {
  let worker: PageWorker | null = null;
  /** Without an answer since. */
  let starts = 0;

  function stop(): void {
    worker?.terminate();
    worker = null;
  }

  function failed(made: PageWorker): void {
    // One that was given up before says nothing of the next.
    if (made !== worker) return;
    stop();
    fail();
  }

  function start(): PageWorker | null {
    if (starts >= mostStarts) return null;
    starts += 1;
    try {
      const made = startWorker();
      made.addEventListener('error', () => failed(made));
      made.addEventListener('messageerror', () => failed(made));
      made.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
        starts = 0;
        take(data);
      });
      return made;
    } catch {
      // Forbidden here: that will not change.
      starts = mostStarts;
      return null;
    }
  }

  return {
    get: () => {
      worker ??= start();
      return worker;
    },
    stop,
  };
}
