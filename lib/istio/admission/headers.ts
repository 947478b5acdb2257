/** Header names and values as istiod accepts them (header_value_validator.go, validation.go). */
import { error, type Finding, type Path } from './finding.ts';
import { isToken } from './primitives.ts';

const pseudoHeaders = new Set([':method', ':scheme', ':authority', ':path', ':status']);

/** Names in matches: RFC 7230 tokens, HTTP/2 pseudo headers, and claims of a validated JWT. */
export function checkHeaderMatchName(path: Path, name: string): Finding[] {
  if (name === '') return [error(path, 'header name cannot be empty')];
  if (isToken(name) || pseudoHeaders.has(name) || isClaim(name)) return [];
  return [error(path, `header name "${name}" is not a valid header name`)];
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

export function checkHeaderOperations(path: Path, headers: HeaderRules | undefined): Finding[] {
  const found: Finding[] = [];
  for (const side of ['request', 'response'] as const) {
    const operations = headers?.[side];
    for (const operation of ['set', 'add'] as const) {
      for (const [name, value] of Object.entries(operations?.[operation] ?? {})) {
        const here = [...path, side, operation, name];
        const authority = name === ':authority' || name.toLowerCase() === 'host';
        if (!(side === 'request' && authority)) found.push(...checkOperationName(here, name));
        found.push(...checkHeaderValue(here, value));
      }
    }
    for (const [index, name] of (operations?.remove ?? []).entries()) {
      found.push(...checkOperationName([...path, side, 'remove', index], name));
    }
  }
  return found;
}

function checkOperationName(path: Path, name: string): Finding[] {
  if (name === '') return [error(path, 'header name cannot be empty')];
  if (name.startsWith(':')) return [error(path, `invalid header "${name}": header cannot have ":" prefix`)];
  if (name.toLowerCase() === 'host') return [error(path, `invalid header "${name}": cannot set Host header`)];
  return [];
}

/** Envoy expands %COMMAND(args)%; a lone per cent sign must be doubled. */
function checkHeaderValue(path: Path, value: string): Finding[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value))
    return [error(path, `header value configuration ${value} is invalid`)];
  const rest = value.replaceAll('%%', '');
  const commands = rest.replace(/%[A-Z_0-9]+(?:\([^)]*\))?(?::\d+)?%/g, '');
  if (!commands.includes('%')) return [];
  const message = /%[A-Z_]/.test(commands) ? 'Un-terminated variable expression' : 'Un-escaped %';
  return [error(path, `${message} in header value "${value}"`)];
}

/** True when the request's authority is set by these operations. */
export function setsAuthority(headers: HeaderRules | undefined): boolean {
  const names = [...Object.keys(headers?.request?.set ?? {}), ...Object.keys(headers?.request?.add ?? {})];
  return names.some((name) => name === ':authority' || name.toLowerCase() === 'host');
}
