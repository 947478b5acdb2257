/**
 * How the API server wants names, keys and values of labels (k8s.io/apimachinery pkg/util/validation), in its own words, and how much
 * all annotations of an object may be together (pkg/api/validation).
 */

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;
const part = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const labelValue = `(${part})?`;

export const nameForms = {
  label: new RegExp(`^${label}$`),
  subdomain: new RegExp(`^${subdomain}$`),
  part: new RegExp(`^${part}$`),
  value: new RegExp(`^${labelValue}$`),
};

export const nameTexts = {
  label: `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${label}')`,
  subdomain: `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${subdomain}')`,
  qualified: `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
  value: `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
};

export const largestAnnotationsBytes = 256 * 1024;

const longestPrefix = 253;
const longestPart = 63;

/** What is wrong with a label's key, "" for nothing; of several things all are told. */
export function labelKeyProblems(key: string): string[] {
  const parts = key.split('/');
  if (parts.length > 2)
    return [
      "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
    ];
  const [name = '', prefix] = parts.reverse();
  const problems: string[] = [];
  if (prefix === '') problems.push('prefix part must be non-empty');
  else if (prefix !== undefined) {
    if (prefix.length > longestPrefix)
      problems.push(`prefix part must be no more than ${longestPrefix} bytes`);
    if (!nameForms.subdomain.test(prefix)) problems.push(`prefix part ${nameTexts.subdomain}`);
  }
  if (name === '') problems.push('name part must be non-empty');
  else if (name.length > longestPart) problems.push(`name part must be no more than ${longestPart} bytes`);
  if (!nameForms.part.test(name)) problems.push(nameTexts.qualified);
  return problems;
}

/** "" for nothing. */
export function labelValueProblem(value: string): string {
  return [
    ...(value.length > longestPart ? [`must be no more than ${longestPart} bytes`] : []),
    ...(nameForms.value.test(value) ? [] : [nameTexts.value]),
  ].join('; ');
}
