/**
 * Jaeger or Tempo, asked through the API server's proxy with the credentials of whoever asks. Paths and parameters are ours; what comes
 * back is bounded and read by lib/traces.
 */
import type { Gate } from '#lib/links/gate.ts';
import type { ToolService } from '#lib/links/tool.ts';
import type { Result } from '#lib/result.ts';
import { readJaeger } from '#lib/traces/jaeger.ts';
import { readTempoSearch, readTempoTrace } from '#lib/traces/tempo.ts';
import type { Trace } from '#lib/traces/trace.ts';
import type { AccessBook } from '../access/access-book.ts';
import { isAppError } from '../app-error.ts';
import type { UserCredential } from '../kubernetes/credential.ts';
import { serviceProxyPath } from '../kubernetes/paths.ts';
import type { KubernetesClient } from '../kubernetes/rest.ts';
import type { LinkBook } from '../links/link-book.ts';

export interface TraceSearch {
  /** As its spans name it: never none. */
  services: readonly string[];
  /** Unix seconds. */
  from: number;
  to: number;
  limit: number;
  minMs: number | null;
}

export type Found<T> =
  | { state: 'ok'; product: 'jaeger' | 'tempo'; value: T }
  | { state: 'forbidden'; product: 'jaeger' | 'tempo'; gate: Gate }
  | { state: 'unreachable'; product: 'jaeger' | 'tempo' }
  | { state: 'not-installed' };

export interface TraceStore {
  search(search: TraceSearch, credential: UserCredential): Promise<Found<Trace[]>>;
  /** The id is checked by the contract. */
  one(id: string, credential: UserCredential): Promise<Found<Trace | null>>;
}

const timeoutMs = 15_000;
const maxAnswerBytes = 24 * 1024 * 1024;
/** Tempo tells of a trace only by itself. */
const mostAtOnce = 4;
const mostOfTempo = 40;

/** What is asked for one of the names. */
type OneSearch = Omit<TraceSearch, 'services'> & { service: string };

type Ask = (path: string, query?: Record<string, string>) => Promise<unknown>;

interface Adapter {
  search(ask: Ask, search: OneSearch): Promise<Trace[]>;
  one(ask: Ask, id: string): Promise<Trace | null>;
}

class Malformed extends Error {}

function read<T>(result: Result<T, 'malformed'>): T {
  if (!result.ok) throw new Malformed();
  return result.value;
}

function isMissing(error: unknown): boolean {
  return isAppError(error) && (error.code === 'not-found' || error.details.upstreamStatus === 404);
}

const jaeger: Adapter = {
  search: async (ask, { service, from, to, limit, minMs }) => {
    const micros = (seconds: number) => String(Math.round(seconds * 1_000_000));
    const query = {
      service,
      start: micros(from),
      end: micros(to),
      limit: String(limit),
      ...(minMs === null ? {} : { minDuration: `${Math.round(minMs * 1000)}us` }),
    };
    return read(readJaeger(await ask('/api/traces', query)));
  },
  one: async (ask, id) => {
    const [found] = read(readJaeger(await ask(`/api/traces/${id}`)));
    return found ?? null;
  },
};

const tempo: Adapter = {
  search: async (ask, { service, from, to, limit, minMs }) => {
    // Names and labels of Kubernetes: nothing in them ends the text.
    const slow = minMs === null ? '' : ` && duration >= ${Math.round(minMs)}ms`;
    const ids = read(
      readTempoSearch(
        await ask('/api/search', {
          q: `{ resource.service.name = "${service}"${slow} }`,
          start: String(Math.floor(from)),
          end: String(Math.ceil(to)),
          limit: String(Math.min(limit, mostOfTempo)),
        }),
      ),
    );
    const traces: Trace[] = [];
    for (let from = 0; from < ids.length; from += mostAtOnce) {
      const some = await Promise.all(ids.slice(from, from + mostAtOnce).map((id) => tempo.one(ask, id)));
      traces.push(...some.flatMap((one) => one ?? []));
    }
    return traces;
  },
  one: async (ask, id) => read(readTempoTrace(id, await ask(`/api/traces/${id}`))),
};

export interface TraceStoreOptions {
  kubernetes: KubernetesClient;
  links: LinkBook;
  access: AccessBook;
}

export function createTraceStore({ kubernetes, links, access }: TraceStoreOptions): TraceStore {
  async function withStore<T>(
    credential: UserCredential,
    work: (adapter: Adapter, ask: Ask) => Promise<T>,
  ): Promise<Found<T>> {
    const visibility = await access.visibility(credential);
    const located = links.locations
      .of('tracing')
      .find((one) => one.service !== null && links.isKnownTo(visibility, one));
    const service: ToolService | null = located?.service ?? null;
    if (located === undefined || service === null) return { state: 'not-installed' };
    const product = located.product === 'tempo' ? 'tempo' : 'jaeger';
    const missing = await links.missingFor(credential, service);
    if (missing !== null) return { state: 'forbidden', product, gate: missing };
    const ask: Ask = (path, query = {}) =>
      kubernetes.call(
        {
          method: 'GET',
          path: serviceProxyPath(service, `${located.webRoot}${path}`),
          query,
          timeoutMs,
          maxBytes: maxAnswerBytes,
        },
        credential,
      );
    try {
      return { state: 'ok', product, value: await work(product === 'tempo' ? tempo : jaeger, ask) };
    } catch (error) {
      if (error instanceof Malformed) return { state: 'unreachable', product };
      if (!isAppError(error) || error.code === 'unauthenticated') throw error;
      return { state: 'unreachable', product };
    }
  }

  return {
    search: ({ services, ...search }, credential) =>
      withStore(credential, async (adapter, ask) => {
        const found = await Promise.all(
          services.map((service) => adapter.search(ask, { ...search, service })),
        );
        // A trace through several of them is one.
        return [...new Map(found.flat().map((trace) => [trace.id, trace])).values()];
      }),
    one: (id, credential) =>
      withStore(credential, async (adapter, ask) => {
        try {
          return await adapter.one(ask, id);
        } catch (error) {
          if (isMissing(error)) return null;
          throw error;
        }
      }),
  };
}
