/** Times of the process's own work (garbage collection and compiling included): what else the machine does is left out. */

export function cpuMs(work: () => void): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

export function medianAndSlowest(times: readonly number[]): [number, number] {
  const inOrder = times.toSorted((a, b) => a - b);
  return [inOrder[Math.floor(inOrder.length / 2)] ?? 0, inOrder.at(-1) ?? 0];
}
