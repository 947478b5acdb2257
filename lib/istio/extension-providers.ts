/**
 * The extension providers of a mesh: what Telemetry and CUSTOM AuthorizationPolicies name, by what each can do.
 * https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider; the built-in ones are those of
 * `DefaultMeshConfig` of istio pkg/config/mesh/mesh.go, which a list of one's own adds to.
 */
import { memberOf } from '../record.ts';

export interface ExtensionProvider {
  name: string;
  /** The field of the provider that is set, e.g. envoyExtAuthzGrpc. */
  type: string;
}

export type ProviderUse = 'authorization' | 'tracing' | 'accessLogging' | 'metrics';

export const builtInProviders: readonly ExtensionProvider[] = [
  { name: 'envoy', type: 'envoyFileAccessLog' },
  { name: 'prometheus', type: 'prometheus' },
  { name: 'stackdriver', type: 'stackdriver' },
];

const typesOf: Readonly<Record<ProviderUse, ReadonlySet<string>>> = {
  authorization: new Set(['envoyExtAuthzHttp', 'envoyExtAuthzGrpc']),
  tracing: new Set([
    'zipkin',
    'lightstep',
    'datadog',
    'stackdriver',
    'opencensus',
    'skywalking',
    'opentelemetry',
  ]),
  accessLogging: new Set([
    'envoyFileAccessLog',
    'envoyHttpAls',
    'envoyTcpAls',
    'envoyOtelAls',
    'stackdriver',
  ]),
  metrics: new Set(['prometheus', 'stackdriver']),
};

export function servesFor(use: ProviderUse, { type }: ExtensionProvider): boolean {
  return typesOf[use].has(type);
}

/** `mesh`: the parsed mesh configuration, whatever it is. Of two with one name the mesh's own counts, and of those the first. */
export function extensionProvidersOf(mesh: unknown): ExtensionProvider[] {
  const listed = memberOf(mesh, 'extensionProviders');
  const own = (Array.isArray(listed) ? listed : []).flatMap((item: unknown): ExtensionProvider[] => {
    const name = memberOf(item, 'name');
    const type =
      typeof item === 'object' && item !== null ? Object.keys(item).find((key) => key !== 'name') : null;
    return typeof name === 'string' && name !== '' ? [{ name, type: type ?? '' }] : [];
  });
  const byName = new Map<string, ExtensionProvider>();
  for (const one of [...own, ...builtInProviders]) if (!byName.has(one.name)) byName.set(one.name, one);
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
