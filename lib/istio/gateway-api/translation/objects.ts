/** Objects of the Gateway API as their schema leaves them: defaults filled in; what a cluster would refuse is none. */

import { groupOf } from '../../checks/kinds.ts';
import type { KubernetesObject, Labels } from '../../objects.ts';
import { crdOf } from '../../schema/crds.ts';
import { validateObject } from '../../schema/validate.ts';

export interface Reference {
  group: string;
  kind: string;
  namespace?: string;
  name: string;
}

interface From {
  from: 'All' | 'Same' | 'Selector' | 'None';
  selector?: {
    matchLabels?: Labels;
    matchExpressions?: { key: string; operator: string; values?: string[] }[];
  };
}

export interface Listener {
  name: string;
  hostname?: string;
  port: number;
  protocol: string;
  tls?: { mode: string };
  allowedRoutes: { namespaces: From; kinds?: { group: string; kind: string }[] };
}

export type GatewayObject = KubernetesObject<{
  gatewayClassName: string;
  addresses?: { type: string; value?: string }[];
  listeners: Listener[];
}>;

export interface NamedMatch {
  name: string;
  type: 'Exact' | 'RegularExpression';
  value: string;
}

export interface RouteMatch {
  path?: { type: 'Exact' | 'PathPrefix' | 'RegularExpression'; value: string };
  /** Of an HTTPRoute a word, of a GRPCRoute the call. */
  method?: string | { type: 'Exact' | 'RegularExpression'; service?: string; method?: string };
  headers?: NamedMatch[];
  queryParams?: NamedMatch[];
}

export interface RouteFilter {
  type: string;
  requestRedirect?: {
    scheme?: string;
    hostname?: string;
    port?: number;
    statusCode: number;
    path?: { replaceFullPath?: string; replacePrefixMatch?: string };
  };
  requestMirror?: {
    backendRef: Reference;
    percent?: number;
    fraction?: { numerator: number; denominator: number };
  };
}

export interface RouteRule {
  name?: string;
  matches?: RouteMatch[];
  filters?: RouteFilter[];
  backendRefs?: (Reference & { weight: number })[];
}

export type RouteObject = KubernetesObject<{
  parentRefs?: (Reference & { sectionName?: string; port?: number })[];
  hostnames?: string[];
  rules?: RouteRule[];
}>;

export type GrantObject = KubernetesObject<{
  from: { group: string; kind: string; namespace: string }[];
  to: { group: string; kind: string; name?: string }[];
}>;

/** By list of the snapshot. */
export interface GatewayApiObjects {
  kubernetesGateways: readonly KubernetesObject[];
  httpRoutes: readonly KubernetesObject[];
  grpcRoutes: readonly KubernetesObject[];
  referenceGrants: readonly KubernetesObject[];
}

const normal = new WeakMap<KubernetesObject, KubernetesObject | null>();

/** The schema of the kind vouches for the type. */
export function soundOf<Known extends KubernetesObject>(objects: readonly KubernetesObject[]): Known[] {
  return objects.flatMap((object) => {
    let sound = normal.get(object);
    if (sound === undefined) {
      const crd = crdOf(groupOf(object.apiVersion), object.kind);
      // What controllers say of it decides nothing.
      const { status, ...written } = object;
      const verdict = crd === undefined ? null : validateObject(crd, written);
      sound = verdict === null || verdict.errors.length > 0 ? null : verdict.object;
      normal.set(object, sound);
    }
    return sound === null ? [] : (sound as Known);
  });
}
