/**
 * HTTPRoutes and GRPCRoutes as splits see them: in the shape of a VirtualService, each backend a destination of its own host. What is
 * planned on that shape is written back as changes of the route: weights of `backendRefs`, and nothing else of it.
 * https://gateway-api.sigs.k8s.io/guides/traffic-splitting/
 */
import type { Change } from '../../document/change.ts';
import { isJsonObject, type Json, type JsonObject, own } from '../../document/json.ts';
import {
  asJson,
  type ClusterObjects,
  type KubernetesObject,
  type VirtualService,
} from '../../istio/objects.ts';
import type { PointRef, Refusal } from '../types.ts';

export type RoutingKind = 'VirtualService' | 'HTTPRoute' | 'GRPCRoute';

/** Why this rule cannot be split between versions that are subsets of one Service; null for a VirtualService. */
export function needsServices({
  namespace,
  virtualService,
}: Pick<PointRef, 'namespace' | 'virtualService'>): Refusal | null {
  const { kind, name } = realName(virtualService);
  return kind === 'VirtualService'
    ? null
    : { code: 'route-needs-services', about: { kind, namespace, name } };
}

const routeKinds = ['HTTPRoute', 'GRPCRoute'] as const;

/** Its name in records: a VirtualService and a route of one name are two. */
export function storedName(kind: string, name: string): string {
  return kind === 'VirtualService' ? name : `${kind}:${name}`;
}

export function realName(stored: string): { kind: RoutingKind; name: string } {
  const kind = routeKinds.find((one) => stored.startsWith(`${one}:`));
  return kind === undefined
    ? { kind: 'VirtualService', name: stored }
    : { kind, name: stored.slice(kind.length + 1) };
}

const joined = new WeakMap<ClusterObjects, ClusterObjects>();

/** The objects with their routes among the VirtualServices; once for each set of objects. */
export function withGatewayRoutes(
  objects: ClusterObjects,
  grpcRoutes: readonly KubernetesObject[],
): ClusterObjects {
  const known = joined.get(objects);
  if (known !== undefined) return known;
  const routes = [...objects.httpRoutes, ...grpcRoutes].map((route) =>
    routeAsVirtualService(route, objects.meshConfig.domain),
  );
  const all =
    routes.length === 0 ? objects : { ...objects, virtualServices: [...objects.virtualServices, ...routes] };
  joined.set(objects, all);
  return all;
}

const sources = new WeakMap<object, Json>();

/** The route behind a shape. */
export function sourceOf(shape: object): Json | undefined {
  return sources.get(shape);
}

export function routeAsVirtualService(route: KubernetesObject, domain: string): VirtualService {
  const { namespace = '', name } = route.metadata;
  const spec = (route.spec ?? {}) as JsonObject;
  const parents = list(own(spec, 'parentRefs')).filter(isJsonObject);
  const services = parents.filter((one) => own(one, 'kind') === 'Service');
  const place = (one: JsonObject) => text(own(one, 'namespace')) || namespace;
  const hosts = [
    ...services.map((one) => `${text(own(one, 'name'))}.${place(one)}.svc.${domain}`),
    ...(services.length === parents.length ? [] : list(own(spec, 'hostnames')).map(text)),
  ];
  const gateways = [
    ...(services.length > 0 ? ['mesh'] : []),
    ...parents
      .filter((one) => own(one, 'kind') !== 'Service')
      .map((one) => `${place(one)}/${text(own(one, 'name'))}`),
  ];
  const shape: VirtualService = {
    apiVersion: route.apiVersion,
    kind: route.kind,
    metadata: { ...route.metadata, name: storedName(route.kind, name) },
    spec: {
      hosts: hosts.length === 0 ? ['*'] : hosts,
      gateways,
      // Of the shape alone, for the planner: matches are the route's own.
      http: list(own(spec, 'rules')).map((rule) => ruleOf(rule, namespace, domain)),
    } as unknown as NonNullable<VirtualService['spec']>,
  };
  sources.set(shape, asJson(route));
  return shape;
}

function ruleOf(rule: Json, namespace: string, domain: string): JsonObject {
  const written = isJsonObject(rule) ? rule : {};
  const name = own(written, 'name');
  const match = list(own(written, 'matches')).filter((one) => !takesAll(one));
  const route = list(own(written, 'backendRefs')).map((backend): JsonObject => {
    const ref: JsonObject = isJsonObject(backend) ? backend : {};
    const { name: service, namespace: place, weight, ...rest } = ref;
    const isHere = text(place) === '' || text(place) === namespace;
    return {
      // As the planner would write it, so that the shape of what was written is what was planned.
      backend: rest,
      destination: { host: isHere ? text(service) : `${text(service)}.${text(place)}.svc.${domain}` },
      // Here a weight that is not written is 1.
      weight: typeof weight === 'number' ? weight : 1,
    };
  });
  return { ...(name === undefined ? {} : { name }), ...(match.length === 0 ? {} : { match }), route };
}

function takesAll(match: Json): boolean {
  if (!isJsonObject(match)) return false;
  const path = own(match, 'path');
  const others = Object.keys(match).filter((key) => key !== 'path');
  if (others.length > 0) return false;
  return (
    path === undefined || (isJsonObject(path) && own(path, 'type') !== 'Exact' && own(path, 'value') === '/')
  );
}

/** The same change of the route itself. @throws Error for what a route has no place for. */
export function changeOfRoute(change: Change, namespace: string): Change {
  const { path } = change;
  if (path[0] === 'metadata') return change;
  const [, layer, index, field, ...rest] = path;
  if (layer !== 'http' || typeof index !== 'number' || field !== 'route') {
    throw new Error(`a route has no ${path.join('.')}`);
  }
  const to = ['spec', 'rules', index, 'backendRefs', ...rest];
  if (change.op === 'insert') return { ...change, path: to, value: backendOf(change.value, namespace) };
  if (change.op === 'set' && rest.length === 0) {
    return { ...change, path: to, value: list(change.value).map((one) => backendOf(one, namespace)) };
  }
  return { ...change, path: to };
}

/** Filters and what else its neighbour has hold for both. */
function backendOf(entry: Json, namespace: string): Json {
  const written = isJsonObject(entry) ? entry : {};
  const destination = own(written, 'destination');
  const backend = own(written, 'backend');
  const [name = '', place = ''] = text(
    isJsonObject(destination) ? own(destination, 'host') : undefined,
  ).split('.');
  return {
    name,
    ...(place === '' || place === namespace ? {} : { namespace: place }),
    ...(isJsonObject(backend) ? backend : {}),
    weight: own(written, 'weight') ?? 1,
  };
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
