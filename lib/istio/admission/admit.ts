/**
 * istiod's validating webhook, without istiod: what it would say of an object that has passed the API server's schema.
 * https://github.com/istio/istio/tree/master/pkg/webhooks/validation/server
 */
import { admitAuthorizationPolicy } from '../authorization-policy/admission.ts';
import { admitDestinationRule } from '../destination-rule/admission.ts';
import { admitGateway } from '../gateway/admission.ts';
import type { KubernetesObject } from '../objects.ts';
import { admitPeerAuthentication } from '../peer-authentication/admission.ts';
import { admitRequestAuthentication } from '../request-authentication/admission.ts';
import { admitServiceEntry } from '../service-entry/admission.ts';
import { admitSidecar } from '../sidecar/admission.ts';
import { admitVirtualService } from '../virtual-service/admission.ts';
import type { Finding } from './finding.ts';

type Admit = (object: KubernetesObject<never, never>) => Finding[];

const byKind: Readonly<Record<string, Admit>> = {
  'networking.istio.io/DestinationRule': admitDestinationRule,
  'networking.istio.io/Gateway': admitGateway,
  'networking.istio.io/ServiceEntry': admitServiceEntry,
  'networking.istio.io/Sidecar': admitSidecar,
  'networking.istio.io/VirtualService': admitVirtualService,
  'security.istio.io/AuthorizationPolicy': admitAuthorizationPolicy,
  'security.istio.io/PeerAuthentication': admitPeerAuthentication,
  'security.istio.io/RequestAuthentication': admitRequestAuthentication,
};

const topLevel = new Set(['apiVersion', 'kind', 'metadata', 'spec', 'status']);

/** Findings in document order; kinds that the webhook does not know pass. */
export function admit(object: KubernetesObject): Finding[] {
  const group = object.apiVersion.split('/')[0] ?? '';
  const rules = byKind[`${group}/${object.kind}`];
  if (!rules) return [];
  const { namespace = '', name } = object.metadata;
  const unknown = Object.keys(object)
    .filter((key) => !topLevel.has(key))
    .map(
      (key): Finding => ({
        path: [key],
        severity: 'error',
        message: `unknown field "${key}" on ${object.kind} resource ${namespace}/${name}`,
      }),
    );
  // The kind was looked up by the object's own group and kind.
  return [...rules(object as KubernetesObject<never, never>), ...unknown];
}

/** The text with which the webhook refuses, or null when it does not. */
export function denial(findings: readonly Finding[]): string | null {
  const errors = findings.filter((finding) => finding.severity === 'error').map((finding) => finding.message);
  if (errors.length === 0) return null;
  if (errors.length === 1) return `configuration is invalid: ${errors[0]}`;
  return `configuration is invalid: ${errors.length} errors occurred:\n\t${errors.map((text) => `* ${text}`).join('\n\t')}\n\n`;
}
