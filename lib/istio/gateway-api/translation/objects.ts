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
  port?: number;
}

export interface Parent extends Reference {
  sectionName?: string;
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
  tls?: { mode: 'Terminate' | 'Passthrough' };
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

export interface CallMatch {
  type: 'Exact' | 'RegularExpression';
  service?: string;
  method?: string;
}

export interface RouteMatch {
  path?: { type: 'Exact' | 'PathPrefix' | 'RegularExpression'; value: string };
  /** Of an HTTPRoute a word, of a GRPCRoute the call. */
  method?: string | CallMatch;
  headers?: NamedMatch[];
  queryParams?: NamedMatch[];
}

interface PathModifier {
  type: 'ReplaceFullPath' | 'ReplacePrefixMatch';
  replaceFullPath?: string;
  replacePrefixMatch?: string;
}

export interface HeaderOperations {
  set?: { name: string; value: string }[];
  add?: { name: string; value: string }[];
  remove?: string[];
}

export interface RouteFilter {
  type: string;
  requestHeaderModifier?: HeaderOperations;
  responseHeaderModifier?: HeaderOperations;
  urlRewrite?: { hostname?: string; path?: PathModifier };
  requestRedirect?: {
    scheme?: string;
    hostname?: string;
    port?: number;
    statusCode: number;
    path?: PathModifier;
  };
  requestMirror?: {
    backendRef: Reference;
    percent?: number;
    fraction?: { numerator: number; denominator: number };
  };
}

export type Backend = Reference & { weight: number; filters?: RouteFilter[] };

export interface RouteRule {
  name?: string;
  matches?: RouteMatch[];
  filters?: RouteFilter[];
  backendRefs?: Backend[];
  timeouts?: { request?: string; backendRequest?: string };
  /** Of the experimental channel alone: as it was written, not as a schema leaves it. */
  retry?: { codes?: number[]; attempts?: number; backoff?: string };
}

export type RouteObject = KubernetesObject<{
  parentRefs?: Parent[];
  hostnames?: string[];
  rules?: RouteRule[];
}>;

export type GrantObject = KubernetesObject<{
  from: { group: string; kind: string; namespace: string }[];
  to: { group: string; kind: string; name?: string }[];
}>;

const normal = new WeakMap<KubernetesObject, KubernetesObject | null>();

/** The schema of the kind vouches for the type. */
export function soundOf<Known extends KubernetesObject>(objects: readonly KubernetesObject[]): Known[] {
  return objects.flatMap((object) => {
    let sound = normal.get(object);
    if (sound === undefined) {
      sound = defaulted(object);
      normal.set(object, sound);
    }
    return sound === null ? [] : (sound as Known);
  });
}

function defaulted(object: KubernetesObject): KubernetesObject | null {
  const crd = crdOf(groupOf(object.apiVersion), object.kind);
  // What controllers say of it decides nothing.
  const { status, ...written } = object;
  const verdict = crd === undefined ? null : validateObject(crd, written);
  return verdict === null || verdict.errors.length > 0 ? null : withRetries(verdict.object, object);
}

/** An object that has them comes from where the experimental channel is installed. */
function withRetries(sound: KubernetesObject, written: KubernetesObject): KubernetesObject {
  const before = (written as RouteObject).spec?.rules;
  const { spec } = sound as RouteObject;
  if (!Array.isArray(before) || !before.some((rule) => rule?.retry)) return sound;
  const rules = spec?.rules?.map((rule, index) => ({ ...rule, retry: before[index]?.retry }));
  return { ...sound, spec: { ...spec, rules } };
}
