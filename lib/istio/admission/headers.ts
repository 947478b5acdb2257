/** Header names and values as istiod accepts them (header_value_validator.go, validation.go). */
import { error, type Finding, type Path } from './finding.ts';
import { isToken } from './primitives.ts';

const pseudoHeaders = new Set([':method', ':scheme', ':authority', ':path', ':status']);

/** Names in matches: RFC 7230 tokens, HTTP/2 pseudo headers, and claims of a validated JWT. */
export function checkHeaderMatchName(path: Path, name: string): Finding[] {
  if (name === '') return [error(path, 'header name cannot be empty')];
  if (isToken(name) || pseudoHeaders.has(name) || isClaim(name)) return [];
  return [error(path, `header name ${name} is not a valid header name`)];
}

export function isClaim(name: string): boolean {
  return /^@request\.auth\.claims(?:\..+|(?:\[[^\]]+\])+)$/.test(name);
}

interface HeaderOperations {
  set?: Readonly<Record<string, string>>;
  add?: Readonly<Record<string, string>>;
  remove?: readonly string[];
}

export interface HeaderRules {
  request?: HeaderOperations;
  response?: HeaderOperations;
}

const isAuthority = (name: string): boolean => /^(?::authority|host)$/i.test(name);

const sides = ['request', 'response'] as const;

export function checkHeaderOperations(path: Path, headers: HeaderRules | undefined): Finding[] {
  const found: Finding[] = [];
  for (const side of sides) {
    const operations = headers?.[side];
    if (!operations) continue;
    for (const operation of ['set', 'add'] as const) {
      for (const [name, value] of Object.entries(operations[operation] ?? {})) {
        const here = [...path, side, operation, name];
        if (!(side === 'request' && isAuthority(name)))
          found.push(...checkOperationName(here, name, { mayBeHost: side === 'request' }));
        found.push(...checkHeaderValue(here, value));
      }
    }
    for (const [index, name] of (operations.remove ?? []).entries()) {
      found.push(...checkOperationName([...path, side, 'remove', index], name, { mayBeHost: false }));
    }
  }
  return found;
}

function checkOperationName(path: Path, name: string, { mayBeHost }: { mayBeHost: boolean }): Finding[] {
  if (name === '') return [error(path, 'header name cannot be empty')];
  if (!mayBeHost && name.toLowerCase() === 'host')
    return [error(path, `invalid header "${name}": cannot set Host header`)];
  if (name.startsWith(':')) return [error(path, `invalid header "${name}": header cannot have ":" prefix`)];
  return [];
}

/** Envoy expands %COMMAND(args)%; a lone per cent sign must be doubled (header_value_validator.go). */
function checkHeaderValue(path: Path, value: string): Finding[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value))
    return [error(path, `header value configuration ${value} is invalid`)];
  const problem = valueProblem(value);
  return problem === null
    ? []
    : [error(path, `header value configuration: invalid header configuration. ${problem}`)];
}

type Reading = 'literal' | 'name' | 'array' | 'string start' | 'string' | 'delimiter' | 'close' | 'end';

function valueProblem(value: string): string | null {
  let reading: Reading = 'literal';
  for (let at = 0; at < value.length; at += 1) {
    const character = value[at] ?? '';
    const isSpace = character === ' ';
    switch (reading) {
      case 'literal':
        if (character !== '%') break;
        if (at + 1 === value.length) return 'Un-escaped %';
        if (value[at + 1] === '%') at += 1;
        else reading = 'name';
        break;
      case 'name':
        if (character === '%') reading = 'literal';
        else if (character === '(') reading = 'array';
        break;
      case 'array':
        if (character === '[') reading = 'string start';
        else if (!isSpace) reading = 'string';
        break;
      case 'delimiter':
        if (character === ',') reading = 'string start';
        else if (character === ']') reading = 'close';
        else if (!isSpace) return "Expecting ',', ']', or whitespace";
        break;
      case 'string start':
        if (character === '"') reading = 'string';
        else if (!isSpace) return "Expecting '\"'";
        break;
      case 'string':
        if (character === '\\') {
          if (at + 1 === value.length) return 'Un-terminated backslash in JSON string';
          at += 1;
        } else if (character === ')') reading = 'end';
        else if (character === '"') reading = 'delimiter';
        break;
      case 'close':
        if (character === ')') reading = 'end';
        else if (!isSpace) return "Expecting ')' or whitespace after '{}', but found '{}'";
        break;
      case 'end':
        if (character === '%') reading = 'literal';
        else if (!isSpace) return "Expecting '%' or whitespace after";
        break;
    }
  }
  return reading === 'literal' ? null : `Un-terminated variable expression '${value}'`;
}

/** The authority of a request is set in one place: by the rewrite, or by one header. */
export function checkAuthorities(path: Path, rewritten: string, headers: HeaderRules | undefined): Finding[] {
  if (!headers?.request) return [];
  let current = rewritten;
  for (const operation of ['set', 'add'] as const)
    for (const [name, value] of Object.entries(headers.request[operation] ?? {})) {
      if (!isAuthority(name)) continue;
      if (current !== '')
        return [
          error(
            path,
            `authority header cannot be set multiple times: have "${current}", attempting to set "${value}"`,
          ),
        ];
      current = value;
    }
  return [];
}
