/**
 * A rule that speaks for several hosts, split for some of them alone: a copy of it stands directly before it, with the authority as a
 * further condition, and that copy is what the split moves. What comes by the other hosts follows the rule as it always did.
 */
import { type Change, changeValue } from '../../document/change.ts';
import { isJsonObject, type Json, type JsonObject, own } from '../../document/json.ts';
import { asJson, asVirtualService, type ClusterObjects } from '../../istio/objects.ts';
import { ruleKeys, rulesOf } from '../record/route-key.ts';
import { crossMatch } from '../survey/own-rules.ts';
import { pointsOf, type SplitPoint } from '../survey/points.ts';
import type { Refusal } from '../types.ts';

export interface Narrowed {
  /** With the copies in it. */
  world: ClusterObjects;
  /** The chosen rules; of those that were narrowed the copies. */
  points: readonly SplitPoint[];
  /** What puts the copies there, by `namespace/name` of the VirtualService: the first of its changes. */
  inserted: ReadonlyMap<string, readonly Change[]>;
  refusals: readonly Refusal[];
}

/** `hosts`: what the rules of the split send to. */
export function narrow(
  { service, release }: { service: { name: string }; release: string },
  chosen: readonly SplitPoint[],
  hosts: ReadonlySet<string>,
  objects: ClusterObjects,
): Narrowed {
  const inserted = new Map<string, Change[]>();
  const refusals: Refusal[] = [];
  const copies = new Map<SplitPoint, string>();
  const narrowed = new Map<string, Json>();
  for (const point of chosen.filter(isNarrower)) {
    const key = keyOf(point);
    const object = objects.virtualServices.find(
      ({ metadata }) => metadata.namespace === point.namespace && metadata.name === point.virtualService,
    );
    if (object === undefined) continue;
    if (point.layer !== 'http') {
      refusals.push({ code: 'http-only', about: { layer: point.layer } });
      continue;
    }
    const before = narrowed.get(key) ?? asJson(object);
    const index = ruleKeys(rulesOf(before, 'http')).indexOf(point.key);
    const name = freeName(`sluice-${service.name}-host-${release}`, before);
    const copy = copyOf(rulesOf(before, 'http')[index] ?? null, name, point.only ?? [], objects);
    if (copy === null) {
      refusals.push({ code: 'match-conflict', about: { field: 'authority' } });
      continue;
    }
    const change: Change = { op: 'insert', path: ['spec', 'http'], index, value: copy };
    narrowed.set(key, changeValue(before, change) ?? before);
    inserted.set(key, [...(inserted.get(key) ?? []), change]);
    copies.set(point, name);
  }
  const virtualServices = objects.virtualServices.map((one) => {
    const value = narrowed.get(`${one.metadata.namespace ?? ''}/${one.metadata.name}`);
    return value === undefined ? one : asVirtualService(value);
  });
  const world = narrowed.size === 0 ? objects : { ...objects, virtualServices };
  const found = narrowed.size === 0 ? [] : pointsOf(hosts, world);
  const points = chosen.flatMap((point) => {
    if (!narrowed.has(keyOf(point))) return [point];
    const name = copies.get(point);
    const key = name === undefined ? point.key : `name:${name}`;
    const now = found.find(
      (one) => keyOf(one) === keyOf(point) && one.layer === point.layer && one.key === key,
    );
    return now === undefined ? [] : [name === undefined ? now : { ...now, only: point.only ?? [] }];
  });
  return { world, points, inserted, refusals };
}

/** Whether it leaves out a host that its VirtualService speaks for. */
export function isNarrower({ only, hosts }: Pick<SplitPoint, 'only' | 'hosts'>): boolean {
  return only !== undefined && hosts.some((host) => !only.includes(host));
}

function copyOf(
  rule: Json,
  name: string,
  hosts: readonly string[],
  { meshConfig }: ClusterObjects,
): Json | null {
  const written: JsonObject = isJsonObject(rule) ? rule : {};
  const present = own(written, 'match');
  const theirs: readonly Json[] = Array.isArray(present) && present.length > 0 ? present : [{}];
  const match = theirs.flatMap((their) =>
    hosts.flatMap((host) => {
      const both = crossMatch(isJsonObject(their) ? their : {}, {
        authority: { regex: authorityOf(host, meshConfig.domain) },
      });
      return both.ok ? [both.value] : [];
    }),
  );
  if (match.length === 0) return null;
  const { name: _name, match: _match, ...rest } = written;
  return { name, match, ...rest };
}

/**
 * Every way in which a caller may write this host, with or without a port (RE2, full match): of a service of the cluster its short
 * names too, as Istio's own virtual hosts have them (`generateVirtualHostDomains` of istio pilot/pkg/networking/core).
 */
export function authorityOf(host: string, domain: string): string {
  const quote = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const port = '(:[0-9]+)?';
  if (host === '*') return '.*';
  if (host.startsWith('*')) return `.*${quote(host.slice(1))}${port}`;
  const suffix = `.svc.${domain}`;
  const [name, namespace, ...more] = host.endsWith(suffix) ? host.slice(0, -suffix.length).split('.') : [];
  if (name === undefined || namespace === undefined || more.length > 0) return `${quote(host)}${port}`;
  return `${quote(name)}(\\.${quote(namespace)}(\\.svc(\\.${quote(domain)})?)?)?${port}`;
}

function freeName(name: string, object: Json): string {
  const taken = new Set(rulesOf(object, 'http').map((rule) => (isJsonObject(rule) ? own(rule, 'name') : '')));
  if (!taken.has(name)) return name;
  for (let nth = 2; ; nth++) if (!taken.has(`${name}-${nth}`)) return `${name}-${nth}`;
}

function keyOf({ namespace, virtualService }: SplitPoint): string {
  return `${namespace}/${virtualService}`;
}
