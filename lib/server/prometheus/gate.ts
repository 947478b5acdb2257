/** At most so many tasks at a time; the rest wait in line until their signal fires. */

export interface Gate {
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export function createGate(limit: number): Gate {
  const waiting: (() => void)[] = [];
  let running = 0;

  function turn(signal: AbortSignal | undefined): Promise<void> {
    if (running < limit) {
      running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const go = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        const index = waiting.indexOf(go);
        if (index >= 0) waiting.splice(index, 1);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      waiting.push(go);
    });
  }

  return {
    run: async (task, signal) => {
      await turn(signal);
      try {
        return await task();
      } finally {
        const next = waiting.shift();
        // The place is handed over, not given back, so that nobody overtakes the line.
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}
