/** Any object of the registry in sentences. What no sentence speaks of is handed out as it is written. */
import { isJsonObject, type Json, own, type Path } from '../../document/json.ts';
import { tellAuthorizationPolicy } from '../authorization-policy/sentences.ts';
import { tellDestinationRule } from '../destination-rule/sentences.ts';
import { tellEnvoyFilter } from '../envoy-filter/sentences.ts';
import { tellGateway } from '../gateway/sentences.ts';
import { tellKubernetesGateway } from '../gateway-api/gateway/sentences.ts';
import { tellGrpcRoute } from '../gateway-api/grpc-route/sentences.ts';
import { tellHttpRoute } from '../gateway-api/http-route/sentences.ts';
import { tellReferenceGrant } from '../gateway-api/reference-grant/sentences.ts';
import type { Kind } from '../kinds/kind.ts';
import { kindOf, kinds } from '../kinds/registry.ts';
import { defaultMeshConfig } from '../objects.ts';
import { tellPeerAuthentication } from '../peer-authentication/sentences.ts';
import { tellProxyConfig } from '../proxy-config/sentences.ts';
import { tellRequestAuthentication } from '../request-authentication/sentences.ts';
import { tellServiceEntry } from '../service-entry/sentences.ts';
import { tellSidecar } from '../sidecar/sentences.ts';
import { tellTelemetry } from '../telemetry/sentences.ts';
import { tellVirtualService } from '../virtual-service/sentences.ts';
import { tellWasmPlugin } from '../wasm-plugin/sentences.ts';
import { tellWorkloadEntry } from '../workload-entry/sentences.ts';
import { tellWorkloadGroup } from '../workload-group/sentences.ts';
import type { Sentence } from './phrase.ts';
import { Spot } from './spot.ts';
import type { Tell } from './telling.ts';

const tellers: Record<keyof typeof kinds, Tell> = {
  virtualServices: tellVirtualService,
  destinationRules: tellDestinationRule,
  gateways: tellGateway,
  serviceEntries: tellServiceEntry,
  sidecars: tellSidecar,
  workloadEntries: tellWorkloadEntry,
  workloadGroups: tellWorkloadGroup,
  envoyFilters: tellEnvoyFilter,
  proxyConfigs: tellProxyConfig,
  wasmPlugins: tellWasmPlugin,
  telemetries: tellTelemetry,
  peerAuthentications: tellPeerAuthentication,
  requestAuthentications: tellRequestAuthentication,
  authorizationPolicies: tellAuthorizationPolicy,
  kubernetesGateways: tellKubernetesGateway,
  httpRoutes: tellHttpRoute,
  grpcRoutes: tellGrpcRoute,
  referenceGrants: tellReferenceGrant,
};

const byKind = new Map<Kind, Tell>(
  (Object.keys(tellers) as (keyof typeof kinds)[]).map((id) => [kinds[id], tellers[id]]),
);

export interface AsWritten {
  path: Path;
  value: Json;
}

export interface ObjectSentences {
  sentences: Sentence[];
  /** Fields that no sentence speaks of. */
  asWritten: AsWritten[];
}

export interface TellingOptions {
  rootNamespace?: string;
  /** Each sentence stands alone, as a difference needs them. */
  alone?: boolean;
}

/** Null for kinds outside the registry. */
export function sentencesOf(object: Json, options: TellingOptions = {}): ObjectSentences | null {
  const kind = kindOfJson(object);
  const tell = kind === undefined ? undefined : byKind.get(kind);
  if (tell === undefined || !isJsonObject(object)) return null;
  const root = new Spot(object);
  const spec = root.at('spec');
  const sentences = tell({
    spec,
    namespace: root.at('metadata').text('namespace') ?? '',
    rootNamespace: options.rootNamespace ?? defaultMeshConfig.rootNamespace,
    alone: options.alone === true,
  });
  const asWritten = spec.untold().map(({ path, value }) => ({ path, value: value ?? null }));
  return { sentences, asWritten };
}

export function kindOfJson(object: Json): Kind | undefined {
  if (!isJsonObject(object)) return undefined;
  const apiVersion = own(object, 'apiVersion');
  const kind = own(object, 'kind');
  return typeof apiVersion === 'string' && typeof kind === 'string' ? kindOf(apiVersion, kind) : undefined;
}
