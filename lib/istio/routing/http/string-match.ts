/** StringMatch (exact, prefix, regex, or presence) as Envoy decides it: case-sensitive, regex on the whole value. */

import type { Wanted } from '../reason.ts';
import type { StringMatch } from '../rules.ts';
import { compileRegex } from './regex.ts';

export interface Matcher {
  kind: Wanted['kind'];
  /** The configured text; empty for presence. */
  operand: string;
  test(value: string): boolean;
  /** Why the pattern cannot be used, in which case nothing ever matches; null when it can. */
  invalid(): string | null;
}

const valid = () => null;
const present: Matcher = { kind: 'present', operand: '', test: () => true, invalid: valid };

/** An empty match, and Istio's special regex `*`, ask for presence only. */
export function compileStringMatch(match: StringMatch | null | undefined): Matcher {
  if (!match) return present;
  if (match.exact !== undefined) {
    const operand = match.exact;
    return { kind: 'exact', operand, test: (value) => value === operand, invalid: valid };
  }
  if (match.pathPrefix !== undefined) {
    const operand = wholeSegments(match.pathPrefix);
    const below = `${operand}/`;
    return {
      kind: 'path-prefix',
      operand,
      test: (value) => value === operand || value.startsWith(below),
      invalid: valid,
    };
  }
  if (match.prefix !== undefined) {
    const operand = match.prefix;
    return { kind: 'prefix', operand, test: (value) => value.startsWith(operand), invalid: valid };
  }
  if (match.regex === undefined || match.regex === '*') return present;
  return regexMatcher(match.regex);
}

/** A path prefix without the slash at its end. */
export function wholeSegments(pathPrefix: string): string {
  return pathPrefix.endsWith('/') ? pathPrefix.slice(0, -1) : pathPrefix;
}

/** Compiled when first asked: most rules of a big mesh never are. */
function regexMatcher(pattern: string): Matcher {
  let compiled: ReturnType<typeof compileRegex> | undefined;
  const regex = () => {
    compiled ??= compileRegex(pattern);
    return compiled;
  };
  return {
    kind: 'regex',
    operand: pattern,
    test: (value) => {
      const known = regex();
      return known.ok && known.value.fullMatch(value);
    },
    invalid: () => {
      const known = regex();
      return known.ok ? null : known.error;
    },
  };
}

export function wantedOf(matcher: Matcher): Wanted {
  return { kind: matcher.kind, operand: matcher.operand, invalid: matcher.invalid() };
}
