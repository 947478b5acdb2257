/** A command that stays until Ctrl-C, the end of whoever started it, or a failure of its own; then everything that it started is ended. */

const parentCheckMs = 1_000;

export interface Foreground {
  isStopping(): boolean;
  stop(code: number): Promise<never>;
}

export async function stayInForeground(
  begin: (foreground: Foreground) => Promise<void>,
  end: () => Promise<void>,
): Promise<number> {
  let stopping = false;
  const stop = async (code: number): Promise<never> => {
    stopping = true;
    await end();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop(0));
  // npm passes a signal on to its shell, which dies without passing it to us: then the parent is another one.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent && !stopping) void stop(0);
  }, parentCheckMs).unref();
  try {
    await begin({ isStopping: () => stopping, stop });
    return await new Promise<number>(() => undefined);
  } catch (error) {
    if (!stopping) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return stop(1);
  }
}

/** A line a step; the same step is not said twice. */
export function progress(): (text: string) => void {
  let last = '';
  return (text) => {
    if (text === last) return;
    last = text;
    process.stdout.write(`… ${text}\n`);
  };
}
