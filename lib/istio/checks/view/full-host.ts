/** Hosts as Istio's analyzers complete them: anything without a dot that is no wildcard is a Service of its namespace. */

export function fullHost(host: string, namespace: string, domain: string): string {
  return host.startsWith('*') || host.includes('.') ? host : `${host}.${namespace}.svc.${domain}`;
}

/** Name and namespace of a Service's full name; null for any other host. */
export function serviceOfHost(host: string, domain: string): { name: string; namespace: string } | null {
  const suffix = `.svc.${domain}`;
  if (!host.endsWith(suffix)) return null;
  const front = host.slice(0, -suffix.length);
  const dot = front.lastIndexOf('.');
  return dot > 0 ? { name: front.slice(0, dot), namespace: front.slice(dot + 1) } : null;
}
