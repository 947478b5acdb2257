/** Functions and operators with their types (Prometheus' parser/functions.go, parser/lex.go). */
import type { ValueType } from './expression.ts';

export interface Signature {
  args: readonly ValueType[];
  /** How many of the last argument may be left out or added: 0 exact, n up to n optional ones, -1 any number. */
  variadic: number;
  returns: ValueType;
}

const signatures = new Map<string, Signature>();

function declare(returns: ValueType, args: readonly ValueType[], names: string, variadic = 0): void {
  for (const name of names.split(' ')) signatures.set(name, { args, variadic, returns });
}

declare('scalar', [], 'pi time');
declare('scalar', ['vector'], 'scalar');
declare('vector', ['scalar'], 'vector');
declare('vector', ['vector'], 'abs absent ceil exp floor ln log10 log2 sgn sort sort_desc sqrt timestamp');
declare('vector', ['vector'], 'acos acosh asin asinh atan atanh cos cosh deg rad sin sinh tan tanh');
declare('vector', ['vector'], 'days_in_month day_of_month day_of_week day_of_year hour minute month year', 1);
declare('vector', ['vector', 'scalar'], 'clamp_max clamp_min');
declare('vector', ['vector', 'scalar', 'scalar'], 'clamp');
declare('vector', ['vector', 'scalar'], 'round', 1);
declare('vector', ['scalar', 'vector'], 'histogram_quantile');
declare('vector', ['scalar', 'scalar', 'vector'], 'histogram_fraction');
declare(
  'vector',
  ['vector'],
  'histogram_avg histogram_count histogram_sum histogram_stddev histogram_stdvar',
);
declare('vector', ['vector', 'string', 'string', 'string', 'string'], 'label_replace');
declare('vector', ['vector', 'string', 'string', 'string'], 'label_join', -1);
declare(
  'vector',
  ['matrix'],
  'absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta increase irate last_over_time max_over_time min_over_time present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time',
);
declare('vector', ['scalar', 'matrix'], 'quantile_over_time');
declare('vector', ['matrix', 'scalar'], 'predict_linear');

export const functionSignatures: ReadonlyMap<string, Signature> = signatures;

/** Functions that Prometheus has behind --enable-feature=promql-experimental-functions. */
export const experimentalFunctions: ReadonlySet<string> = new Set(
  'double_exponential_smoothing end histogram_quantiles info mad_over_time max_of min_of range sort_by_label sort_by_label_desc start start_timestamp step ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time'.split(
    ' ',
  ),
);

export const aggregators: ReadonlySet<string> = new Set(
  'sum avg count min max group stddev stdvar topk bottomk count_values quantile'.split(' '),
);

export const experimentalAggregators: ReadonlySet<string> = new Set(['limitk', 'limit_ratio']);

/** The type of an aggregation's parameter, for those that have one. */
export const aggregationParameters: ReadonlyMap<string, ValueType> = new Map([
  ['topk', 'scalar'],
  ['bottomk', 'scalar'],
  ['quantile', 'scalar'],
  ['count_values', 'string'],
]);

export const comparisonOperators: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
export const setOperators: ReadonlySet<string> = new Set(['and', 'or', 'unless']);
