/**
 * What Prometheus' check for editors says (codemirror-promql/src/parser/parser.ts), by the keys of our messages: its words are English
 * alone, and have no codes. What it may say in later versions stays in its own words.
 */
import type { messages } from '#lib/i18n/messages-en.ts';

type Words = (typeof messages)['metrics']['lint'];
export type LintKey = Exclude<keyof Words, 'type'>;
export type ValueType = keyof Words['type'];

export interface LintWords {
  key: LintKey;
  /** Of the message; types of values are Prometheus' words. */
  values: Readonly<Record<string, string>>;
}

export const valueTypes: readonly ValueType[] = ['scalar', 'vector', 'matrix', 'string', 'none'];

const patterns: readonly (readonly [LintKey, RegExp])[] = [
  ['unexpected', /^unexpected expression$/],
  [
    'unary',
    /^unary expression only allowed on expressions of type scalar or instant vector, got (?<got>\w+)$/,
  ],
  ['subquery', /^subquery is only allowed on instant vector, got (?<got>\w+) in \w+ instead$/],
  ['rangeStep', /^range\(\) is not meaningful as a subquery resolution step; consider a concrete duration$/],
  ['offset', /^offset requires a duration expression$/],
  [
    'at',
    /^@ modifier must be preceded by an instant selector vector or range vector selector or a subquery$/,
  ],
  ['noAggregation', /^aggregation operator expected in aggregation expression but got nothing$/],
  ['noParameter', /^unable to find the parameter for the expression$/],
  ['noOperand', /^left or right expression is missing in binary expression$/],
  ['boolOnly', /^bool modifier can only be used on comparison operators$/],
  ['boolNeeded', /^comparisons between scalars must use BOOL modifier$/],
  ['trim', /^operator "(?<operator>[<>]\/)" not allowed for Scalar operations$/],
  ['onAndGroup', /^label "(?<label>.*)" must not occur in ON and GROUP clause at once$/],
  ['operands', /^binary expression must contain only scalar and instant vector types$/],
  ['matching', /^vector matching only allowed between instant vectors$/],
  ['setGrouping', /^no grouping allowed for set operations$/],
  ['setCardinality', /^set operations must always be many-to-many$/],
  ['setScalar', /^set operator not allowed in binary scalar expression$/],
  ['noFunction', /^function not defined$/],
  ['arguments', /^expected (?<count>\d+) argument\(s\) in call to "(?<name>.+)", got (?<got>\d+)$/],
  [
    'argumentsLeast',
    /^expected at least (?<count>\d+) argument\(s\) in call to "(?<name>.+)", got (?<got>\d+)$/,
  ],
  [
    'argumentsMost',
    /^expected at most (?<count>\d+) argument\(s\) in call to "(?<name>.+)", got (?<got>\d+)$/,
  ],
  ['info', /^expected label selectors as the second argument to "info" function, got .+$/],
  [
    'modified',
    /^smoothed\/anchored expression only allowed on instant vector or range vector selector, got (?<got>\w+) instead$/,
  ],
  ['modifiedWhere', /^smoothed\/anchored expression can only be used in specific functions$/],
  ['nameTwice', /^metric name must not be set twice: (?<one>.*) or (?<other>.*)$/],
  ['noMatcher', /^vector selector must contain at least one non-empty matcher$/],
  ['typeAggregated', /^expected type (?<want>\w+) in aggregation expression, got (?<got>\w+)$/],
  ['typeParameter', /^expected type (?<want>\w+) in aggregation parameter, got (?<got>\w+)$/],
  ['typeArgument', /^expected type (?<want>\w+) in call to function "(?<name>.+)", got (?<got>\w+)$/],
];

export function lintWords(message: string): LintWords | null {
  for (const [key, pattern] of patterns) {
    const found = pattern.exec(message);
    if (found !== null) return { key, values: { ...found.groups } };
  }
  return null;
}
