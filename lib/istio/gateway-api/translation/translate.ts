/**
 * Gateways and routes of the Gateway API as the Gateways and VirtualServices that istiod makes of them
 * (istio pilot/pkg/config/kube/gateway/conversion.go), for what reads routes on paper.
 */
import { equalJson, type Json } from '../../../document/json.ts';
import { matchesLabelSelector } from '../../checks/label-selector.ts';
import { intersectHosts } from '../../hosts/host-name.ts';
import type { ClusterObjects, Gateway, VirtualService } from '../../objects.ts';
import {
  type GatewayApiObjects,
  type GatewayObject,
  type GrantObject,
  type Listener,
  type RouteObject,
  soundOf,
} from './objects.ts';
import { byRank, type RankedRule, translatedRules } from './rules.ts';

/** No object of a cluster has such a name. */
const mark = '~';

export function isTranslated(name: string): boolean {
  return name.startsWith(mark);
}

/** The same objects, and what the Gateway API adds to them. `before`: what does not differ from it stays the same object. */
export function withGatewayApi(
  objects: ClusterObjects,
  added: GatewayApiObjects,
  before: ClusterObjects | null,
): ClusterObjects {
  const gateways = soundOf<GatewayObject>(added.kubernetesGateways).filter(isIstios);
  const routes = [...soundOf<RouteObject>(added.httpRoutes), ...soundOf<RouteObject>(added.grpcRoutes)];
  if (gateways.length === 0 && routes.length === 0) return objects;
  const grants = soundOf<GrantObject>(added.referenceGrants);
  const made = {
    gateways: gateways.flatMap((gateway) => translatedGateways(gateway, objects)),
    virtualServices: translatedRoutes(routes, { gateways, grants, objects }),
  };
  return {
    ...objects,
    gateways: joined(objects.gateways, made.gateways, before?.gateways),
    virtualServices: joined(objects.virtualServices, made.virtualServices, before?.virtualServices),
  };
}

function joined<One extends Gateway | VirtualService>(
  own: readonly One[],
  made: readonly One[],
  before: readonly One[] | undefined,
): readonly One[] {
  const known = new Map(
    (before ?? []).filter(({ metadata }) => isTranslated(metadata.name)).map((one) => [keyOf(one), one]),
  );
  const next = made.map((one) => {
    const same = known.get(keyOf(one));
    return same !== undefined && equalJson(jsonOf(same), jsonOf(one)) ? same : one;
  });
  const all = next.length === 0 ? own : [...own, ...next];
  const unchanged = before?.length === all.length && before.every((one, index) => one === all[index]);
  return unchanged && before !== undefined ? before : all;
}

// Made here, of values alone.
const jsonOf = (object: unknown): Json => object as Json;
const keyOf = ({ metadata }: Gateway | VirtualService): string => `${metadata.namespace}/${metadata.name}`;

/** Waypoints take no requests of their own, and other classes are not Istio's. */
function isIstios({ spec }: GatewayObject): boolean {
  const name = spec?.gatewayClassName ?? '';
  return (name === 'istio' || name.startsWith('istio-')) && name !== 'istio-waypoint';
}

const listenerName = (gateway: GatewayObject, { name }: Listener): string =>
  `${mark}${gateway.metadata.name}${mark}${name}`;

function translatedGateways(gateway: GatewayObject, objects: ClusterObjects): Gateway[] {
  const { namespace = '', creationTimestamp } = gateway.metadata;
  return (gateway.spec?.listeners ?? []).map((listener) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: {
      namespace,
      name: listenerName(gateway, listener),
      ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
    },
    spec: {
      selector: selectorOf(gateway, objects),
      servers: [
        {
          hosts: allowedNamespaces(listener, namespace, objects).map(
            (from) => `${from}/${listener.hostname ?? '*'}`,
          ),
          port: { number: listener.port, name: listener.name, protocol: listener.protocol },
        },
      ],
    },
  }));
}

