/** StringMatch (exact, prefix, regex, or presence) as Envoy decides it: case-sensitive, regex on the whole value. */

import { compileRegex } from './regex.ts';
import type { StringMatch } from './rules.ts';

export interface Matcher {
  kind: 'exact' | 'prefix' | 'regex' | 'present';
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
  if (match.prefix !== undefined) {
    const operand = match.prefix;
    return { kind: 'prefix', operand, test: (value) => value.startsWith(operand), invalid: valid };
  }
  if (match.regex === undefined || match.regex === '*') return present;
  return regexMatcher(match.regex);
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
