/**
 * The conditions of one match of a rule, each as it would be written on a line: `headers x-cohort = beta`, `path = /books…`.
 * Of VirtualServices (HTTPMatchRequest, L4MatchAttributes) and of routes of the Gateway API.
 */

type Fields = Readonly<Record<string, unknown>>;

const signs: ReadonlySet<string> = new Set(['exact', 'prefix', 'regex']);

export function matchWords(entry: Fields): string[] {
  return Object.entries(entry).flatMap(([field, value]) => {
    if (Array.isArray(value)) return listed(field, value);
    if (!isFields(value)) return [`${field} = ${String(value)}`];
    if (isStringMatch(value)) return [`${field} ${written(value)}`];
    const said = routeMatch(value);
    if (said !== null) return [`${field} ${said}`];
    // Headers and query parameters: one condition for each name.
    return Object.entries(value).map(([name, match]) =>
      isFields(match) && isStringMatch(match)
        ? `${field} ${name} ${written(match)}`
        : typeof match === 'string'
          ? `${field} ${name} = ${match}`
          : `${field} ${name}`,
    );
  });
}

/** Names that are alternatives, or the Gateway API's headers and query parameters. */
function listed(field: string, values: readonly unknown[]): string[] {
  if (values.every((one) => typeof one === 'string')) return [`${field} = ${values.join(', ')}`];
  return values.map((one) => {
    const said = isFields(one) ? routeMatch(one) : null;
    return said !== null && isFields(one) ? `${field} ${String(one.name)} ${said}` : JSON.stringify(one);
  });
}

/** `{type, value}` and gRPC's `{service, method}`, as routes of the Gateway API say it; null for anything else. */
function routeMatch({ type, value, service, method }: Fields): string | null {
  if (typeof value === 'string')
    return written({
      [type === 'RegularExpression' ? 'regex' : type === 'PathPrefix' ? 'prefix' : 'exact']: value,
    });
  if (typeof service !== 'string' && typeof method !== 'string') return null;
  const name = [service, method].map((part) => (typeof part === 'string' ? part : '*')).join('/');
  return written({ [type === 'RegularExpression' ? 'regex' : 'exact']: name });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStringMatch(value: Fields): value is Record<string, string> {
  const entries = Object.entries(value);
  return entries.length === 1 && entries.every(([key, text]) => signs.has(key) && typeof text === 'string');
}

function written(match: Readonly<Record<string, string>>): string {
  const [[kind = 'exact', text = ''] = []] = Object.entries(match);
  return kind === 'prefix' ? `= ${text}…` : `${kind === 'regex' ? '~' : '='} ${text}`;
}
