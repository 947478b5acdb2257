/** Spans in the order of who caused whom, with their depth; and what a list shows of a trace. */

interface TreeSpan {
  id: string;
  parentId: string | null;
  startUs: number;
  durationUs: number;
}

export interface Row<S> {
  span: S;
  depth: number;
  children: number;
}

/** Parents before children, each level by start. Spans whose parent is missing, or that run in a circle, begin anew at the top. */
export function waterfall<S extends TreeSpan>(spans: readonly S[]): Row<S>[] {
  // A client and a server may share the id of a span (Zipkin): the later one hangs below the earlier.
  const byId = new Map<string, S>();
  for (const span of [...spans].sort(byStart)) if (!byId.has(span.id)) byId.set(span.id, span);
  const children = new Map<S | null, S[]>();
  for (const span of spans) {
    const first = byId.get(span.id);
    const parent = first !== span && first !== undefined ? first : (byId.get(span.parentId ?? '') ?? null);
    const place = parent === span ? null : parent;
    const siblings = children.get(place);
    if (siblings === undefined) children.set(place, [span]);
    else siblings.push(span);
  }
  const rows: Row<S>[] = [];
  const seen = new Set<S>();
  const visit = (roots: readonly S[]) => {
    const stack = [...roots]
      .sort(byStart)
      .reverse()
      .map((span) => ({ span, depth: 0 }));
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { span, depth } = next;
      if (seen.has(span)) continue;
      seen.add(span);
      const below = (children.get(span) ?? []).filter((child) => !seen.has(child)).sort(byStart);
      rows.push({ span, depth, children: below.length });
      for (const child of below.reverse()) stack.push({ span: child, depth: depth + 1 });
    }
  };
  visit(children.get(null) ?? []);
  visit(spans.filter((span) => !seen.has(span)));
  return rows;
}

function byStart(a: TreeSpan, b: TreeSpan): number {
  return a.startUs - b.startUs || b.durationUs - a.durationUs;
}

export function boundsOf(spans: readonly TreeSpan[]): { startUs: number; durationUs: number } {
  const startUs = Math.min(...spans.map((span) => span.startUs));
  const endUs = Math.max(...spans.map((span) => span.startUs + span.durationUs));
  return { startUs, durationUs: endUs - startUs };
}
