/** label_replace and label_join: they look at labels alone. */

import { type Call, unwrapped } from '#lib/promql/expression.ts';
import { executionError } from '#lib/promql/query-error.ts';
import type { Emit, Evaluation } from './evaluation.ts';
import type { LabelSet } from './label-set.ts';
import { compileRegex } from './regex.ts';
import { MergedRows } from './repeated-labels.ts';

export function callLabelFunction(evaluation: Evaluation, call: Call, emit: Emit): void {
  const texts = call.args.slice(1).map((arg) => {
    const literal = unwrapped(arg);
    return literal.kind === 'string' ? literal.value : '';
  });
  const change = call.name === 'label_replace' ? replacing(texts) : joining(texts);
  const merged = new MergedRows(evaluation);
  const [vector] = call.args;
  if (!vector) return;
  evaluation.rows(vector, (labels, values, present) => merged.add(change(labels), values, present));
  merged.emit(emit);
}

function replacing(texts: readonly string[]): (labels: LabelSet) => LabelSet {
  const [target = '', replacement = '', source = '', pattern = ''] = texts;
  const regex = compileRegex(pattern);
  if (!regex.ok) throw executionError(`invalid regular expression in label_replace(): ${pattern}`);
  if (target === '') throw executionError(`invalid destination label name in label_replace(): ${target}`);
  return (labels) => {
    const match = regex.value.exec(labels.get(source));
    return match ? labels.with(target, expand(replacement, match)) : labels;
  };
}

function joining(texts: readonly string[]): (labels: LabelSet) => LabelSet {
  const [target = '', separator = '', ...sources] = texts;
  if (sources.includes('')) throw executionError('invalid source label name in label_join(): ');
  if (target === '') throw executionError(`invalid destination label name in label_join(): ${target}`);
  return (labels) => labels.with(target, sources.map((source) => labels.get(source)).join(separator));
}

/** Go's Regexp.Expand: $1, $name (as long as it goes), ${name}, $$. */
function expand(template: string, match: RegExpExecArray): string {
  return template.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, plain?: string, braced?: string) => {
    if (whole === '$$') return '$';
    const name = plain ?? braced ?? '';
    return (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? '';
  });
}
