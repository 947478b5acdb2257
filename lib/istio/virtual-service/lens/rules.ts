/** The rules of a VirtualService as a list shows them, and what a reader does to them as changes of the document. */
import type { Change } from '#lib/document/change.ts';
import {
  isJsonObject,
  type Json,
  type JsonObject,
  listIn,
  own,
  type Path,
  textIn,
  valueAt,
} from '#lib/document/json.ts';
import { applied, clearField, insertItem } from '../../forms/actions.ts';
import { type ReadCondition, readMatch } from './conditions.ts';
import { sharesOf, sharesWith, sharesWithout, toPercentages } from './weights.ts';

export type RuleList = 'http' | 'tls' | 'tcp';
export type RuleAction = 'route' | 'redirect' | 'directResponse' | 'delegate';

export interface DestinationSummary {
  host: string;
  subset: string;
  port: number | null;
  /** Percent, as Istio divides the requests of the rule. */
  share: number;
}

export interface RuleSummary {
  name: string;
  /** OR between them; empty: takes everything. */
  matches: ReadCondition[][];
  action: RuleAction | null;
  destinations: DestinationSummary[];
  /** Where the action is not a route: what it leads to. */
  target: string;
}

export const ruleActions: readonly RuleAction[] = ['route', 'redirect', 'directResponse', 'delegate'];

/** Of any rule, however wrong. */
export function summaryOf(rule: Json, path: Path): RuleSummary {
  const object = isJsonObject(rule) ? rule : {};
  const action = actionOf(object);
  return {
    name: textIn(object, 'name'),
    matches: listIn(object, 'match').map(
      (match, index) => readMatch(match, [...path, 'match', index]).conditions,
    ),
    action,
    destinations: destinationsOf(object),
    target: action === null || action === 'route' ? '' : targetOf(action, own(object, action)),
  };
}

/** A redirect or an answer of the proxy's own comes before destinations, as in Istio. */
export function actionOf(rule: Json | undefined): RuleAction | null {
  if (!isJsonObject(rule)) return null;
  for (const action of ['redirect', 'directResponse', 'delegate', 'route'] as const) {
    const value = own(rule, action);
    if (value !== undefined && value !== null) return action;
  }
  return null;
}

function destinationsOf(rule: JsonObject): DestinationSummary[] {
  const routes = listIn(rule, 'route');
  const shares = sharesOf(weightsOf(routes));
  return routes.map((route, index) => {
    const destination = isJsonObject(route) ? own(route, 'destination') : undefined;
    const object = isJsonObject(destination) ? destination : {};
    const port = own(object, 'port');
    const number = isJsonObject(port) ? own(port, 'number') : undefined;
    return {
      host: textIn(object, 'host'),
      subset: textIn(object, 'subset'),
      port: typeof number === 'number' ? number : null,
      share: shares[index] ?? 0,
    };
  });
}

function targetOf(action: RuleAction, value: Json | undefined): string {
  if (!isJsonObject(value)) return '';
  if (action === 'delegate')
    return [textIn(value, 'namespace'), textIn(value, 'name')].filter(Boolean).join('/');
  if (action === 'directResponse') return String(own(value, 'status') ?? '');
  const scheme = textIn(value, 'scheme');
  const authority = textIn(value, 'authority');
  const path = textIn(value, 'uri') || textIn(value, 'prefixRewrite');
  return `${scheme === '' ? '' : `${scheme}://`}${authority}${path}`;
}

export function weightsOf(routes: readonly Json[]): number[] {
  return routes.map((route) => {
    const weight = isJsonObject(route) ? own(route, 'weight') : undefined;
    return typeof weight === 'number' ? weight : 0;
  });
}

/** A new rule goes before the one that takes everything: behind it, it would never be reached. */
export function placeForRule(rules: readonly Json[]): number {
  const last = rules.at(-1);
  const takesAll = isJsonObject(last) && listIn(last, 'match').length === 0;
  return takesAll ? rules.length - 1 : rules.length;
}

/** What the rules that are there send to, so that a new one is right at once as often as possible. */
export function newRule(document: Json, list: RuleList, placed: 'first' | 'last'): JsonObject {
  const host = firstHost(document);
  const route = [{ destination: { host } }];
  if (list === 'tls') return { match: [{ port: 443, sniHosts: [host] }], route };
  if (list === 'tcp') return { match: [{ port: 80 }], route };
  return placed === 'last' ? { route } : { match: [{ uri: { prefix: '/' } }], route };
}

