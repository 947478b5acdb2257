/** What an item of a list is called while it is closed: the few words that tell it from its neighbours. */
import { isJsonObject, type Json, own, valueAt } from '#lib/document/json.ts';
import { byWords, type Words } from './words.ts';

export interface ItemSummary {
  title: string;
  detail: string;
}

/** Paths below the item: of the title (the first that is there), and of what follows it. */
const summaries: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  subsets: [['name'], ['labels']],
  portLevelSettings: [['port.number'], []],
  servers: [['port.protocol'], ['port.number', 'hosts']],
  'ServiceEntry.ports': [['name'], ['protocol', 'number']],
  endpoints: [['address'], ['labels', 'locality']],
  egress: [['port.number'], ['hosts']],
  ingress: [['port.number'], ['port.protocol', 'defaultEndpoint']],
  jwtRules: [['issuer'], ['jwksUri', 'audiences']],
  fromHeaders: [['name'], ['prefix']],
  outputClaimToHeaders: [['claim'], ['header']],
  targetRefs: [['kind'], ['name']],
  attributes: [['name'], ['value']],
  distribute: [['from'], ['to']],
  failover: [['from'], ['to']],
  configPatches: [['applyTo'], ['patch.operation', 'match.context']],
  providers: [['name'], []],
  mirrors: [['destination.host'], ['destination.subset', 'percentage.value']],
  'AuthorizationPolicy.rules': [[], []],
  listeners: [['name'], ['protocol', 'port', 'hostname']],
  parentRefs: [['name'], ['kind', 'namespace', 'sectionName', 'port']],
  'frontend.perPort': [['port'], []],
  matchExpressions: [['key'], ['operator', 'values']],
};

const mostLeaves = 6;

export function itemSummary(words: Words, item: Json): ItemSummary {
  const [titles, details] = byWords(summaries, words) ?? [['name', 'host', 'key'], []];
  const texts = (paths: readonly string[]): string[] =>
    paths.map((path) => textOf(valueAt(item, path.split('.')))).filter((text) => text !== '');
  const title = texts(titles)[0] ?? '';
  const detail = texts(details).join('  ');
  // Where nothing names an item, what it holds has to do.
  return {
    title,
    detail: title === '' && detail === '' ? leavesOf(item).slice(0, mostLeaves).join(', ') : detail,
  };
}

function leavesOf(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  if (isJsonObject(value)) return Object.values(value).flatMap(leavesOf);
  // Without its name a yes or no says nothing.
  return value === null || typeof value === 'boolean' ? [] : [String(value)];
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (isJsonObject(value))
    return Object.keys(value)
      .map((key) => `${key}=${textOf(own(value, key))}`)
      .join(', ');
  return String(value);
}

/** For tests: that each speaks of a list that exists. */
export const summarisedLists: readonly string[] = Object.keys(summaries);
