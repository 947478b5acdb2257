/** The tested request as text: in the address of the page, and as the commands that ask the same elsewhere. */
import type { RouteTestRequest } from '#lib/api/configuration/route-test.ts';
import type { Expectation } from '#lib/istio/expectations/expectation.ts';
import { readSenderName, senderText } from '#lib/istio/routing/sidecar/sender.ts';
import { shellWord } from '#lib/shell-word.ts';

export const protocols = ['http', 'https', 'tls', 'tcp'] as const;
export type Protocol = (typeof protocols)[number];

/** As its fields hold it; a header is a line `name: value`. */
export interface RequestDraft {
  /** `namespace/workload`, or `gateway:namespace/name` as the sluice command writes it. */
  from: string;
  protocol: Protocol;
  host: string;
  port: string;
  method: string;
  path: string;
  headers: readonly string[];
}

export const emptyRequest: RequestDraft = {
  from: '',
  protocol: 'http',
  host: '',
  port: '',
  method: 'GET',
  path: '/',
  headers: [],
};

export type RequestField = 'from' | 'host' | 'port' | 'method' | 'path' | 'headers';
export type RequestProblem = 'missing' | 'sender' | 'host' | 'port' | 'method' | 'path' | 'header';

/** The request, or what is wrong with which field. */
export function readRequest(draft: RequestDraft): {
  request: RouteTestRequest | null;
  problems: ReadonlyMap<RequestField, RequestProblem>;
} {
  const problems = new Map<RequestField, RequestProblem>();
  const from = readSenderName(draft.from.trim());
  if (draft.from.trim() === '') problems.set('from', 'missing');
  else if (from === null) problems.set('from', 'sender');
  const host = draft.host.trim();
  if (host === '') problems.set('host', 'missing');
  else if (host.length > 255 || /[\s/?#@]/.test(host)) problems.set('host', 'host');
  const port = Number(draft.port);
  if (draft.port.trim() === '') problems.set('port', 'missing');
  else if (!/^\d+$/.test(draft.port.trim()) || port < 1 || port > 65_535) problems.set('port', 'port');
  const isHttp = draft.protocol === 'http' || draft.protocol === 'https';
  const method = draft.method.trim();
  if (isHttp && !/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}$/.test(method)) problems.set('method', 'method');
  if (isHttp && !/^\/\S*$/.test(draft.path)) problems.set('path', 'path');
  const headers = readHeaders(draft.headers);
  if (headers === null) problems.set('headers', 'header');
  if (problems.size > 0 || from === null || headers === null) return { request: null, problems };
  const request: RouteTestRequest = {
    from,
    protocol: draft.protocol,
    host,
    port,
    ...(isHttp ? { method, path: draft.path, headers } : {}),
  };
  return { request, problems };
}

/** As an expectation keeps it. */
export function savedRequest({ from, protocol, host, port, method, path, headers }: RouteTestRequest) {
  const isHttp = protocol === 'http' || protocol === 'https';
  return { from: senderText(from), protocol, host, port, ...(isHttp ? { method, path, headers } : {}) };
}

/** The fields of a saved request. */
export function draftOf({
  from,
  protocol,
  host,
  port,
  method = emptyRequest.method,
  path = emptyRequest.path,
  headers = {},
}: Omit<Expectation, 'name' | 'expect'>): RequestDraft {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return { from, protocol, host, port: String(port), method, path, headers: lines };
}

/** Of one name the values are joined, as the proxy does; null where a line is no header. */
function readHeaders(lines: readonly string[]): Record<string, string> | null {
  const headers = new Map<string, string>();
  for (const line of lines) {
    if (line.trim() === '') continue;
    const [, name = '', value = ''] = /^([^:\s]+)\s*:\s*(.*)$/.exec(line) ?? [];
    if (name === '') return null;
    const key = name.toLowerCase();
    headers.set(key, headers.has(key) ? `${headers.get(key)},${value.trim()}` : value.trim());
  }
  return Object.fromEntries(headers);
}

/** The same question to the command line: docs/command.md. */
export function sluiceCommand({
  from,
  protocol,
  host,
  port,
  method = 'GET',
  path = '/',
  headers = {},
}: RouteTestRequest): string {
  const isHttp = protocol === 'http' || protocol === 'https';
  const words = [
    'npx sluice route .',
    `--from ${shellWord(senderText(from))}`,
    `--url ${shellWord(`${protocol}://${hostInUrl(host)}:${port}${isHttp ? path : ''}`)}`,
    ...(isHttp && method !== 'GET' ? [`--method ${shellWord(method)}`] : []),
    ...(isHttp
      ? Object.entries(headers).map(([name, value]) => `--header ${shellWord(`${name}: ${value}`)}`)
      : []),
  ];
  return words.join(' ');
}

/** The real request, to be sent from the sender; null where curl speaks no such protocol. */
export function curlCommand({
  protocol,
  host,
  port,
  method = 'GET',
  path = '/',
  headers = {},
}: RouteTestRequest): string | null {
  if (protocol !== 'http' && protocol !== 'https') return null;
  const words = [
    'curl -i',
    ...(method === 'GET' ? [] : [`-X ${shellWord(method)}`]),
    ...Object.entries(headers).map(([name, value]) => `-H ${shellWord(`${name}: ${value}`)}`),
    shellWord(`${protocol}://${hostInUrl(host)}:${port}${path}`),
  ];
  return words.join(' ');
}

function hostInUrl(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
