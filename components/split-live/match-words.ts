/** The conditions of one HTTPMatchRequest, each as it would be written on a line: `header x-cohort = beta`. Pure. */

const signs: Readonly<Record<string, string>> = { exact: '=', prefix: '= …', regex: '~' };

export function matchWords(entry: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(entry).flatMap(([field, value]) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return [`${field} = ${String(value)}`];
    if (isStringMatch(value)) return [`${field} ${written(value)}`];
    // Headers and query parameters: one condition for each name.
    return Object.entries(value).map(([name, match]) =>
      isStringMatch(match) ? `${field} ${name} ${written(match)}` : `${field} ${name}`,
    );
  });
}

function isStringMatch(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length === 1 &&
    Object.entries(value).every(([key, text]) => key in signs && typeof text === 'string')
  );
}

function written(match: Readonly<Record<string, string>>): string {
  const [[kind = 'exact', text = ''] = []] = Object.entries(match);
  return kind === 'prefix' ? `= ${text}…` : `${signs[kind] ?? '='} ${text}`;
}
