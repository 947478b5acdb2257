/**
 * The part of a set that decides about one request, found by names, so that a check which asks the route evaluator is run again only
 * when something of that part changes. A property test compares the answers with those over everything.
 */

import { behindOf, serviceNames } from '../../gateway-api/gateway/listeners.ts';
import type { GatewayObject } from '../../gateway-api/translation/objects.ts';
import { resolveShortName } from '../../hosts/host-name.ts';
import { selectsLabels } from '../../hosts/labels.ts';
import { expandRequestHost } from '../../hosts/registry.ts';
import {
  type ClusterObjects,
  type Gateway,
  type HttpRoute,
  type KubernetesObject,
  noObjects,
  type Pod,
  type Service,
  type VirtualService,
  type Workload,
} from '../../objects.ts';
import { meetsOneService } from '../../routing/one-service.ts';
import { indexRouting, type RoutingIndex } from '../../routing/routing-index.ts';
import { type SenderName, senderOf } from '../../routing/sidecar/sender.ts';
import type { RouteRequest } from '../../routing/types.ts';
import { named } from '../view/facets.ts';
import { type CheckedObject, type CheckView, findAs, podsSelected } from '../view/view.ts';
import { destinationsOf } from './destinations.ts';

export interface RequestSurroundings {
  index: RoutingIndex;
  request: RouteRequest;
}

/** Null for a gateway that is not there. */
export type Surroundings = (
  from: SenderName,
  request: Omit<RouteRequest, 'from'>,
) => RequestSurroundings | null;

/** For the requests of one object: they have senders and hosts in common, which are looked up once. */
export function surroundingsIn(view: CheckView): Surroundings {
  const senders = new Map<string, ReturnType<typeof senderIn>>();
  const services = new Map<string, ServiceSurroundings>();
  return (from, request) => {
    const name = JSON.stringify(from);
    const { around, sender } = getOr(senders, name, () => senderIn(view, from));
    if (sender === null) return null;
    const asked = { ...request, from: sender.proxy };
    if (sender.proxy.type === 'gateway') return { index: atGateway(view, around, asked), request: asked };
    const { index, hosts } = getOr(services, `${name} ${request.host}`, () =>
      aroundService(view, around, asked),
    );
    return { index: meetsOneService(index, asked, hosts) ? index : everything(view), request: asked };
  };
}

function getOr<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function senderIn(view: CheckView, from: SenderName) {
  const around = sendersOf(view, from);
  return { around, sender: senderOf(around, from) };
}

function sendersOf(view: CheckView, { kind, namespace, name }: SenderName): ClusterObjects {
  const workloads = ['Deployment', 'StatefulSet', 'DaemonSet'].flatMap((one) =>
    findAs<Workload>(view, named.object(one, namespace, name)),
  );
  const pods = workloads.length > 0 ? [] : findAs<Pod>(view, named.object('Pod', namespace, name));
  const gateways = kind === 'gateway' ? findAs<Gateway>(view, named.object('Gateway', namespace, name)) : [];
  const behind = gateways.flatMap(({ object }) => podsSelected<Pod>(view, object.spec?.selector ?? {}));
  const others =
    kind === 'gateway' ? findAs<GatewayObject>(view, named.object('KubernetesGateway', namespace, name)) : [];
  const services = others.flatMap(({ object }) => servicesOfGateway(view, object, namespace));
  const { meshConfig } = view;
  const ofOthers = others.flatMap(({ object }) =>
    podsSelected<Pod>(view, behindOf(object, { services: services.map(placed), meshConfig }).selector),
  );
  return {
    ...noObjects,
    meshConfig,
    workloads: workloads.map(placed),
    pods: [...pods, ...behind, ...ofOthers].map(placed),
    gateways: gateways.map(placed),
    kubernetesGateways: others.map(placed),
    services: services.map(placed),
  };
}

/** Those before its pods: in its own namespace. */
function servicesOfGateway(
  view: CheckView,
  gateway: GatewayObject,
  namespace: string,
): readonly CheckedObject<Service>[] {
  return serviceNames(gateway).flatMap((name) =>
    findAs<Service>(view, named.object('Service', namespace, name.split('.')[0] ?? name)),
  );
}

interface ServiceSurroundings {
  index: RoutingIndex;
  /** That the request may mean. */
  hosts: ReadonlySet<string>;
}

/** The services that the request may mean, what is said about them, and where that leads. */
function aroundService(
  view: CheckView,
  senders: ClusterObjects,
  request: Pick<RouteRequest, 'from' | 'host'>,
): ServiceSurroundings {
  const { namespace } = request.from;
  const { domain, rootNamespace } = view.meshConfig;
  const part = new Part(view);
  const names = expandRequestHost(request.host, namespace, domain);
  const hosts = new Set([...names, ...part.services(names)]);
  for (const host of hosts) part.add(named.meshHost(host));
  part.add(named.meshWildcard());
  for (const host of hosts) {
    part.routes(named.routed(host));
    for (const { kind, namespace: place, name } of findAs(view, named.known(host)))
      if (kind === 'ServiceEntry') part.routes(named.routedEntry(`${place}/${name}`));
  }
  part.add(named.inNamespace('Sidecar', namespace));
  part.add(named.defaultSidecar(rootNamespace));
  return { index: part.index(senders), hosts };
}

