/** Windows that were too long: how that is told, and which shorter one is offered. */
import type { Graph } from '#lib/api/traffic/graph.ts';
import { rangeSeconds } from '#lib/client/address/scope.ts';

/** The longest choice that is at most half as long; null when there is none. */
export function shorterRange(choices: readonly string[], windowSeconds: number): string | null {
  const fitting = choices
    .map((range) => ({ range, seconds: rangeSeconds(range) ?? 0 }))
    .filter(({ seconds }) => seconds > 0 && seconds <= windowSeconds / 2)
    .sort((a, b) => b.seconds - a.seconds);
  return fitting[0]?.range ?? null;
}

/** There are no numbers, because Prometheus did not come to the end of this window: an earlier picture says more. */
export function isTooLong(graph: Pick<Graph, 'metricsAt' | 'warnings'>): boolean {
  return graph.metricsAt === null && graph.warnings.some(({ code }) => code === 'prometheus-window-slow');
}
