/** `GET /api/v1/series`: what a subject in the caller's namespaces did over time, and in which words Prometheus is asked about it. */
import type * as z from 'zod/mini';
import { routes } from '#lib/api/routes.ts';
import type { seriesQuerySchema } from '#lib/api/traffic/series.ts';
import { type SeriesMetric, seriesMetrics } from '#lib/api/traffic/series-words.ts';
import type { SeriesParty } from '#lib/graph/series/series-subject.ts';
import { AppError } from '../../app-error.ts';
import { type Caller, defineOperation, type Operation } from '../../http/operation.ts';
import { isNamespaceName } from '../../kubernetes/paths.ts';
import type { ChartRequest } from '../../mesh/chart-book.ts';
import { type RequestScope, requestScope } from '../../mesh/scope.ts';
import type { Services } from '../../services.ts';
import { parseSeconds, parseTime } from './graph.ts';

const rangeBounds = { minSeconds: 60, maxSeconds: 31 * 86_400 };

function invalid(field: string, message: string): AppError {
  return new AppError('invalid', { detail: 'The query is not valid.', errors: [{ field, message }] });
}

/** In the order of the contract, so that equal questions are equal. */
function parseMetrics(text: string): SeriesMetric[] {
  const names = text.split(',').map((name) => name.trim());
  if (!names.every((name) => seriesMetrics.some((known) => known === name))) {
    throw invalid('metrics', `a comma-separated list of ${seriesMetrics.join(', ')}`);
  }
  return seriesMetrics.filter((known) => names.includes(known));
}

function party(
  prefix: 'peer' | '',
  kind: SeriesParty['kind'],
  given: { namespace?: string | undefined; name?: string | undefined; version?: string | undefined },
): SeriesParty {
  const field = (name: string) =>
    prefix === '' ? name : `${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const { namespace = '', name = '', version } = given;
  if (kind === 'host' ? namespace !== '' : !isNamespaceName(namespace)) {
    throw invalid(field('namespace'), kind === 'host' ? 'not for a host' : 'the name of a namespace');
  }
  if ((kind === 'namespace') !== (name === '')) {
    throw invalid(field('name'), kind === 'namespace' ? 'not for a namespace' : 'is missing');
  }
  if (version !== undefined && kind !== 'app') throw invalid(field('version'), 'only for an app');
  return { kind, namespace, name, version: version ?? null };
}

type SeriesQuery = z.output<typeof seriesQuerySchema>;

/** Throws "invalid" for what is no question, and "forbidden" for one about a namespace that the caller may not see. */
async function readRequest(
  query: SeriesQuery,
  caller: Caller,
  { access, clock }: Pick<Services, 'access' | 'clock'>,
): Promise<{ request: ChartRequest; scope: RequestScope }> {
  const subject = party('', query.subject, query);
  if (query.peer === undefined && (query.peerNamespace ?? query.peerName ?? query.peerVersion)) {
    throw invalid('peer', 'is missing');
  }
  const peer =
    query.peer === undefined
      ? null
      : party('peer', query.peer, {
          namespace: query.peerNamespace,
          name: query.peerName,
          version: query.peerVersion,
        });
  const rangeSeconds = parseSeconds('range', query.range, rangeBounds);
  const request = {
    subject,
    peer,
    direction: query.direction,
    metrics: parseMetrics(query.metrics),
    by: query.by,
    rangeSeconds,
    at: parseTime(query.at, clock.now() / 1000, rangeSeconds),
    points: query.points,
  };
  const visibility = await access.visibility(caller.session.credential);
  const scope = requestScope(visibility, [subject.namespace]);
  // The namespace of the other side must be one that the caller may see, as any other that they name.
  if (peer !== null && peer.kind !== 'host') requestScope(visibility, [peer.namespace]);
  return { request, scope };
}

export function seriesOperations(services: Services): Operation[] {
  const { access, charts } = services;
  return [
    defineOperation(routes.series, async ({ query, caller }) => {
      const { request, scope } = await readRequest(query, caller, services);
      const rights = await access.rights(caller.session.credential);
      return { kind: 'packed', ...(await charts.packed(request, scope, rights)) };
    }),
    defineOperation(routes.seriesExpressions, async ({ query, caller }) => {
      const { request, scope } = await readRequest(query, caller, services);
      return { kind: 'json', body: { expressions: charts.expressions(request, scope) } };
    }),
  ];
}