/** The Gateways of the proxy, and the rules that are bound to them for the request's host. */
function atGateway(view: CheckView, senders: ClusterObjects, request: RouteRequest): RoutingIndex {
  const part = new Part(view);
  for (const { namespace, name, object } of part.add<Gateway>(named.all('Gateway'))) {
    if (!selectsLabels(object.spec?.selector, request.from.labels)) continue;
    const bound = `${namespace}/${name}`;
    part.add(named.boundHost(bound, request.host.toLowerCase()));
    part.add(named.boundWildcard(bound));
    part.add(named.boundConnections(bound));
  }
  const own = part.add<GatewayObject>(named.inNamespace('KubernetesGateway', request.from.namespace));
  for (const { object, namespace, name } of own) {
    for (const { namespace: place, name: service } of servicesOfGateway(view, object, namespace))
      part.add(named.object('Service', place, service));
    part.routes(named.routedAt(`${namespace}/${name}`));
    const { listeners = [] } = object.spec ?? {};
    const selects = listeners.some(({ allowedRoutes }) => allowedRoutes?.namespaces?.from === 'Selector');
    if (selects) part.add(named.all('Namespace'));
  }
  if (own.length > 0) part.add(named.all('ReferenceGrant'));
  // Between clusters the server name itself is the destination: outbound_.PORT_.SUBSET_.HOST
  const [, inside] = /^outbound_\.\d+_\.[^.]*?_\.(.+)$/.exec(request.host.toLowerCase()) ?? [];
  if (inside !== undefined) part.services([inside]);
  return part.index(senders);
}

class Part {
  readonly #view: CheckView;
  readonly #objects = new Map<string, CheckedObject>();

  constructor(view: CheckView) {
    this.#view = view;
  }

  add<T extends KubernetesObject>(name: string): readonly CheckedObject<T>[] {
    const found = findAs<T>(this.#view, name);
    for (const one of found) {
      if (this.#objects.has(one.id)) continue;
      this.#objects.set(one.id, one);
      if (one.kind === 'VirtualService') this.#follow(one.object as VirtualService, one.namespace);
    }
    return found;
  }

  /** Those of the hosts that are there, with the hosts that they are other names of. */
  services(hosts: readonly string[]): Set<string> {
    const there = new Set<string>();
    const open = [...hosts];
    for (let host = open.pop(); host !== undefined; host = open.pop()) {
      if (there.has(host)) continue;
      const found = this.add<Service>(named.known(host));
      if (found.length === 0) continue;
      there.add(host);
      this.add(named.rulesOf(host));
      for (const { object } of found) {
        if (object.spec?.externalName) open.push(object.spec.externalName.toLowerCase());
      }
    }
    return there;
  }

  /** Routes of the Gateway API with this parent, and where they send requests. */
  routes(parent: string): void {
    const { domain } = this.#view.meshConfig;
    for (const { object, namespace } of this.add<HttpRoute>(parent)) {
      const backends = (object.spec?.rules ?? []).flatMap(({ backendRefs = [], filters = [] }) => [
        ...backendRefs,
        ...filters.flatMap(({ requestMirror }) => requestMirror?.backendRef ?? []),
      ]);
      this.services(
        backends.map((backend) =>
          backend.kind === 'Hostname'
            ? backend.name
            : `${backend.name}.${backend.namespace ?? namespace}.svc.${domain}`,
        ),
      );
    }
  }

  index(senders: ClusterObjects): RoutingIndex {
    this.add(named.rulesWildcard());
    return indexRouting(objectsOf(this.#objects.values(), senders), true);
  }

  /** Where its rules, and those that it hands over to, send requests. */
  #follow({ spec = {} }: VirtualService, namespace: string): void {
    const { domain } = this.#view.meshConfig;
    this.services(
      destinationsOf(spec).map(({ destination }) =>
        resolveShortName(destination.host, namespace, domain).toLowerCase(),
      ),
    );
    for (const { delegate } of spec.http ?? []) {
      if (delegate) {
        this.add(named.object('VirtualService', delegate.namespace || namespace, delegate.name ?? ''));
      }
    }
  }
}

const lists = {
  Service: 'services',
  ServiceEntry: 'serviceEntries',
  VirtualService: 'virtualServices',
  DestinationRule: 'destinationRules',
  Sidecar: 'sidecars',
  Gateway: 'gateways',
  Namespace: 'namespaces',
  KubernetesGateway: 'kubernetesGateways',
  HTTPRoute: 'httpRoutes',
  GRPCRoute: 'grpcRoutes',
  ReferenceGrant: 'referenceGrants',
} as const satisfies Readonly<Record<string, keyof ClusterObjects>>;

function objectsOf(found: Iterable<CheckedObject>, senders: ClusterObjects): ClusterObjects {
  const byList = Map.groupBy(found, ({ kind }) => lists[kind as keyof typeof lists]);
  return {
    ...senders,
    ...Object.fromEntries([...byList].map(([list, objects]) => [list, objects.map(placed)])),
  };
}

/** Files may leave the namespace out. */
function placed<T extends KubernetesObject>({ object, namespace }: CheckedObject<T>): T {
  return object.metadata.namespace === undefined
    ? { ...object, metadata: { ...object.metadata, namespace } }
    : object;
}

const indexes = new WeakMap<
  readonly CheckedObject[],
  { of: readonly (readonly CheckedObject[])[]; index: RoutingIndex }
>();

/** For requests to what no service is called: all services of the port, and all wildcards, have a say. One index until something changes. */
function everything(view: CheckView): RoutingIndex {
  const all = Object.keys(lists).map((kind) => view.find(named.all(kind)));
  const [services = []] = all;
  const known = indexes.get(services);
  if (known?.of.every((list, at) => list === all[at])) return known.index;
  const index = indexRouting(objectsOf(all.flat(), { ...noObjects, meshConfig: view.meshConfig }));
  indexes.set(services, { of: all, index });
  return index;
}
