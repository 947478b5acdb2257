/** Keys to reconcile: each once, however often it is named, and after the write that named it is done. */

export interface WorkQueue {
  add(key: string): void;
  stop(): void;
}

export function workQueue(reconcile: (key: string) => void): WorkQueue {
  const keys = new Set<string>();
  let pending: NodeJS.Immediate | undefined;
  const drain = (): void => {
    pending = undefined;
    const [key] = keys;
    if (key === undefined) return;
    keys.delete(key);
    schedule();
    reconcile(key);
  };
  const schedule = (): void => {
    if (keys.size > 0) pending ??= setImmediate(drain);
  };
  return {
    add: (key) => {
      keys.add(key);
      schedule();
    },
    stop: () => {
      keys.clear();
      clearImmediate(pending);
    },
  };
}
