import { constants, type NodeGCPerformanceDetail, PerformanceObserver } from 'node:perf_hooks';
import { expect, it, vi } from 'vitest';
import { tidySoon } from './tidy.ts';

it('collects once behind the last of several readings', async () => {
  const minor: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { kind, flags } = (entry as unknown as { detail: NodeGCPerformanceDetail }).detail;
      const isAsked = flags === constants.NODE_PERFORMANCE_GC_FLAGS_FORCED;
      if (kind === constants.NODE_PERFORMANCE_GC_MINOR && isAsked) minor.push(entry.startTime);
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  const beganMs = performance.now();
  for (let reading = 0; reading < 3; reading += 1) tidySoon();
  await vi.waitFor(() => expect(minor).toHaveLength(1));
  expect(minor[0]).toBeGreaterThan(beganMs + 50);
  observer.disconnect();
});
