/** A distributed trace as the console knows it, whichever store it is from. Times are Unix microseconds. */

export interface Span {
  id: string;
  /** Null for a span that nothing in the trace caused. */
  parentId: string | null;
  /** As the program or proxy names itself; Istio's proxies are `app.namespace`. */
  service: string;
  /** Null when nothing tells. */
  namespace: string | null;
  name: string;
  kind: 'client' | 'server' | 'other';
  startUs: number;
  durationUs: number;
  error: boolean;
  tags: readonly Tag[];
  logs: readonly SpanLog[];
}

export type Tag = readonly [name: string, value: string];

export interface SpanLog {
  atUs: number;
  fields: readonly Tag[];
}

export interface Trace {
  /** 16 or 32 hexadecimal digits. */
  id: string;
  /** Never none. */
  spans: readonly Span[];
  /** The store has more spans than were read. */
  cut: boolean;
}

export const traceLimits = { traces: 200, spans: 1500, tags: 64, logs: 32, textLength: 1000 } as const;

export const traceId = /^(?:[0-9a-f]{16}|[0-9a-f]{32})$/;

/** The last label of `app.namespace`, and of a fully qualified host. */
export function namespaceOfService(service: string): string | null {
  const [, namespace] = /^[a-z0-9-]+\.([a-z0-9-]+)(?:\.svc(?:\..+)?)?$/.exec(service) ?? [];
  return namespace ?? null;
}

const namespaceTags = ['istio.namespace', 'k8s.namespace.name', 'service.namespace'];

/** What the span itself says of where it ran. Two that differ are no word to go by. */
export function namespaceOf(service: string, tags: readonly Tag[], resource: readonly Tag[]): string | null {
  const told = [...tags, ...resource].flatMap(([name, value]) =>
    namespaceTags.includes(name) ? [value] : [],
  );
  const fromNode = tags.find(([name]) => name === 'node_id')?.[1];
  // sidecar~10.0.0.7~reviews-v1-abc.bookinfo~bookinfo.svc.cluster.local
  const [, node] = /^[a-z]+~[^~]*~[^~]*~([a-z0-9-]+)\.svc\./.exec(fromNode ?? '') ?? [];
  const byService = namespaceOfService(service);
  const all = new Set([
    ...told,
    ...(node === undefined ? [] : [node]),
    ...(byService === null ? [] : [byService]),
  ]);
  const [only] = all;
  return all.size === 1 && only !== undefined ? only : null;
}

export function isErrorTag([name, value]: Tag): boolean {
  if (name === 'error') return value === 'true';
  if (name === 'http.status_code' || name === 'http.response.status_code') return /^5\d\d$/.test(value);
  return name === 'otel.status_code' && value === 'ERROR';
}
