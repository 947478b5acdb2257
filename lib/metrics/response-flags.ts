/** Envoy's response flags: https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags */

/** Of requests that never left the source's proxy: no other proxy can tell of them. */
export const neverSentFlags: readonly string[] = ['NR', 'NC', 'UH', 'UF', 'UO', 'FI', 'RL'];

/** The same as an RE2 pattern for the whole of the label, which may hold several flags, separated by commas. */
export const neverSentPattern = `(.*,)?(${neverSentFlags.join('|')})(,.*)?`;

/** No healthy host, no such cluster, no connection: what a route to a missing or empty subset answers. */
export const unreachablePattern = '(.*,)?(UH|NC|UF)(,.*)?';
