/** Queries with matchers that match: lib/promql reads the text, this Prometheus knows its regular expressions. */
import type { QuerySpan } from '#lib/promql/duration-expression.ts';
import type { Expression, VectorSelector } from '#lib/promql/expression.ts';
import { parseQuery as read, parseSelector as readSelector } from '#lib/promql/parse.ts';
import { createMatcher } from './matcher.ts';

/** Throws a QueryError of type bad_data. `span` is what calculated durations may ask for. */
export function parseQuery(query: string, span?: QuerySpan): Expression {
  return read(query, { span, createMatcher });
}

/** The selector of a `match[]` parameter; one that matches everything is let through. Throws as parseQuery does. */
export function parseSelector(text: string): VectorSelector {
  return readSelector(text, { createMatcher });
}
