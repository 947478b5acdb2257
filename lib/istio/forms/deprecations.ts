/** Fields that have been replaced, and the changes that move what they say to where it belongs now, with the same effect. */
import type { Change } from '#lib/document/change.ts';
import { isJsonObject, type Json, type JsonObject, type Path, valueAt } from '#lib/document/json.ts';
import { SpecSearch } from './walk.ts';
import { keyByWords } from './words.ts';

export interface Deprecation {
  /** Of the old field. */
  path: Path;
  /** Key of what is said of it. */
  key: string;
  /** Words of the new field; null where the old one has no effect and just goes. */
  to: string | null;
  /** Null where both are set, and only the reader knows which is meant. */
  changes: readonly Change[] | null;
}

interface Move {
  to: string | null;
  /** `group`: the path of the object that has the field. */
  changes(document: Json, group: Path, value: Json): Change[] | null;
}

const search = new SpecSearch<Deprecation>(({ path, words, value }, found, document) => {
  const last = path.at(-1);
  const key = typeof last === 'string' && lastWords.has(last) ? keyByWords(moves, words) : undefined;
  const move = key === undefined || value === null ? undefined : moves[key];
  if (key !== undefined && move?.applies?.(value) !== false && move !== undefined) {
    const changes = move.changes(document, path.slice(0, -1), value);
    found.push({ path: [...path], key, to: move.to, changes });
  }
  return true;
});

export function deprecationsOf(kind: string, document: Json): Deprecation[] {
  return search.in(kind, undefined, document);
}

/** The old key gives its value to a new one in the same group. */
function renamed(old: string, key: string): Move {
  return {
    to: key,
    changes: (document, group) =>
      has(document, group, key) ? null : [{ op: 'rename', path: [...group, old], key }],
  };
}

/** The value goes into a group of its own. */
function nested(old: string, key: string, inner: string): Move {
  return {
    to: `${key}.${inner}`,
    changes: (document, group, value) => {
      const target = valueAt(document, [...group, key]);
      if (isJsonObject(target) && Object.hasOwn(target, inner)) return null;
      if (target !== undefined && target !== null && !isJsonObject(target)) return null;
      return [
        { op: 'set', path: [...group, key, inner], value },
        { op: 'remove', path: [...group, old] },
      ];
    },
  };
}

function dropped(old: string): Move {
  return { to: null, changes: (_document, group) => [{ op: 'remove', path: [...group, old] }] };
}

function has(document: Json, group: Path, key: string): boolean {
  const here = valueAt(document, group);
  return isJsonObject(here) && Object.hasOwn(here, key);
}

/** One destination with its share becomes the first of a list. */
const mirror: Move = {
  to: 'mirrors',
  changes: (document, group, value) => {
    if (has(document, group, 'mirrors')) return null;
    const rule = valueAt(document, group);
    if (!isJsonObject(rule)) return null;
    const percentage = shareOf(rule);
    if (percentage === undefined) return null;
    const item: JsonObject = { destination: value, ...(percentage === null ? {} : { percentage }) };
    const old = ['mirror', 'mirrorPercentage', 'mirrorPercent', 'mirror_percent'];
    return [
      { op: 'set', path: [...group, 'mirrors'], value: [item] },
      ...old
        .filter((key) => Object.hasOwn(rule, key))
        .map((key): Change => ({ op: 'remove', path: [...group, key] })),
    ];
  },
};

/** Null: all requests. Undefined: two fields say two things. */
function shareOf(rule: JsonObject): Json | null | undefined {
  const { mirrorPercentage, mirrorPercent, mirror_percent } = rule;
  const given = [mirrorPercentage, mirrorPercent, mirror_percent].filter((value) => value != null);
  if (given.length > 1) return undefined;
  if (mirrorPercentage != null) return mirrorPercentage;
  const value = mirrorPercent ?? mirror_percent;
  return value == null ? null : { value };
}

/** Old origins are compared as a whole. */
const allowOrigin: Move = {
  to: 'corsPolicy.allowOrigins',
  changes: (document, group, value) => {
    if (has(document, group, 'allowOrigins') || !Array.isArray(value)) return null;
    if (!value.every((origin) => typeof origin === 'string')) return null;
    return [
      { op: 'set', path: [...group, 'allowOrigins'], value: value.map((exact) => ({ exact })) },
      { op: 'remove', path: [...group, 'allowOrigin'] },
    ];
  },
};

const targetRef: Move = {
  to: 'targetRefs',
  changes: (document, group, value) =>
    has(document, group, 'targetRefs')
      ? null
      : [
          { op: 'set', path: [...group, 'targetRefs'], value: [value] },
          { op: 'remove', path: [...group, 'targetRef'] },
        ],
};

const leastConnections: Move & { applies(value: Json): boolean } = {
  to: 'loadBalancer.simple',
  applies: (value) => value === 'LEAST_CONN',
  changes: (_document, group) => [{ op: 'set', path: [...group, 'simple'], value: 'LEAST_REQUEST' }],
};

const moves: Readonly<Record<string, Move & { applies?(value: Json): boolean }>> = {
  'VirtualService.http.mirror': mirror,
  'VirtualService.http.mirror_percent': nested('mirror_percent', 'mirrorPercentage', 'value'),
  'VirtualService.http.mirrorPercent': nested('mirrorPercent', 'mirrorPercentage', 'value'),
  'fault.delay.percent': nested('percent', 'percentage', 'value'),
  'corsPolicy.allowOrigin': allowOrigin,
  'tcp.match.sourceSubnet': dropped('sourceSubnet'),
  'loadBalancer.simple': leastConnections,
  'loadBalancer.warmupDurationSecs': nested('warmupDurationSecs', 'warmup', 'duration'),
  'consistentHash.minimumRingSize': nested('minimumRingSize', 'ringHash', 'minimumRingSize'),
  'outlierDetection.consecutiveErrors': renamed('consecutiveErrors', 'consecutive5xxErrors'),
  'jwtRules.jwks_uri': renamed('jwks_uri', 'jwksUri'),
  'AuthorizationPolicy.targetRef': targetRef,
  'RequestAuthentication.targetRef': targetRef,
  'Telemetry.targetRef': targetRef,
  'WasmPlugin.targetRef': targetRef,
  'Gateway.servers.defaultEndpoint': dropped('defaultEndpoint'),
  'Gateway.servers.port.targetPort': dropped('targetPort'),
};

/** Most fields are none of these: their last word tells. */
const lastWords: ReadonlySet<string> = new Set(Object.keys(moves).map((key) => key.split('.').at(-1) ?? ''));

/** For tests: that each old field is one of the schema's. */
export const deprecatedFields: readonly string[] = Object.keys(moves);
