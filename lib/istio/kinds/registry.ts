/** The kinds of configuration that the console shows and edits. Two groups have a kind Gateway: a kind is named by group and kind. */
import { grpcRoute, httpRoute, kubernetesGateway, referenceGrant } from './gateway-api.ts';
import type { Kind } from './kind.ts';
import {
  destinationRule,
  envoyFilter,
  gateway,
  proxyConfig,
  serviceEntry,
  sidecar,
  virtualService,
  workloadEntry,
  workloadGroup,
} from './networking.ts';
import {
  authorizationPolicy,
  peerAuthentication,
  requestAuthentication,
  telemetry,
  wasmPlugin,
} from './policies.ts';

/** In the order in which lists and menus have them. */
export const kinds = {
  virtualServices: virtualService,
  destinationRules: destinationRule,
  gateways: gateway,
  serviceEntries: serviceEntry,
  sidecars: sidecar,
  workloadEntries: workloadEntry,
  workloadGroups: workloadGroup,
  envoyFilters: envoyFilter,
  proxyConfigs: proxyConfig,
  wasmPlugins: wasmPlugin,
  telemetries: telemetry,
  peerAuthentications: peerAuthentication,
  requestAuthentications: requestAuthentication,
  authorizationPolicies: authorizationPolicy,
  kubernetesGateways: kubernetesGateway,
  httpRoutes: httpRoute,
  grpcRoutes: grpcRoute,
  referenceGrants: referenceGrant,
} as const satisfies Record<string, Kind>;

const byName: ReadonlyMap<string, Kind> = new Map(
  Object.values(kinds).map((kind) => [`${kind.group}/${kind.kind}`, kind]),
);

/** Of an object's apiVersion and kind; undefined when the console does not edit it. */
export function kindOf(apiVersion: string, kind: string): Kind | undefined {
  return byName.get(`${apiVersion.split('/')[0]}/${kind}`);
}

/** `<plural>.<group>`, as addresses and the API name a kind, and as kubectl accepts it. */
export function kindId({ plural, group }: Pick<Kind, 'plural' | 'group'>): string {
  return group === '' ? plural : `${plural}.${group}`;
}

const byId: ReadonlyMap<string, Kind> = new Map(Object.values(kinds).map((kind) => [kindId(kind), kind]));

/** Undefined for anything but the kinds of the registry. */
export function kindAt(id: string): Kind | undefined {
  return byId.get(id);
}

const idByName: ReadonlyMap<string, string> = new Map(
  Object.values(kinds)
    .map((kind): [string, string] => [kind.kind, kindId(kind)])
    // Istio's own Gateway stands for the name: what speaks of kinds by name alone knows no other.
    .reverse(),
);

/** For what names a kind without its group; null for kinds without a page, Service and Deployment among them. */
export function kindIdNamed(kind: string): string | null {
  return idByName.get(kind) ?? null;
}
