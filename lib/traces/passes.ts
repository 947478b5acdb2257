/** Whether a trace passes an edge: somebody of the one service caused something of the other. */
import type { Span, Trace } from './trace.ts';

/** Services by the names that their spans have. */
export function passes(
  { spans }: Pick<Trace, 'spans'>,
  callers: ReadonlySet<string>,
  called: ReadonlySet<string>,
): boolean {
  const byId = new Map<string, Span>();
  for (const span of spans) byId.set(span.id, span);
  return spans.some((span) => {
    if (!called.has(span.service)) return false;
    const seen = new Set<string>([span.id]);
    let parent = byId.get(span.parentId ?? '');
    // Spans of the called program itself lie between.
    while (parent !== undefined && called.has(parent.service) && !seen.has(parent.id)) {
      seen.add(parent.id);
      parent = byId.get(parent.parentId ?? '');
    }
    return parent !== undefined && callers.has(parent.service);
  });
}
