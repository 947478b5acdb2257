/**
 * Delegate VirtualServices: how a root's rule and each rule of its delegate become one, and when they cannot
 * (`MergeHTTPRoutes` and `hasConflict` of istio pilot/pkg/model/virtualservice.go).
 */
import { isVisibleTo, parseExportTo } from '../hosts/visibility.ts';
import type { VirtualService } from '../objects.ts';
import type { Reason, Told } from './reason.ts';
import type { HttpMatch, HttpRule, StringMatch } from './rules.ts';

export interface DelegatedRules {
  merged: { rule: HttpRule; origin: NonNullable<Told['origin']> }[];
  /** Why rules are missing. */
  dropped: Reason[];
}

/** `resolveNames` completes the short names of a delegate's rule in the delegate's own namespace. */
export function delegateRules(
  root: HttpRule,
  reference: NonNullable<HttpRule['delegate']>,
  rootNamespace: string,
  byName: ReadonlyMap<string, VirtualService>,
  resolveNames: (rule: HttpRule, namespace: string) => HttpRule,
): DelegatedRules {
  const namespace = reference.namespace || rootNamespace;
  const key = `${namespace}/${reference.name ?? ''}`;
  const delegate = byName.get(key);
  if (!delegate) return nothing({ key: 'delegate-missing', delegate: key });
  if ((delegate.spec?.hosts ?? []).length > 0) {
    return nothing({ key: 'delegate-has-hosts', delegate: key });
  }
  if (!isVisibleTo(parseExportTo(delegate.spec?.exportTo, namespace), rootNamespace)) {
    return nothing({ key: 'delegate-hidden', delegate: key, namespace: rootNamespace });
  }
  const result: DelegatedRules = { merged: [], dropped: [] };
  (delegate.spec?.http ?? []).forEach((leaf, index) => {
    const origin = { delegate: key, index };
    const match = mergeMatches(root.match ?? [], resolveNames(leaf, namespace).match ?? []);
    if (!match) {
      result.dropped.push({ key: 'delegate-conflict', ...origin });
      return;
    }
    result.merged.push({ rule: mergeRule(root, { ...resolveNames(leaf, namespace), match }), origin });
  });
  if (result.merged.length === 0 && result.dropped.length === 0) {
    result.dropped.push({ key: 'delegate-empty', delegate: key });
  }
  return result;
}

function nothing(reason: Reason): DelegatedRules {
  return { merged: [], dropped: [reason] };
}

function mergeRule(root: HttpRule, leaf: HttpRule): HttpRule {
  return {
    ...leaf,
    delegate: undefined,
    name: joinNames(root.name, leaf.name),
    rewrite: leaf.rewrite ?? root.rewrite,
    directResponse: leaf.directResponse ?? root.directResponse,
    timeout: leaf.timeout ?? root.timeout,
    retries: leaf.retries ?? root.retries,
    fault: leaf.fault ?? root.fault,
    mirror: leaf.mirror ?? root.mirror,
    mirror_percent: leaf.mirror_percent ?? root.mirror_percent,
    mirrorPercent: leaf.mirrorPercent ?? root.mirrorPercent,
    mirrorPercentage: leaf.mirrorPercentage ?? root.mirrorPercentage,
    mirrors: leaf.mirrors ?? root.mirrors,
    corsPolicy: leaf.corsPolicy ?? root.corsPolicy,
    headers: leaf.headers ?? root.headers,
  };
}

function joinNames(root: string | undefined, leaf: string | undefined): string | undefined {
  return root && leaf ? `${root}-${leaf}` : leaf || root;
}

/** Every leaf match with every root match that allows it; undefined when one leaf match finds none. */
function mergeMatches(root: readonly HttpMatch[], leaf: readonly HttpMatch[]): HttpMatch[] | undefined {
  if (root.length === 0) return [...leaf];
  if (leaf.length === 0) return [...root];
  const merged: HttpMatch[] = [];
  for (const leafMatch of leaf) {
    const allowing = root.filter((rootMatch) => !conflicts(rootMatch, leafMatch));
    if (allowing.length === 0) return undefined;
    merged.push(...allowing.map((rootMatch) => mergeMatch(rootMatch, leafMatch)));
  }
  return merged;
}

function mergeMatch(root: HttpMatch, leaf: HttpMatch): HttpMatch {
  return {
    ...leaf,
    name: joinNames(root.name, leaf.name),
    uri: leaf.uri ?? root.uri,
    scheme: leaf.scheme ?? root.scheme,
    method: leaf.method ?? root.method,
    authority: leaf.authority ?? root.authority,
    headers: { ...root.headers, ...leaf.headers },
    withoutHeaders: { ...root.withoutHeaders, ...leaf.withoutHeaders },
    queryParams: { ...root.queryParams, ...leaf.queryParams },
    port: leaf.port || root.port,
    sourceLabels: { ...root.sourceLabels, ...leaf.sourceLabels },
    sourceNamespace: leaf.sourceNamespace || root.sourceNamespace,
    gateways: leaf.gateways && leaf.gateways.length > 0 ? leaf.gateways : root.gateways,
  };
}

const stringFields = ['uri', 'scheme', 'method', 'authority'] as const;
const mapFields = ['headers', 'withoutHeaders', 'queryParams'] as const;

function conflicts(root: HttpMatch, leaf: HttpMatch): boolean {
  return (
    stringFields.some((field) => stringsConflict(root[field], leaf[field])) ||
    mapFields.some((field) =>
      Object.entries(leaf[field] ?? {}).some(([key, value]) => stringsConflict(root[field]?.[key], value)),
    ) ||
    Boolean(root.ignoreUriCase) !== Boolean(leaf.ignoreUriCase) ||
    Boolean(root.port && leaf.port && root.port !== leaf.port) ||
    // A root that names a namespace wants the leaf to repeat it.
    Boolean(root.sourceNamespace && leaf.sourceNamespace !== root.sourceNamespace) ||
    Object.entries(leaf.sourceLabels ?? {}).some(([key, value]) => {
      const rootValue = root.sourceLabels?.[key];
      return rootValue !== undefined && rootValue !== value;
    }) ||
    gatewaysConflict(root.gateways ?? [], leaf.gateways ?? [])
  );
}

function gatewaysConflict(root: readonly string[], leaf: readonly string[]): boolean {
  if (root.length === 0 || leaf.length === 0) return false;
  return leaf.length > root.length || leaf.some((gateway) => !root.includes(gateway));
}

/** A leaf must narrow its root. Two regexes, or a regex with anything else, cannot be compared: a conflict. */
function stringsConflict(
  root: StringMatch | null | undefined,
  leaf: StringMatch | null | undefined,
): boolean {
  if (!root || !leaf) return false;
  if (root.regex || leaf.regex) return true;
  if (root.exact) return Boolean(leaf.prefix) || leaf.exact !== root.exact;
  if (root.prefix) {
    const narrower = leaf.prefix || leaf.exact;
    return narrower ? !narrower.startsWith(root.prefix) : true;
  }
  return true;
}
