/** At most so many tasks at a time; the rest wait in line until their signal fires. */

export interface Gate {
  /** `line`: those who wait take turns, one from each line, so that whoever asks much holds nobody up. */
  run<T>(task: () => Promise<T>, signal?: AbortSignal, line?: string): Promise<T>;
}

export function createGate(limit: number): Gate {
  /** The line whose turn it is comes first. */
  const lines = new Map<string, (() => void)[]>();
  let running = 0;

  function next(): (() => void) | undefined {
    const [first] = lines;
    if (first === undefined) return undefined;
    const [name, waiting] = first;
    lines.delete(name);
    const one = waiting.shift();
    if (waiting.length > 0) lines.set(name, waiting);
    return one;
  }

  function leaveLine(name: string, one: () => void): void {
    const left = (lines.get(name) ?? []).filter((waiting) => waiting !== one);
    if (left.length === 0) lines.delete(name);
    else lines.set(name, left);
  }

  function turn(signal: AbortSignal | undefined, line: string): Promise<void> {
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
        leaveLine(line, go);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      const waiting = lines.get(line);
      if (waiting === undefined) lines.set(line, [go]);
      else waiting.push(go);
    });
  }

  return {
    run: async (task, signal, line = '') => {
      await turn(signal, line);
      try {
        return await task();
      } finally {
        const go = next();
        // The place is handed over, not given back, so that nobody overtakes the line.
        if (go === undefined) running -= 1;
        else go();
      }
    },
  };
}
