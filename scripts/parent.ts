/** Ends a command with the terminal that it was started from, or with the npm that started it. */

const parentCheckMs = 1_000;

/** Calls `stop` once: on a signal, or when the parent process has gone. */
export function followParent(stop: () => Promise<unknown>): void {
  let stopping = false;
  const once = (): void => {
    if (stopping) return;
    stopping = true;
    void stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, once);
  // npm passes a signal on to its shell, which dies without passing it to us: then the parent is another one.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) once();
  }, parentCheckMs).unref();
}
