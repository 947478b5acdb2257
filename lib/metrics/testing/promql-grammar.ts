/** Reads PromQL back with Prometheus' own grammar, for tests of what we write. */
import { parser } from '@prometheus-io/lezer-promql';
import * as fc from 'fast-check';
import type { Matcher } from '../promql.ts';

/** What Prometheus' own grammar finds in an expression: its matchers, or that it is no expression. */
export function parsePromql(promql: string): { valid: boolean; matchers: Matcher[] } {
  const matchers: Matcher[] = [];
  let valid = true;
  parser.parse(promql).iterate({
    enter: (node) => {
      if (node.type.isError) valid = false;
      if (node.name !== 'UnquotedLabelMatcher') return;
      const text = (name: string) => {
        const child = node.node.getChild(name);
        return child === null ? '' : promql.slice(child.from, child.to);
      };
      const operator = text('MatchOp');
      if (operator !== '=' && operator !== '!=' && operator !== '=~' && operator !== '!~') valid = false;
      else matchers.push({ label: text('LabelName'), operator, value: unquote(text('StringLiteral')) });
    },
  });
  return { valid, matchers };
}

/** A Go string literal in double quotes, which is what PromQL has. */
function unquote(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}

/** Names that try to become syntax. */
export const hostileNames = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '"} or vector(1) #',
    '\\',
    '\\"',
    '\n',
    "'`",
    '",__name__=~".+',
    '\u2028',
    'a"}) by (x) (up{b="',
    '\ud800',
  ),
);
