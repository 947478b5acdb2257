/** The templates of every kind that can be created, the simplest first. */
import type { kinds } from '../kinds/registry.ts';
import {
  grpcRouteTemplates,
  httpRouteTemplates,
  kubernetesGatewayTemplates,
  referenceGrantTemplates,
} from './gateway-api.ts';
import {
  destinationRuleTemplates,
  envoyFilterTemplates,
  gatewayTemplates,
  proxyConfigTemplates,
  serviceEntryTemplates,
  sidecarTemplates,
  virtualServiceTemplates,
  workloadEntryTemplates,
  workloadGroupTemplates,
} from './networking.ts';
import {
  authorizationPolicyTemplates,
  peerAuthenticationTemplates,
  requestAuthenticationTemplates,
  telemetryTemplates,
  wasmPluginTemplates,
} from './policies.ts';
import type { Template } from './template.ts';

/** By the keys of the registry of kinds. */
export const templates: Readonly<Record<keyof typeof kinds, readonly Template[]>> = {
  virtualServices: virtualServiceTemplates,
  destinationRules: destinationRuleTemplates,
  gateways: gatewayTemplates,
  serviceEntries: serviceEntryTemplates,
  sidecars: sidecarTemplates,
  workloadEntries: workloadEntryTemplates,
  workloadGroups: workloadGroupTemplates,
  envoyFilters: envoyFilterTemplates,
  proxyConfigs: proxyConfigTemplates,
  wasmPlugins: wasmPluginTemplates,
  telemetries: telemetryTemplates,
  peerAuthentications: peerAuthenticationTemplates,
  requestAuthentications: requestAuthenticationTemplates,
  authorizationPolicies: authorizationPolicyTemplates,
  kubernetesGateways: kubernetesGatewayTemplates,
  httpRoutes: httpRouteTemplates,
  grpcRoutes: grpcRouteTemplates,
  referenceGrants: referenceGrantTemplates,
};
