/** The labels of what absent() and absent_over_time() report: those that the selector's equality matchers fix. */
import type { Expression } from '#lib/promql/expression.ts';
import { LabelSet, noLabels } from './label-set.ts';

export function absentLabels(expression: Expression): LabelSet {
  const selector = expression.kind === 'matrix' ? expression.selector : expression;
  if (selector.kind !== 'selector') return noLabels;
  const labels = new Map<string, string>();
  const met = new Set<string>();
  for (const { label, operator, value } of selector.matchers) {
    if (label === '__name__') continue;
    // A label that is matched twice, by whatever operators, is left out.
    if (operator === '=' && !met.has(label)) labels.set(label, value);
    else labels.delete(label);
    met.add(label);
  }
  return LabelSet.from(Object.fromEntries(labels));
}
