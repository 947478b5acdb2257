/** Who may see an object: `exportTo` of Istio objects and the annotation of Services (istio pkg/config/visibility). */

/** `all`, or the namespaces named; an empty set is seen by no one. */
export type Visibility = 'all' | ReadonlySet<string>;

/** An absent or empty list means everyone, Istio's mesh default. */
export function parseExportTo(exportTo: readonly string[] | undefined, ownNamespace: string): Visibility {
  if (!exportTo || exportTo.length === 0 || exportTo.includes('*')) return 'all';
  const namespaces = new Set<string>();
  for (const entry of exportTo) {
    if (entry !== '~') namespaces.add(entry === '.' ? ownNamespace : entry);
  }
  return namespaces;
}

export function isVisibleTo(visibility: Visibility, namespace: string): boolean {
  return visibility === 'all' || visibility.has(namespace);
}