function firstHost(document: Json): string {
  const spec = isJsonObject(document) ? own(document, 'spec') : undefined;
  if (!isJsonObject(spec)) return '';
  for (const list of ['http', 'tls', 'tcp'] as const) {
    for (const rule of listIn(spec, list)) {
      const host = isJsonObject(rule) ? destinationsOf(rule)[0]?.host : undefined;
      if (host !== undefined && host !== '') return host;
    }
  }
  const host = listIn(spec, 'hosts').find((item) => typeof item === 'string' && !item.startsWith('*'));
  return typeof host === 'string' ? host : '';
}

/** Right after the rule, under a name that is free. */
export function duplicateRule(document: Json, list: Path, index: number): Change[] {
  const rules = valueAt(document, list);
  const rule = Array.isArray(rules) ? rules[index] : undefined;
  if (!Array.isArray(rules) || rule === undefined) return [];
  const copy = structuredClone(rule);
  if (isJsonObject(copy) && typeof copy.name === 'string' && copy.name !== '') {
    const names = new Set(rules.map((other) => (isJsonObject(other) ? other.name : undefined)));
    const stem = copy.name.replace(/-copy(?:-\d+)?$/, '');
    let name = `${stem}-copy`;
    for (let count = 2; names.has(name); count += 1) name = `${stem}-copy-${count}`;
    copy.name = name;
  }
  return insertItem(document, list, index + 1, copy);
}

/** Only one thing can happen to a request: the others of the rule's actions go. */
export function chooseAction(document: Json, rule: Path, next: RuleAction): Change[] {
  const first: Readonly<Record<RuleAction, Json>> = {
    route: [{ destination: { host: firstHost(document) } }],
    redirect: { uri: '/' },
    directResponse: { status: 503 },
    delegate: { name: '' },
  };
  const changes: Change[] = [];
  if (valueAt(document, [...rule, next]) === undefined)
    changes.push({ op: 'set', path: [...rule, next], value: first[next] });
  for (const action of ruleActions) {
    if (action !== next && valueAt(document, [...rule, action]) !== undefined)
      changes.push({ op: 'remove', path: [...rule, action] });
  }
  return changes;
}

/** Weights are written where they differ from what is there. */
function writeWeights(
  routes: Path,
  weights: readonly number[],
  written: readonly (number | null)[],
): Change[] {
  return weights.flatMap((weight, index): Change[] =>
    written[index] === weight ? [] : [{ op: 'set', path: [...routes, index, 'weight'], value: weight }],
  );
}

function routesAt(document: Json, path: Path): Json[] {
  const routes = valueAt(document, path);
  return Array.isArray(routes) ? routes : [];
}

function written(routes: readonly Json[]): (number | null)[] {
  return routes.map((route) => {
    const weight = isJsonObject(route) ? own(route, 'weight') : undefined;
    return typeof weight === 'number' ? weight : null;
  });
}

/** `from`: the weights that the others keep their proportion of, e.g. those from before the slider was taken. */
export function setShare(
  document: Json,
  routes: Path,
  index: number,
  share: number,
  from?: readonly number[],
): Change[] {
  const items = routesAt(document, routes);
  if (items.length <= 1) return [];
  const weights = from?.length === items.length ? from : weightsOf(items);
  return writeWeights(routes, sharesWith(weights, index, share), written(items));
}

export function makeSharesPercentages(document: Json, routes: Path): Change[] {
  const items = routesAt(document, routes);
  return writeWeights(routes, toPercentages(weightsOf(items)), written(items));
}

/** It gets nothing until it is given a share. */
export function addDestination(document: Json, routes: Path, destination: JsonObject): Change[] {
  const items = routesAt(document, routes);
  if (items.length === 0) return insertItem(document, routes, 0, { destination });
  const changes: Change[] =
    items.length === 1 && weightsOf(items)[0] === 0
      ? [{ op: 'set', path: [...routes, 0, 'weight'], value: 100 }]
      : [];
  return [...changes, { op: 'insert', path: routes, index: items.length, value: { destination, weight: 0 } }];
}

/** What it had goes to the others; where they did not add up to 100 before, they stay as they are. */
export function removeDestination(document: Json, routes: Path, index: number): Change[] {
  const items = routesAt(document, routes);
  if (items.length <= 1) return clearField(document, routes);
  const weights = weightsOf(items);
  const gone: Change[] = [{ op: 'remove', path: [...routes, index] }];
  const whole = weights.reduce((sum, weight) => sum + weight, 0) === 100;
  if (!whole) return gone;
  const left = routesAt(applied(document, gone), routes);
  return [...gone, ...writeWeights(routes, sharesWithout(weights, index), written(left))];
}
