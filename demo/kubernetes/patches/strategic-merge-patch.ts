/** Strategic merge patch for Kubernetes' own kinds (apimachinery pkg/util/strategicpatch): lists of named things merge by their key. */
import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '#lib/record.ts';
import { type JsonRecord, list, text } from '../coding/json.ts';

/** The merge key of each list that has one; other lists are replaced. */
const mergeKeys: Readonly<Record<string, string>> = {
  addresses: 'type',
  conditions: 'type',
  containers: 'name',
  env: 'name',
  ephemeralContainers: 'name',
  hostAliases: 'ip',
  imagePullSecrets: 'name',
  initContainers: 'name',
  ownerReferences: 'uid',
  podIPs: 'ip',
  secrets: 'name',
  topologySpreadConstraints: 'topologyKey',
  volumeMounts: 'mountPath',
  volumes: 'name',
  webhooks: 'name',
};
/** Kinds whose lists differ from the table above. */
const perKind: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
  services: { ports: 'port' },
  endpoints: { addresses: undefined },
  endpointslices: { addresses: undefined, ports: undefined },
};
const primitiveSets = new Set(['finalizers']);

function mergeKeyOf(plural: string, field: string): string | undefined {
  const special = perKind[plural];
  if (special && field in special) return special[field];
  return field === 'ports' ? 'containerPort' : mergeKeys[field];
}

function sameKey(key: string, a: unknown, b: unknown): boolean {
  return isRecord(a) && isRecord(b) && a[key] !== undefined && isDeepStrictEqual(a[key], b[key]);
}

/** Orders entries as `$setElementOrder` names them; entries it does not name keep their place behind. */
function ordered(entries: readonly unknown[], order: readonly unknown[], key: string | undefined): unknown[] {
  const rank = (entry: unknown): number => {
    const found = order.findIndex((wanted) =>
      key === undefined ? wanted === entry : sameKey(key, wanted, entry),
    );
    return found < 0 ? order.length : found;
  };
  return order.length === 0 ? [...entries] : entries.toSorted((a, b) => rank(a) - rank(b));
}

function mergeLists(
  plural: string,
  key: string,
  target: readonly unknown[],
  patch: readonly unknown[],
): unknown[] {
  if (patch.some((entry) => text(entry, '$patch') === 'replace'))
    return patch.filter((entry) => text(entry, '$patch') !== 'replace');
  const next: unknown[] = [];
  const rest = target.filter((present) => !patch.some((entry) => sameKey(key, present, entry)));
  const place = (entry: unknown): number => target.findIndex((present) => sameKey(key, present, entry));
  for (const entry of patch) {
    if (text(entry, '$patch') === 'delete') continue;
    const found = place(entry);
    // What the patch does not name keeps its place before what it names; what is new comes before the rest.
    while (found >= 0 && rest.length > 0 && place(rest[0]) < found) next.push(rest.shift());
    next.push(applyStrategicMergePatch(plural, found < 0 ? {} : target[found], entry));
  }
  return [...next, ...rest];
}

function withoutDirectives(patch: JsonRecord): [string, unknown][] {
  return Object.entries(patch).filter(([key]) => !key.startsWith('$'));
}

export function applyStrategicMergePatch(plural: string, target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  if (patch.$patch === 'delete') return {};
  const replaced = patch.$patch === 'replace' || !isRecord(target);
  const next: JsonRecord = replaced ? {} : { ...target };
  const kept = patch.$retainKeys;
  if (Array.isArray(kept)) for (const key of Object.keys(next)) if (!kept.includes(key)) delete next[key];

  for (const [field, value] of withoutDirectives(patch)) {
    const key = mergeKeyOf(plural, field);
    if (value === null) delete next[field];
    else if (Array.isArray(value) && key !== undefined)
      next[field] = mergeLists(plural, key, list(next, field), value);
    else if (Array.isArray(value) && primitiveSets.has(field))
      next[field] = [...new Set([...list(next, field), ...value])];
    else if (isRecord(value)) next[field] = applyStrategicMergePatch(plural, next[field], value);
    else next[field] = value;
  }
  for (const [directive, value] of Object.entries(patch)) {
    const [, name = '', field = ''] =
      /^\$(deleteFromPrimitiveList|setElementOrder)\/(.+)$/.exec(directive) ?? [];
    if (!Array.isArray(next[field]) || !Array.isArray(value)) continue;
    next[field] =
      name === 'setElementOrder'
        ? ordered(list(next, field), value, mergeKeyOf(plural, field))
        : list(next, field).filter((entry) => !value.includes(entry));
  }
  return next;
}
