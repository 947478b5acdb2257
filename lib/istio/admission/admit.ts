/**
 * istiod's validating webhook, without istiod: what it would say of an object that has passed the API server's schema.
 * https://github.com/istio/istio/tree/master/pkg/webhooks/validation/server
 */
import { admitAuthorizationPolicy } from '../authorization-policy/admission.ts';
import { admitDestinationRule } from '../destination-rule/admission.ts';
import { admitEnvoyFilter } from '../envoy-filter/admission.ts';
import { admitGateway } from '../gateway/admission.ts';
import type { KubernetesObject } from '../objects.ts';
import { admitPeerAuthentication } from '../peer-authentication/admission.ts';
import { admitProxyConfig } from '../proxy-config/admission.ts';
import { admitRequestAuthentication } from '../request-authentication/admission.ts';
import { admitServiceEntry } from '../service-entry/admission.ts';
import { admitSidecar } from '../sidecar/admission.ts';
import { admitTelemetry } from '../telemetry/admission.ts';
import { admitTrafficExtension } from '../traffic-extension/admission.ts';
import { admitVirtualService } from '../virtual-service/admission.ts';
import { admitWasmPlugin } from '../wasm-plugin/admission.ts';
import { admitWorkloadEntry } from '../workload-entry/admission.ts';
import { admitWorkloadGroup } from '../workload-group/admission.ts';
import { checkAnnotations } from './annotations.ts';
import { errorList, type Finding } from './finding.ts';

type Admit = (object: KubernetesObject<never, never>) => Finding[];

const byKind: Readonly<Record<string, Admit>> = {
  'extensions.istio.io/TrafficExtension': admitTrafficExtension,
  'extensions.istio.io/WasmPlugin': admitWasmPlugin,
  'networking.istio.io/DestinationRule': admitDestinationRule,
  'networking.istio.io/EnvoyFilter': admitEnvoyFilter,
  'networking.istio.io/Gateway': admitGateway,
  'networking.istio.io/ProxyConfig': admitProxyConfig,
  'networking.istio.io/ServiceEntry': admitServiceEntry,
  'networking.istio.io/Sidecar': admitSidecar,
  'networking.istio.io/VirtualService': admitVirtualService,
  'networking.istio.io/WorkloadEntry': admitWorkloadEntry,
  'networking.istio.io/WorkloadGroup': admitWorkloadGroup,
  'security.istio.io/AuthorizationPolicy': admitAuthorizationPolicy,
  'security.istio.io/PeerAuthentication': admitPeerAuthentication,
  'security.istio.io/RequestAuthentication': admitRequestAuthentication,
  'telemetry.istio.io/Telemetry': admitTelemetry,
};

/** Findings in document order; kinds that the webhook does not know pass. */
export function admit(object: KubernetesObject): Finding[] {
  const group = object.apiVersion.split('/')[0] ?? '';
  const rules = byKind[`${group}/${object.kind}`];
  if (!rules) return [];
  const ofAnnotations = checkAnnotations(object);
  if (ofAnnotations.length > 0) return ofAnnotations;
  // The kind was looked up by the object's own group and kind.
  return rules(object as KubernetesObject<never, never>);
}

/** The text with which the webhook refuses, or null when it does not. */
export function denial(findings: readonly Finding[]): string | null {
  const errors = findings.filter((finding) => finding.severity === 'error').map((finding) => finding.message);
  if (errors.length === 0) return null;
  if (errors.length === 1) return `configuration is invalid: ${errors[0]}`;
  return `configuration is invalid: ${errorList(errors)}`;
}
