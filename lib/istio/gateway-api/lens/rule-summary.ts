/** A rule of a route in a few words: what it asks for, where it leads. */
import {
  isJsonObject,
  type Json,
  type JsonObject,
  listIn,
  own,
  type Path,
  textIn,
} from '#lib/document/json.ts';
import { sharesOf, weightsOf } from './backends.ts';
import { type RouteCondition, type RouteKind, readRouteMatch } from './conditions.ts';

export interface RouteRuleSummary {
  name: string;
  matches: RouteCondition[][];
  backends: { name: string; share: number }[];
  /** What a redirect leads to; null without one. */
  redirect: string | null;
}

export function ruleSummary(kind: RouteKind, rule: Json, path: Path): RouteRuleSummary {
  const object = isJsonObject(rule) ? rule : {};
  const backends = listIn(object, 'backendRefs');
  const shares = sharesOf(weightsOf(backends));
  const redirect = listIn(object, 'filters')
    .map((filter) => (isJsonObject(filter) ? own(filter, 'requestRedirect') : undefined))
    .find(isJsonObject);
  return {
    name: textIn(object, 'name'),
    matches: listIn(object, 'matches').map(
      (match, index) => readRouteMatch(kind, match, [...path, 'matches', index]).conditions,
    ),
    backends: backends.map((backend, index) => ({
      name: isJsonObject(backend) ? textIn(backend, 'name') : '',
      share: shares[index] ?? 0,
    })),
    redirect: redirect === undefined ? null : targetOf(redirect),
  };
}

function targetOf(redirect: JsonObject): string {
  const [scheme, host] = [textIn(redirect, 'scheme'), textIn(redirect, 'hostname')];
  const path = own(redirect, 'path');
  const place = isJsonObject(path)
    ? textIn(path, 'replaceFullPath') || textIn(path, 'replacePrefixMatch')
    : '';
  const origin = scheme !== '' && host !== '' ? `${scheme}://${host}` : host || scheme;
  return [origin, place].filter(Boolean).join(' ');
}
