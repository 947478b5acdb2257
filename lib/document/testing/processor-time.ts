/**
 * How long something holds its thread at best, in milliseconds of the processor: other programs on the machine do not count, nor the
 * threads beside that compile and collect garbage. The first runs are of code that is not compiled yet.
 */

export function bestProcessorTimeMs(run: () => void): number {
  const times = Array.from({ length: 8 }, () => {
    const from = process.threadCpuUsage();
    run();
    const { user, system } = process.threadCpuUsage(from);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