/** With the address of a Service its pods, else those that are made for the Gateway. */
function selectorOf({ metadata, spec }: GatewayObject, { services, meshConfig }: ClusterObjects) {
  const host = spec?.addresses?.find(({ type }) => type === 'Hostname')?.value;
  const service = services.find(({ metadata: { name, namespace } }) => {
    const full = `${name}.${namespace}.svc.${meshConfig.domain}`;
    return host === full || (host === name && namespace === metadata.namespace);
  });
  return { ...(service?.spec?.selector ?? { 'gateway.networking.k8s.io/gateway-name': metadata.name }) };
}

function allowedNamespaces(
  { allowedRoutes }: Listener,
  own: string,
  { namespaces }: ClusterObjects,
): string[] {
  const { from, selector } = allowedRoutes.namespaces;
  if (from === 'All') return ['*'];
  if (from === 'Same') return [own];
  return namespaces
    .filter(({ metadata }) => matchesLabelSelector(selector, metadata.labels ?? {}))
    .map(({ metadata }) => metadata.name);
}

interface World {
  gateways: readonly GatewayObject[];
  grants: readonly GrantObject[];
  objects: ClusterObjects;
}

/** Where rules hold: at a listener or on the mesh, for one host name. */
interface Place {
  namespace: string;
  host: string;
  /** A translated listener's; `mesh`. */
  gateway: string;
  /** Of a Service, where one is named. */
  port?: number;
  exportTo: string[];
}

function translatedRoutes(routes: readonly RouteObject[], world: World): VirtualService[] {
  const places = new Map<string, { place: Place; rules: RankedRule[]; created: string | undefined }>();
  const oldest = routes.toSorted((a, b) => compare(ageOf(a), ageOf(b)));
  for (const route of oldest) {
    const shared = { domain: world.objects.meshConfig.domain, grants: world.grants };
    for (const place of placesOf(route, world)) {
      const key = [place.gateway, place.host, ...place.exportTo].join(' ');
      const rules = translatedRules(route, place.port, shared);
      const known = places.get(`${place.namespace} ${key}`);
      if (known === undefined)
        places.set(`${place.namespace} ${key}`, { place, rules, created: route.metadata.creationTimestamp });
      else known.rules.push(...rules);
    }
  }
  return [...places.values()].map(({ place, rules, created }) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: {
      namespace: place.namespace,
      name: `${mark}${place.gateway} ${place.host} ${place.exportTo.join()}`,
      ...(created === undefined ? {} : { creationTimestamp: created }),
    },
    spec: {
      hosts: [place.host],
      gateways: [place.gateway],
      exportTo: place.exportTo,
      http: rules.toSorted(byRank).map(({ rule }) => rule),
    },
  }));
}

const ageOf = ({ metadata }: RouteObject): string =>
  `${metadata.creationTimestamp ?? '9'} ${metadata.namespace}/${metadata.name}`;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function placesOf(route: RouteObject, { gateways, objects }: World): Place[] {
  const own = route.metadata.namespace ?? '';
  const { parentRefs = [], hostnames = [] } = route.spec ?? {};
  return parentRefs.flatMap((parent): Place[] => {
    const namespace = parent.namespace ?? own;
    if (parent.kind === 'Service') {
      // A route beside its Service is for all callers; elsewhere for callers of its own namespace.
      const host = `${parent.name}.${namespace}.svc.${objects.meshConfig.domain}`;
      const exportTo = namespace === own ? ['*'] : ['.'];
      const port = parent.port === undefined ? {} : { port: parent.port };
      return [{ namespace: own, host, gateway: 'mesh', exportTo, ...port }];
    }
    if (parent.kind !== 'Gateway') return [];
    const gateway = gateways.find(
      ({ metadata }) => metadata.name === parent.name && metadata.namespace === namespace,
    );
    return (gateway?.spec?.listeners ?? []).flatMap((listener): Place[] => {
      if (gateway === undefined) return [];
      if ((parent.sectionName ?? listener.name) !== listener.name) return [];
      if ((parent.port ?? listener.port) !== listener.port) return [];
      const served = [(listener.hostname ?? '*').toLowerCase()];
      const hosts =
        hostnames.length === 0
          ? served
          : intersectHosts(
              served,
              hostnames.map((host) => host.toLowerCase()),
            );
      return hosts.map((host) => ({
        namespace: own,
        host,
        gateway: `${namespace}/${listenerName(gateway, listener)}`,
        exportTo: ['*'],
      }));
    });
  });
}
