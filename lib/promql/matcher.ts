/** Label matchers as they stand in a query. What regular expressions match is known by whoever evaluates them. */
import { ok, type Result } from '../result.ts';

export type MatchOperator = '=' | '!=' | '=~' | '!~';

export interface Matcher {
  readonly label: string;
  readonly operator: MatchOperator;
  readonly value: string;
  /** A missing label has the value "". */
  matches(value: string): boolean;
}

/** Fails with the message of Go's regexp package for an invalid pattern. */
export type CreateMatcher = (
  label: string,
  operator: MatchOperator,
  value: string,
) => Result<Matcher, string>;

/** For readers that evaluate nothing: patterns are taken as they are, and match nothing. */
export const writtenMatcher: CreateMatcher = (label, operator, value) =>
  ok({
    label,
    operator,
    value,
    matches: (actual) => (operator === '=' ? actual === value : operator === '!=' && actual !== value),
  });
