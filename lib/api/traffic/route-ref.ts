/** The objects whose rules decide about an edge, as the graph names them: "namespace/name" of a VirtualService, "HTTPRoute namespace/name" of others. */

export interface RoutedBy {
  /** VirtualService, HTTPRoute or GRPCRoute. */
  kind: string;
  namespace: string;
  name: string;
}

export function routedByText({ kind, namespace, name }: RoutedBy): string {
  return kind === 'VirtualService' ? `${namespace}/${name}` : `${kind} ${namespace}/${name}`;
}

export function readRoutedBy(text: string): RoutedBy {
  const [, kind = 'VirtualService', namespace = '', name = ''] =
    /^(?:(\S+) )?([^/]*)\/(.*)$/.exec(text) ?? [];
  return { kind, namespace, name };
}
