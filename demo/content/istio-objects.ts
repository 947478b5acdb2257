/** Istio objects with their generated spec types: what the content tables are written with. */
import type {
  AuthorizationPolicySpec,
  DestinationRuleSpec,
  EnvoyFilterSpec,
  GatewaySpec,
  PeerAuthenticationSpec,
  ProxyConfigSpec,
  RequestAuthenticationSpec,
  ServiceEntrySpec,
  SidecarSpec,
  TelemetrySpec,
  VirtualServiceSpec,
  WasmPluginSpec,
  WorkloadEntrySpec,
  WorkloadGroupSpec,
} from '#lib/istio/generated/types.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { ObjectInput, Stamp } from './stamp.ts';

interface Specs {
  VirtualService: VirtualServiceSpec;
  DestinationRule: DestinationRuleSpec;
  Gateway: GatewaySpec;
  ServiceEntry: ServiceEntrySpec;
  Sidecar: SidecarSpec;
  PeerAuthentication: PeerAuthenticationSpec;
  AuthorizationPolicy: AuthorizationPolicySpec;
  Telemetry: TelemetrySpec;
  RequestAuthentication: RequestAuthenticationSpec;
  EnvoyFilter: EnvoyFilterSpec;
  ProxyConfig: ProxyConfigSpec;
  WasmPlugin: WasmPluginSpec;
  WorkloadEntry: WorkloadEntrySpec;
  WorkloadGroup: WorkloadGroupSpec;
}

export type IstioRow = {
  [Kind in keyof Specs]: Omit<ObjectInput, 'kind' | 'namespace' | 'content'> & {
    kind: Kind;
    spec: Specs[Kind];
  };
}[keyof Specs];

export function istioObjects(stamp: Stamp, namespace: string, rows: readonly IstioRow[]): KubernetesObject[] {
  return rows.map(({ spec, ...row }) => stamp.object({ ...row, namespace, content: { spec } }));
}

type HttpRule = NonNullable<VirtualServiceSpec['http']>[number];

/** `http[].route` from pairs of subset and weight; one destination carries no weight, as people write it. */
export function routeTo(
  host: string,
  ...subsets: readonly [subset: string | null, weight: number][]
): HttpRule['route'] {
  return subsets.map(([subset, weight]) => ({
    destination: subset === null ? { host } : { host, subset },
    ...(subsets.length === 1 ? {} : { weight }),
  }));
}

/** `subsets[]` that select the pod label `version`, as is the custom. */
export function versions(...names: readonly string[]): DestinationRuleSpec['subsets'] {
  return names.map((name) => ({ name, labels: { version: name } }));
}
