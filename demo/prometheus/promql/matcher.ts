/** Label matchers as in Prometheus' model/labels: regular expressions are anchored, a missing label has the value "". */
import type { Matcher, MatchOperator } from '#lib/promql/matcher.ts';
import type { Result } from '#lib/result.ts';
import { fail, ok } from '#lib/result.ts';
import type { LabelSet } from './label-set.ts';
import { compileRegex } from './regex.ts';

/** Fails with the message of Go's regexp package for an invalid pattern. */
export function createMatcher(
  label: string,
  operator: MatchOperator,
  value: string,
): Result<Matcher, string> {
  if (operator === '=') return ok({ label, operator, value, matches: (actual) => actual === value });
  if (operator === '!=') return ok({ label, operator, value, matches: (actual) => actual !== value });
  const compiled = compileRegex(value);
  if (!compiled.ok) return fail(compiled.error);
  const known = new Map<string, boolean>();
  const wanted = operator === '=~';
  return ok({
    label,
    operator,
    value,
    matches(actual) {
      let matched = known.get(actual);
      if (matched === undefined) {
        matched = compiled.value.test(actual);
        known.set(actual, matched);
      }
      return matched === wanted;
    },
  });
}

export function matchesAll(matchers: readonly Matcher[], labels: LabelSet): boolean {
  return matchers.every((matcher) => matcher.matches(labels.get(matcher.label)));
}
