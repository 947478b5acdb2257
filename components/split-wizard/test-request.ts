/** A request to try an A/B match with: who sends it, and headers that the first match asks for. */
import type { RouteTestRequest } from '#lib/api/configuration/route-test.ts';
import type { PlanAnswer } from '#lib/api/splits/split-plan.ts';
import type { SplitWorld } from '#lib/api/splits/split-world.ts';
import { isJsonObject, type JsonObject } from '#lib/document/json.ts';
import { readCookiePattern } from '#lib/istio/virtual-service/lens/cookie-pattern.ts';
import type { Reading } from './world-reading.ts';

export interface Sender {
  id: string;
  from: RouteTestRequest['from'];
  host: string;
  port: number;
}

/** What the match, or else the chosen rule, asks for: a path that it takes. */
export function examplePath(matches: readonly JsonObject[], { points }: Pick<Reading, 'points'>): string {
  for (const { uri } of [...matches.slice(0, 1), ...(points[0]?.match ?? [])]) {
    if (!isJsonObject(uri)) continue;
    const { exact, prefix } = uri;
    if (typeof exact === 'string') return exact;
    if (typeof prefix === 'string') return prefix;
  }
  return '/';
}

/** Gateways of the chosen rules and workloads that call; without any, one of the service's namespace. */
export function sendersOf(
  world: SplitWorld,
  { points }: Reading,
  plan: Pick<PlanAnswer, 'prediction'> | null,
): Sender[] {
  const { namespace, host, name, ports } = world.service;
  const port = (ports.find(({ layer }) => layer === 'http') ?? ports[0])?.number ?? 80;
  const senders = new Map<string, Sender>();
  const add = (sender: Sender) => {
    if (!senders.has(sender.id)) senders.set(sender.id, sender);
  };
  const mesh = points.length === 0 || points.some(({ gateways }) => gateways.includes('mesh'));
  if (mesh) {
    for (const { source } of plan?.prediction?.flows ?? []) {
      if (source === null) continue;
      add({
        id: `${source.namespace}/${source.workload}`,
        from: { kind: 'workload', namespace: source.namespace, name: source.workload },
        host,
        port,
      });
    }
  }
  for (const point of points) {
    for (const gateway of point.gateways) {
      const [of = '', called = ''] = gateway.split('/');
      if (called === '') continue;
      const first = point.hosts.find((one) => !one.startsWith('*')) ?? host;
      add({
        id: `gateway ${gateway}`,
        from: { kind: 'gateway', namespace: of, name: called },
        host: first,
        port: 80,
      });
    }
  }
  if (senders.size === 0) add({ id: name, from: { kind: 'workload', namespace, name }, host, port });
  return [...senders.values()];
}

/** Lines `name: value`; what a request cannot show by headers is left to the other fields. */
export function exampleHeaders(matches: readonly JsonObject[]): string {
  const headers = matches[0]?.headers;
  if (!isJsonObject(headers)) return '';
  return Object.entries(headers)
    .flatMap(([name, wanted]) => {
      if (!isJsonObject(wanted)) return [];
      const { exact, prefix, regex } = wanted;
      if (typeof exact === 'string') return [`${name}: ${exact}`];
      if (typeof prefix === 'string') return [`${name}: ${prefix}`];
      if (name === 'cookie' && typeof regex === 'string') {
        const cookie = readCookiePattern(regex);
        return cookie === null ? [] : [`cookie: ${cookie.name}=${cookie.value}`];
      }
      return typeof regex === 'string' ? [] : [`${name}: 1`];
    })
    .join('\n');
}

/** Null when a line is none. */
export function readHeaders(text: string): Record<string, string> | null {
  const headers: Record<string, string> = {};
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const [, name, value] = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return null;
    headers[name.toLowerCase()] = value;
  }
  return headers;
}
