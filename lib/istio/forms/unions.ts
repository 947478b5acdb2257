/**
 * Groups that say in one field which of the others counts, as the Gateway API has them: `type: URLRewrite` beside `urlRewrite`.
 * A form shows one choice; both places are written together.
 */
import { isJsonObject, type Json, own } from '#lib/document/json.ts';
import { byWords, type Words } from './words.ts';

export interface Union {
  /** The field that names the choice. */
  tag: string;
  /** Its values, by the field that each stands for. */
  members: Readonly<Record<string, string>>;
}

const paths: Union = {
  tag: 'type',
  members: { replaceFullPath: 'ReplaceFullPath', replacePrefixMatch: 'ReplacePrefixMatch' },
};
const filters = {
  requestHeaderModifier: 'RequestHeaderModifier',
  responseHeaderModifier: 'ResponseHeaderModifier',
  requestMirror: 'RequestMirror',
};

const unions: Readonly<Record<string, Union>> = {
  'HTTPRoute.rules.filters': {
    tag: 'type',
    members: {
      ...filters,
      requestRedirect: 'RequestRedirect',
      urlRewrite: 'URLRewrite',
      cors: 'CORS',
      extensionRef: 'ExtensionRef',
    },
  },
  'HTTPRoute.rules.backendRefs.filters': {
    tag: 'type',
    members: {
      ...filters,
      requestRedirect: 'RequestRedirect',
      urlRewrite: 'URLRewrite',
      cors: 'CORS',
      extensionRef: 'ExtensionRef',
    },
  },
  'GRPCRoute.rules.filters': { tag: 'type', members: { ...filters, extensionRef: 'ExtensionRef' } },
  'GRPCRoute.rules.backendRefs.filters': {
    tag: 'type',
    members: { ...filters, extensionRef: 'ExtensionRef' },
  },
  'requestRedirect.path': paths,
  'urlRewrite.path': paths,
};

export function unionOf(words: Words): Union | undefined {
  return byWords(unions, words);
}

/** The tag says what the fields say: it needs no field of its own. */
export function agrees({ tag, members }: Union, group: Json | undefined): boolean {
  if (!isJsonObject(group)) return true;
  const there = Object.keys(members).filter((key) => own(group, key) !== undefined);
  const named = own(group, tag);
  if (named === undefined) return there.length === 0;
  return there.length === 1 && members[there[0] ?? ''] === named;
}

/** The field that a group has of a union; null where it has none, or more than one. */
export function memberOf(union: Union | undefined, group: Json): string | null {
  if (union === undefined || !isJsonObject(group)) return null;
  const [member, ...others] = Object.keys(union.members).filter((key) => own(group, key) !== undefined);
  return member === undefined || others.length > 0 ? null : member;
}

/** For tests: that each speaks of a group that exists. */
export const unionGroups: readonly string[] = Object.keys(unions);
