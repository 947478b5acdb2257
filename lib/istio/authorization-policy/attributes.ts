/** Values of sources and conditions in an AuthorizationPolicy (pkg/config/security). Each list tells the first that is wrong; addresses and ports tell all. */
import { errorList } from '../admission/finding.ts';
import { isIpAddress, isSubnet } from '../admission/primitives.ts';

/** What is wrong, a sentence each. */
export type Problems = readonly string[];

export function emptyValues(name: string, values: readonly string[] = []): Problems {
  return values.includes('') ? [`empty value not allowed, found in ${name}`] : [];
}

export function wildcardValues(name: string, values: readonly string[] = []): Problems {
  const empty = emptyValues(name, values);
  if (empty.length > 0) return empty;
  for (const value of values) {
    const stars = value.split('*').length - 1;
    if (stars > 1) return [`at most one wildcard is allowed, found in ${name}: "${value}"`];
    if (stars === 1 && !value.startsWith('*') && !value.endsWith('*'))
      return [`wildcard is only allowed at the start or end, found in ${name}: "${value}"`];
  }
  return [];
}

export function trustDomains(name: string, values: readonly string[] = []): Problems {
  const wrong = wildcardValues(name, values);
  if (wrong.length > 0) return wrong;
  const slashed = values.find((value) => value.includes('/'));
  return slashed === undefined ? [] : [`trust domain must not contain '/', found in ${name}: "${slashed}"`];
}

const mostAccounts = 16;
const longestAccount = 320;

export function serviceAccounts(name: string, values: readonly string[] = []): Problems {
  if (values.length > mostAccounts) return [`may not have more than ${mostAccounts} values`];
  for (const value of values) {
    const problem = accountProblem(name, value);
    if (problem !== null) return [problem];
  }
  return [];
}

function accountProblem(name: string, value: string): string | null {
  const expected = "expected format 'serviceAccount' or 'namespace/serviceAccount', found";
  if (value === '') return `empty value not allowed, found in ${name}`;
  if (value.includes('*')) return `wildcard not allowed, found in ${name}`;
  const [namespace, account, ...more] = value.split('/');
  if (more.length > 0) return `${expected} "${value}" in ${name}`;
  if (value.length > longestAccount)
    return `value cannot exceed ${longestAccount} characters, found "${value}" in ${name}`;
  if (account === undefined) return null;
  if (namespace === '') return `${expected} empty namespace "${value}" in ${name}`;
  return account === '' ? `${expected} empty serviceAccount "${value}" in ${name}` : null;
}

export function addresses(values: readonly string[] = []): Problems {
  return values.flatMap((value) => {
    if (!value.includes('/')) return isIpAddress(value) ? [] : [`bad IP address (${value})`];
    return isSubnet(value) ? [] : [`bad CIDR range (${value}): ${prefixProblem(value)}`];
  });
}

/** As Go's netip.ParsePrefix words it. */
function prefixProblem(value: string): string {
  const slash = value.lastIndexOf('/');
  const [address, bits] = [value.slice(0, slash), value.slice(slash + 1)];
  const told = (why: string): string => `netip.ParsePrefix("${value}"): ${why}`;
  if (!isIpAddress(address)) return told(`ParseAddr("${address}"): unable to parse IP`);
  return /^\d+$/.test(bits) ? told('prefix length out of range') : told(`bad bits after slash: "${bits}"`);
}

const mostPort = 65_535;
const most32Bits = 2 ** 32 - 1;

export function ports(values: readonly string[] = []): Problems {
  return values.flatMap((value) => {
    const parsing = `strconv.ParseUint: parsing "${value}"`;
    if (!/^\d+$/.test(value)) return [`bad port (${value}): ${parsing}: invalid syntax`];
    if (Number(value) > most32Bits) return [`bad port (${value}): ${parsing}: value out of range`];
    return Number(value) > mostPort ? [`bad port (${value}): <nil>`] : [];
  });
}

const literal = /^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/;

/** `{*}` stands for one part of a path, `{**}` for any number of them, once and before no other template. */
export function pathTemplates(name: string, values: readonly string[] = []): Problems {
  for (const value of values) {
    const problem = templateProblem(value);
    const shown = value.replace(/^\/+|\/+$/g, '');
    if (problem !== null) return [`invalid or unsupported path ${shown}, found in ${name}. ${problem}`];
  }
  return [];
}

function templateProblem(path: string): string | null {
  const isTemplate = path.includes('{*}') || path.includes('{**}');
  let sawAny = false;
  for (const part of path.replace(/^\/+|\/+$/g, '').split('/')) {
    if (part === '{*}' || part === '{**}') {
      if (sawAny) return '{**} is not the last operator';
      sawAny = part === '{**}';
      continue;
    }
    if (/[{}]/.test(part)) return "Contains '{' or '}' beyond a supported path template";
    if (isTemplate && !literal.test(part)) return `Contains segment ${part} with invalid string literal`;
  }
  return null;
}

const anyText: ReadonlySet<string> = new Set([
  'source.namespace',
  'source.principal',
  'request.auth.principal',
  'request.auth.audiences',
  'request.auth.presenter',
  'connection.sni',
]);

function mapKey(key: string): Problems {
  const open = key.indexOf('[');
  return key.endsWith(']') && open > 0 && open < key.length - 2
    ? []
    : [`bad key (${key}): should have format a[b]`];
}

/** A condition's values, by its key (ValidateAttribute), in one sentence; null when they are right. */
export function attributeProblem(key: string, values: readonly string[] = []): string | null {
  const problems = attribute(key, values);
  const [first] = problems;
  if (first === undefined) return null;
  return listing.has(key) ? errorList(problems) : first;
}

/** Keys whose values are all told. */
const listing: ReadonlySet<string> = new Set([
  'source.ip',
  'remote.ip',
  'destination.ip',
  'destination.port',
]);

function attribute(key: string, values: readonly string[]): Problems {
  const empty = emptyValues(key, values);
  if (empty.length > 0) return empty;
  if (
    ['request.headers', 'request.auth.claims', 'experimental.envoy.filters.'].some((part) =>
      key.startsWith(part),
    )
  )
    return mapKey(key);
  switch (key) {
    case 'source.ip':
    case 'remote.ip':
    case 'destination.ip':
      return addresses(values);
    case 'source.serviceAccount':
      return serviceAccounts(key, values);
    case 'source.trustDomain':
      return wildcardValues(key, values);
    case 'destination.port':
      return ports(values);
    case 'destination.namespace':
      return [`attribute ${key} is replaced by the metadata.namespace`];
    case 'destination.name':
    case 'destination.user':
      return [`deprecated attribute ${key}: only supported in v1alpha1`];
  }
  if (anyText.has(key)) return [];
  if (key.startsWith('destination.labels')) return [`attribute ${key} is replaced by the workload selector`];
  return [`unknown attribute: ${key}`];
}
