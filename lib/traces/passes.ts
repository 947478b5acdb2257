/** Whether a trace passes an edge: somebody of the one service caused something of the other. */
import type { Span, Trace } from './trace.ts';

/** Services as their spans name them. */
export function passes({ spans }: Pick<Trace, 'spans'>, caller: string, called: string): boolean {
  const byId = new Map<string, Span>();
  for (const span of spans) byId.set(span.id, span);
  return spans.some((span) => {
    if (span.service !== called) return false;
    const seen = new Set<string>([span.id]);
    let parent = byId.get(span.parentId ?? '');
    // Spans of the called program itself lie between.
    while (parent !== undefined && parent.service === called && !seen.has(parent.id)) {
      seen.add(parent.id);
      parent = byId.get(parent.parentId ?? '');
    }
    return parent?.service === caller;
  });
}
