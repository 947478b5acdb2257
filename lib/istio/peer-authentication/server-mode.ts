/**
 * Which connections the proxy of a workload takes: PERMISSIVE unless a policy of the mesh, of its namespace or of its own says otherwise,
 * the oldest of each layer. Mirrors ComposePeerAuthentication of istio pilot/pkg/security/authn/policy_applier.go, which takes no
 * notice of selectors in the root namespace.
 */
import { selectsLabels } from '../hosts/labels.ts';
import { oldestFirst } from '../hosts/object-order.ts';
import type { ClusterObjects, Labels, PeerAuthentication } from '../objects.ts';

export type MtlsMode = 'DISABLE' | 'PERMISSIVE' | 'STRICT';

/** Where a mode comes from; `default` is Istio's own. */
export type MtlsLayer = 'default' | 'mesh' | 'namespace' | 'workload';

export interface ServerMode {
  mode: MtlsMode;
  layer: MtlsLayer;
  policy: PeerAuthentication | null;
  /** Of ports of the workload that have a mode of their own. */
  ports: ReadonlyMap<number, MtlsMode>;
}

export interface MtlsPolicies {
  mesh: PeerAuthentication | null;
  byNamespace: ReadonlyMap<string, PeerAuthentication>;
  /** With a selector, oldest first. */
  selecting: ReadonlyMap<string, readonly PeerAuthentication[]>;
}

export function mtlsPolicies({
  peerAuthentications,
  meshConfig,
}: Pick<ClusterObjects, 'peerAuthentications' | 'meshConfig'>): MtlsPolicies {
  let mesh: PeerAuthentication | null = null;
  const byNamespace = new Map<string, PeerAuthentication>();
  const selecting = new Map<string, PeerAuthentication[]>();
  for (const policy of oldestFirst(peerAuthentications)) {
    const { namespace = '' } = policy.metadata;
    const isSelecting = Object.keys(policy.spec?.selector?.matchLabels ?? {}).length > 0;
    if (namespace === meshConfig.rootNamespace) {
      if (!isSelecting) mesh ??= policy;
    } else if (isSelecting) {
      selecting.set(namespace, [...(selecting.get(namespace) ?? []), policy]);
    } else if (!byNamespace.has(namespace)) {
      byNamespace.set(namespace, policy);
    }
  }
  return { mesh, byNamespace, selecting };
}

/** What holds in a namespace for a workload that no policy selects. */
export function namespaceMode(policies: MtlsPolicies, namespace: string): ServerMode {
  const start: ServerMode = { mode: 'PERMISSIVE', layer: 'default', policy: null, ports: new Map() };
  const ofMesh = refined(start, 'mesh', policies.mesh);
  return refined(ofMesh, 'namespace', policies.byNamespace.get(namespace) ?? null);
}

export function serverMode(policies: MtlsPolicies, namespace: string, labels: Labels): ServerMode {
  const own = policies.selecting
    .get(namespace)
    ?.find(({ spec }) => selectsLabels(spec?.selector?.matchLabels ?? {}, labels));
  const base = namespaceMode(policies, namespace);
  if (own === undefined) return base;
  const whole = refined(base, 'workload', own);
  const ports = Object.entries(own.spec?.portLevelMtls ?? {}).map(([port, { mode }]): [number, MtlsMode] => [
    Number(port),
    modeOf(mode) ?? whole.mode,
  ]);
  return { ...whole, layer: 'workload', policy: own, ports: new Map(ports) };
}

/** UNSET leaves what is above. */
function refined(above: ServerMode, layer: MtlsLayer, policy: PeerAuthentication | null): ServerMode {
  const mode = modeOf(policy?.spec?.mtls?.mode);
  return mode === null ? above : { mode, layer, policy, ports: new Map() };
}

function modeOf(text: string | undefined): MtlsMode | null {
  return text === 'DISABLE' || text === 'PERMISSIVE' || text === 'STRICT' ? text : null;
}
