/** Which checks are run for an object, by its kind. A new check is a line here, a code in codes.ts and its texts in lib/i18n. */
import type { KubernetesObject } from '../objects.ts';
import { checkAnnotations } from './annotations.ts';
import { checkSelectedWorkloads, checkSourceNamespaces } from './authorization-policies.ts';
import { checkConditions } from './conditions.ts';
import { checkDelegates } from './delegates.ts';
import { checkDeploymentServices } from './deployment-services.ts';
import { checkMaskedRules } from './destination-rule-masked.ts';
import { checkSubsets } from './destination-rule-subsets.ts';
import { checkServerVerification } from './destination-rule-tls.ts';
import { checkDottedHosts, checkDottedRule } from './dotted-hosts.ts';
import { checkEnvoyPatches } from './envoy-filters.ts';
import { checkExpectations } from './expectations.ts';
import { checkAuthorizationProvider, checkTelemetryProviderNames } from './extension-providers.ts';
import { checkGatewayApiVersion } from './gateway-api-version.ts';
import { checkCredentials, checkSharedCertificates } from './gateway-certificates.ts';
import { checkConflictingGateways } from './gateway-conflicts.ts';
import { checkGatewayPorts } from './gateway-ports.ts';
import { checkGatewaySelectors } from './gateway-selectors.ts';
import { checkGuardRails } from './guard-rails.ts';
import { checkInjectors } from './injector-webhooks.ts';
import { checkJwtClaims } from './jwt-claims.ts';
import { checkMissingProxy, checkNamespaceLabels, checkProxyImages } from './namespace-injection.ts';
import { checkSidecars, checkTelemetries } from './one-per-pod.ts';
import { checkReach } from './reach.ts';
import { checkEgressProxy, checkJwksSources, checkRetiredKinds } from './retired.ts';
import { checkBackends, checkGrants } from './route-backends.ts';
import { checkRouteParents } from './route-parents.ts';
import { checkAddresses, checkPortProtocols } from './service-entries.ts';
import { checkPortNames } from './service-ports.ts';
import { checkTelemetryProviders } from './telemetry-providers.ts';
import type { Check } from './view.ts';
import { checkDestinations, checkIngressSubsets } from './virtual-service-destinations.ts';
import { checkGateways } from './virtual-service-gateways.ts';
import { checkMeshHosts } from './virtual-service-hosts.ts';
import { checkRules } from './virtual-service-rules.ts';
import { checkDeploymentImage, checkDeploymentUser, checkPodImage, checkPodUser } from './workloads.ts';

/** A check of a kind is only ever asked about objects of that kind. */
function ofKind<T extends KubernetesObject>(...checks: Check<T>[]): Check[] {
  return checks as readonly Check<never>[] as Check[];
}

const ofRoute = [
  ...ofKind(checkRouteParents, checkBackends, checkGrants),
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
