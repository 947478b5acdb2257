/** Which checks are run for an object, by its kind. A new check is a line here, a code in codes.ts and its texts in lib/i18n. */
import type { KubernetesObject } from '../objects.ts';
import { checkMaskedRules } from './destination-rules/destination-rule-masked.ts';
import { checkSubsets } from './destination-rules/destination-rule-subsets.ts';
import { checkServerVerification } from './destination-rules/destination-rule-tls.ts';
import { checkGatewayApiVersion } from './gateways/gateway-api-version.ts';
import { checkCredentials, checkSharedCertificates } from './gateways/gateway-certificates.ts';
import { checkConflictingGateways } from './gateways/gateway-conflicts.ts';
import { checkGatewayPorts } from './gateways/gateway-ports.ts';
import { checkGatewaySelectors } from './gateways/gateway-selectors.ts';
import { checkBackends, checkGrants } from './gateways/route-backends.ts';
import { checkAllowedRoutes } from './gateways/route-listeners.ts';
import { checkRouteParents } from './gateways/route-parents.ts';
import { checkAnnotations } from './objects/annotations.ts';
import { checkConditions } from './objects/conditions.ts';
import { checkEgressProxy, checkJwksSources, checkRetiredKinds } from './objects/retired.ts';
import { checkAddresses, checkPortProtocols } from './objects/service-entries.ts';
import type { Check } from './view/view.ts';
import { checkDelegates } from './virtual-services/delegates.ts';
import { checkDottedHosts, checkDottedRule } from './virtual-services/dotted-hosts.ts';
import { checkExpectations } from './virtual-services/expectations.ts';
import { checkJwtClaims } from './virtual-services/jwt-claims.ts';
import { checkReach } from './virtual-services/reach.ts';
import { checkDestinations, checkIngressSubsets } from './virtual-services/virtual-service-destinations.ts';
import { checkGateways } from './virtual-services/virtual-service-gateways.ts';
import { checkMeshHosts } from './virtual-services/virtual-service-hosts.ts';
import { checkRules } from './virtual-services/virtual-service-rules.ts';
import { checkSelectedWorkloads, checkSourceNamespaces } from './workloads/authorization-policies.ts';
import { checkDeploymentServices } from './workloads/deployment-services.ts';
import { checkEnvoyPatches } from './workloads/envoy-filters.ts';
import { checkAuthorizationProvider, checkTelemetryProviderNames } from './workloads/extension-providers.ts';
import { checkGuardRails } from './workloads/guard-rails.ts';
import { checkInjectors } from './workloads/injector-webhooks.ts';
import {
  checkMissingProxy,
  checkNamespaceLabels,
  checkProxyImages,
} from './workloads/namespace-injection.ts';
import { checkSidecars, checkTelemetries } from './workloads/one-per-pod.ts';
import { checkPortNames } from './workloads/service-ports.ts';
import { checkTelemetryProviders } from './workloads/telemetry-providers.ts';
import {
  checkDeploymentImage,
  checkDeploymentUser,
  checkPodImage,
  checkPodUser,
} from './workloads/workloads.ts';

/** A check of a kind is only ever asked about objects of that kind. */
function ofKind<T extends KubernetesObject>(...checks: Check<T>[]): Check[] {
  return checks as readonly Check<never>[] as Check[];
}

const ofRoute = [
  ...ofKind(checkRouteParents, checkAllowedRoutes, checkBackends, checkGrants),
  checkConditions,
  checkExpectations,
];

export const checksByKind: ReadonlyMap<string, readonly Check[]> = new Map([
  [
    'VirtualService',
    ofKind(
      checkGateways,
      checkMeshHosts,
      checkDottedHosts,
      checkDestinations,
      checkIngressSubsets,
      checkJwtClaims,
      checkDelegates,
      checkRules,
      checkGuardRails,
      checkReach,
      checkExpectations,
    ),
  ],
  ['DestinationRule', ofKind(checkDottedRule, checkSubsets, checkServerVerification, checkMaskedRules)],
  ['Gateway', ofKind(checkGatewayPorts, checkConflictingGateways, checkSharedCertificates, checkCredentials)],
  ['ServiceEntry', ofKind(checkAddresses, checkPortProtocols, checkConditions)],
  ['WorkloadEntry', [checkConditions]],
  ['Sidecar', ofKind(checkSidecars, checkEgressProxy)],
  ['EnvoyFilter', ofKind(checkEnvoyPatches)],
  [
    'AuthorizationPolicy',
    [
      ...ofKind(checkSelectedWorkloads, checkSourceNamespaces, checkAuthorizationProvider),
      checkGatewaySelectors,
      checkConditions,
    ],
  ],
  ['RequestAuthentication', [checkGatewaySelectors]],
  [
    'Telemetry',
    [
      ...ofKind(checkTelemetries, checkTelemetryProviders, checkTelemetryProviderNames),
      checkGatewaySelectors,
    ],
  ],
  ['WasmPlugin', [checkGatewaySelectors]],
  ['Namespace', [...ofKind(checkNamespaceLabels, checkProxyImages), checkAnnotations]],
  ['Service', [...ofKind(checkPortNames), checkAnnotations, checkConditions]],
  ['Pod', [...ofKind(checkMissingProxy, checkPodUser, checkPodImage), checkAnnotations]],
  [
    'Deployment',
    [
      ...ofKind(checkDeploymentServices, checkDeploymentUser, checkDeploymentImage, checkJwksSources),
      checkAnnotations,
    ],
  ],
  ['MutatingWebhookConfiguration', ofKind(checkInjectors)],
  ['CustomResourceDefinition', ofKind(checkRetiredKinds, checkGatewayApiVersion)],
  ['KubernetesGateway', [checkConditions]],
  ['HTTPRoute', ofRoute],
  ['GRPCRoute', ofRoute],
]);
