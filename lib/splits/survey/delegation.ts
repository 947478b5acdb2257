/**
 * Splits on a delegate: Git has the root VirtualService, and hands one rule's requests to a VirtualService without hosts that is ours
 * alone. Nothing drifts then. https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate
 */
import { isJsonObject, type Json, type JsonObject, own } from '../../document/json.ts';
import { resolveShortName } from '../../istio/hosts/host-name.ts';
import type { VirtualService } from '../../istio/objects.ts';
import { delegateRules } from '../../istio/routing/delegates.ts';
import type { HttpRule } from '../../istio/routing/rules.ts';
import type { Refusal } from '../types.ts';
import { ownRules } from './own-rules.ts';

/** A rule of a root that hands its requests on. */
export interface Handing {
  root: VirtualService;
  rule: HttpRule;
}

export function isDelegate({ kind, spec }: Pick<VirtualService, 'kind' | 'spec'>): boolean {
  return kind === 'VirtualService' && (spec?.hosts ?? []).length === 0;
}

/** By `namespace/name` of what requests are handed to. */
export function handingsByDelegate(virtualServices: readonly VirtualService[]): Map<string, Handing[]> {
  const found = new Map<string, Handing[]>();
  for (const root of virtualServices) {
    // Delegates of delegates are not followed.
    if (isDelegate(root)) continue;
    for (const rule of root.spec?.http ?? []) {
      const { delegate } = rule;
      if (delegate?.name === undefined) continue;
      const key = `${delegate.namespace || (root.metadata.namespace ?? '')}/${delegate.name}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, [{ root, rule }]);
      else known.push({ root, rule });
    }
  }
  return found;
}

/** The VirtualServices without hosts that some root hands requests to: all that one of them says counts only then. */
export function handedTo(virtualServices: readonly VirtualService[]): ReadonlySet<string> {
  return new Set(handingsByDelegate(virtualServices).keys());
}

/** What a delegate begins as: what the rule says now, all but whom it is for, which stays with the root. */
export function delegateOf(
  rule: Json,
  { namespace, name, service }: { namespace: string; name: string; service: string },
  root: { namespace: string; domain: string },
): VirtualService {
  const moved = root.namespace === namespace ? rule : withFullHosts(rule, root);
  const { name: _, match: __, ...rest }: JsonObject = isJsonObject(moved) ? moved : {};
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace, labels: { 'app.kubernetes.io/managed-by': 'sluice' } },
    spec: { http: [{ name: `sluice-${service}`, ...rest }] } as unknown as NonNullable<
      VirtualService['spec']
    >,
  };
}

/** Short names mean the namespace of the object that they stand in. */
function withFullHosts(value: Json, root: { namespace: string; domain: string }): Json {
  if (Array.isArray(value)) return value.map((one) => withFullHosts(one, root));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]): [string, Json] => {
      if ((key === 'destination' || key === 'mirror') && isJsonObject(one) && typeof one.host === 'string') {
        return [key, { ...one, host: resolveShortName(one.host, root.namespace, root.domain) }];
      }
      return [key, withFullHosts(one, root)];
    }),
  );
}

/** The root's rule as it has to be in Git: for the same requests, and handed on. */
export function handingRule(rule: Json, delegate: { namespace: string; name: string }): JsonObject {
  const written = isJsonObject(rule) ? rule : {};
  const name = own(written, 'name');
  const match = own(written, 'match');
  return {
    ...(name === undefined ? {} : { name }),
    ...(match === undefined ? {} : { match }),
    delegate: { name: delegate.name, namespace: delegate.namespace },
  };
}

/**
 * Why the rules of a split in this delegate would not count under its roots: Istio drops a rule of a delegate that asks for something
 * else than its root, and the whole delegate where the root's namespace may not see it; silently, both.
 */
export function droppedUnderRoots(
  delegate: VirtualService,
  handings: readonly Handing[],
  { service, release }: { service: string; release: string },
): Refusal[] {
  const { namespace = '', name } = delegate.metadata;
  const key = `${namespace}/${name}`;
  const own = new Set(ownRules((delegate.spec?.http ?? []) as unknown as Json[], service, release));
  return handings.flatMap(({ root, rule }): Refusal[] => {
    const at = root.metadata.namespace ?? '';
    const { dropped } = delegateRules(
      rule,
      { name, namespace },
      at,
      new Map([[key, delegate]]),
      (leaf) => leaf,
    );
    return dropped.flatMap((reason): Refusal[] => {
      if (reason.key === 'delegate-hidden') {
        return [{ code: 'delegate-hidden', about: { namespace, name, root: `${at}/${root.metadata.name}` } }];
      }
      return reason.key === 'delegate-conflict' && own.has(reason.index)
        ? [{ code: 'match-conflict', about: { field: `${at}/${root.metadata.name}` } }]
        : [];
    });
  });
}
