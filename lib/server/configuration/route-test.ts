/** One request through the mesh as its caller may read it, drafts put in: the evaluator's answer with pods, policies and lines. */
import type { RouteTestAnswer } from '#lib/api/configuration/route-test.ts';
import { type Json, valueAt } from '#lib/document/json.ts';
import { objectText } from '#lib/document/object-text.ts';
import { placesIn } from '#lib/document/place.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { steeringKinds } from '#lib/graph/prediction/touched-traffic.ts';
import { unreadFor } from '#lib/istio/gateway-api/unread-routes.ts';
import { endpointsOf, indexEndpoints } from '#lib/istio/hosts/endpoints.ts';
import { kindId, kindIdNamed, kinds } from '#lib/istio/kinds/registry.ts';
import { asJson, type ClusterObjects, type KubernetesObject, type ProxyRef } from '#lib/istio/objects.ts';
import { effectivePolicy, findDestinationRule, route } from '#lib/istio/routing/route.ts';
import { indexRouting, type RoutingIndex } from '#lib/istio/routing/routing-index.ts';
import { type SenderName, senderOf } from '#lib/istio/routing/sidecar/sender.ts';
import type { RouteDestination, RouteRequest, TriedRule } from '#lib/istio/routing/types.ts';
import type { KindRights } from '../access/kind-rights.ts';
import { AppError } from '../app-error.ts';
import type { Draft } from './draft.ts';
import { visibleObjects } from './visible-objects.ts';
import { withDrafts } from './with-drafts.ts';

export interface RouteTest {
  from: SenderName;
  request: Omit<RouteRequest, 'from'>;
  drafts: readonly Draft[];
}

const indexes = new WeakMap<ClusterObjects, RoutingIndex>();

/** Throws "invalid" for a gateway that is not there. */
export function testRoute(
  { from, request, drafts }: RouteTest,
  snapshot: ClusterObjects,
  rights: KindRights,
): RouteTestAnswer {
  const objects = withDrafts(visibleObjects(snapshot, rights), drafts);
  const index = indexed(objects);
  const sender = senderOf(objects, from);
  if (sender === null) {
    throw new AppError('invalid', {
      detail: 'There is no such gateway that you may see.',
      errors: [{ field: '/request/from/name', message: 'no gateway of this name' }],
    });
  }
  const answer = route(index, { ...request, from: sender.proxy });
  const lineOf = linesOf(objects, request.protocol ?? 'http');
  return {
    ...answer,
    senderKnown: sender.known,
    destinations: answer.destinations.map((one) => described(one, { index, objects, sender: sender.proxy })),
    tried: answer.tried.map((tried) => triedRule(tried, lineOf)),
    rule: answer.rule && { ...answer.rule, kind: idOf(answer.rule) },
    partial: {
      hiddenNamespaces: !rights.allNamespaces,
      unreadable: steeringKinds.flatMap((key) => {
        const namespaces = rights.unreadable(key);
        return namespaces.length === 0 ? [] : [{ kind: kindId(kinds[key]), namespaces: [...namespaces] }];
      }),
      unread: unreadFor(objects.kubernetesGateways, { from: sender.proxy, port: request.port }),
    },
  };
}

export function triedRule(
  tried: TriedRule,
  lineOf: (tried: TriedRule) => number | null,
): RouteTestAnswer['tried'][number] {
  return {
    ...tried,
    kind: idOf(tried),
    told: tried.told.map(({ reason, origin }) => ({ reason: { ...reason }, origin })),
    line: lineOf(tried),
  };
}

/** Of the kind, as the console names it. */
export function idOf({ kind }: Pick<TriedRule, 'kind'>): string {
  return kindIdNamed(kind) ?? kind;
}

/** Remembered for as long as the objects are the same. */
export function indexed(objects: ClusterObjects): RoutingIndex {
  const known = indexes.get(objects);
  if (known !== undefined) return known;
  const index = indexRouting(objects);
  indexes.set(objects, index);
  return index;
}

interface Around {
  index: RoutingIndex;
  objects: ClusterObjects;
  sender: ProxyRef;
}

function described(
  destination: RouteDestination,
  { index, objects, sender }: Around,
): RouteTestAnswer['destinations'][number] {
  const { host, port, subset, missing } = destination;
  const rule = findDestinationRule(index, sender, host);
  const policy = effectivePolicy(index, sender, host, port, subset);
  const [service] = index.registry.byHost.get(host) ?? [];
  const labels = subset === null ? {} : rule?.subsets.find(({ name }) => name === subset)?.labels;
  const endpoints =
    missing || service === undefined ? null : endpointsOf(indexEndpoints(objects), service, labels ?? {});
  return {
    ...destination,
    pods:
      endpoints === null
        ? null
        : { ready: endpoints.filter(({ ready }) => ready).length, total: endpoints.length },
    policy:
      rule === null
        ? null
        : {
            sources: rule.sources.map(({ namespace, name }) => ({
              kind: kindId(kinds.destinationRules),
              namespace,
              name,
            })),
            trafficPolicy: policy === undefined ? null : { ...(policy as Record<string, Json>) },
          },
  };
}

/** Where a rule stands in the text of its object; each object's text is made once. */
export function linesOf(
  { virtualServices, httpRoutes, grpcRoutes }: ClusterObjects,
  protocol: NonNullable<RouteRequest['protocol']>,
): (tried: TriedRule) => number | null {
  const places = new Map<KubernetesObject, ReturnType<typeof placesIn>>();
  const lists: Readonly<Record<string, readonly KubernetesObject[]>> = {
    VirtualService: virtualServices,
    HTTPRoute: httpRoutes,
    GRPCRoute: grpcRoutes,
  };
  return ({ kind, namespace, name, index, told }) => {
    const object = lists[kind]?.find(
      ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
    );
    if (object === undefined) return null;
    const json = asJson(object);
    const bySni = told.some(({ reason }) => reason.key.startsWith('sni'));
    const ofVirtualService = bySni ? ['tls'] : layersOf(protocol);
    const layers = kind === 'VirtualService' ? ofVirtualService : ['rules'];
    const layer = layers.find((one) => valueAt(json, ['spec', one, index]) !== undefined);
    if (layer === undefined) return null;
    let placeOf = places.get(object);
    if (placeOf === undefined) {
      placeOf = placesIn(parseDocument(objectText(json)));
      places.set(object, placeOf);
    }
    return placeOf(['spec', layer, index]).line;
  };
}

function layersOf(protocol: NonNullable<RouteRequest['protocol']>): readonly string[] {
  if (protocol === 'tcp') return ['tcp', 'tls'];
  return protocol === 'tls' ? ['tls', 'tcp'] : ['http', 'tls', 'tcp'];
}
