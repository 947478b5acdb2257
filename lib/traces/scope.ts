/**
 * A reader's part of a trace. Spans of namespaces that they may not see keep their place and their time: that something took so long.
 * Their service, name, tags and logs are gone, and so is what their neighbours say of them.
 */
import type { Span, Tag, Trace } from './trace.ts';

export interface TraceScope {
  /** Namespaces that the reader may see; null for all. */
  visible: ReadonlySet<string> | null;
  /** Every namespace that there is, to find hidden ones in texts. */
  namespaces: readonly string[];
}

export interface ScopedSpan extends Span {
  restricted: boolean;
}

export interface ScopedTrace extends Omit<Trace, 'spans'> {
  spans: readonly ScopedSpan[];
}

/** Null when nothing of it is the reader's. */
export function scopeTrace(trace: Trace, { visible, namespaces }: TraceScope): ScopedTrace | null {
  if (visible === null)
    return { ...trace, spans: trace.spans.map((span) => ({ ...span, restricted: false })) };
  const isHidden = hiddenWords(namespaces.filter((name) => !visible.has(name)));
  const own = trace.spans.filter(({ namespace }) => namespace !== null && visible.has(namespace));
  if (own.length === 0) return null;
  const kept = new Set(own);
  return {
    ...trace,
    spans: trace.spans.map((span) => (kept.has(span) ? told(span, isHidden) : restricted(span))),
  };
}

/** A span of a namespace that is not known is nobody's. */
function restricted({ id, parentId, startUs, durationUs, error }: Span): ScopedSpan {
  return {
    id,
    parentId,
    startUs,
    durationUs,
    error,
    restricted: true,
    service: '',
    namespace: null,
    name: '',
    kind: 'other',
    tags: [],
    logs: [],
  };
}

/** The caller's span names whom it calls: host, URL, cluster, operation. */
function told(span: Span, isHidden: (text: string) => boolean): ScopedSpan {
  const open = (tags: readonly Tag[]) => tags.filter(([, value]) => !isHidden(value));
  return {
    ...span,
    restricted: false,
    name: isHidden(span.name) ? '' : span.name,
    tags: open(span.tags),
    logs: span.logs.map(({ atUs, fields }) => ({ atUs, fields: open(fields) })),
  };
}

/** Whether a text has the name of one of these namespaces as a word of its own. */
function hiddenWords(names: readonly string[]): (text: string) => boolean {
  if (names.length === 0) return () => false;
  const hidden = new Set(names);
  return (text) => text.split(/[^a-z0-9-]+/i).some((word) => hidden.has(word.toLowerCase()));
}
