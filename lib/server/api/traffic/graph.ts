/** `GET /api/v1/graph`: the caller's part of the service graph. */
import { routes } from '#lib/api/routes.ts';
import { followedGraphSchema } from '#lib/api/status.ts';
import type { GraphType } from '#lib/api/words.ts';
import { parseDuration } from '#lib/metrics/duration.ts';
import { pastStepSeconds } from '#lib/metrics/time-range.ts';
import { AppError } from '../../app-error.ts';
import { defineOperation, type Operation, parseQuery } from '../../http/operation.ts';
import { type GraphRequest, graphAsker } from '../../mesh/graph-book.ts';
import { parseNamespaces, requestScope } from '../../mesh/scope.ts';
import type { Services } from '../../services.ts';
import type { FollowedGraph } from '../../stream/reader.ts';

export const windowBounds = { minSeconds: 10, maxSeconds: 7 * 86_400 };
const oldestSeconds = 31 * 86_400;

/** Whole seconds of a duration in a query. Throws "invalid". */
export function parseSeconds(
  field: string,
  text: string,
  bounds: { minSeconds: number; maxSeconds: number },
): number {
  const seconds = parseDuration(text, bounds);
  if (seconds.ok) return Math.round(seconds.value);
  throw new AppError('invalid', {
    detail: 'The query is not valid.',
    errors: [{ field, message: `a duration from ${bounds.minSeconds}s to ${bounds.maxSeconds}s` }],
  });
}

/** Of a window's end, aligned so that callers share answers; null is now. Throws "invalid". */
export function parseTime(at: number | undefined, nowSeconds: number, windowSeconds: number): number | null {
  const alignSeconds = pastStepSeconds(windowSeconds);
  if (at === undefined || at >= nowSeconds - alignSeconds) return null;
  if (!Number.isFinite(at) || at < nowSeconds - oldestSeconds) {
    throw new AppError('invalid', {
      detail: 'The query is not valid.',
      errors: [{ field: 'at', message: 'Unix seconds within the last 31 days' }],
    });
  }
  return Math.floor(at / alignSeconds) * alignSeconds;
}

/** The same for everybody who asks for the same: answers are shared by it. */
function graphRequest(
  { type, serviceNodes, percentiles }: { type: GraphType; serviceNodes: boolean; percentiles: boolean },
  windowSeconds: number,
  at: number | null,
): GraphRequest {
  return { type, serviceNodes, percentiles: at === null || percentiles, windowSeconds, at };
}

/** A graph to follow, as a parameter of the stream gives it. Throws "invalid". */
export function parseFollowed(text: string): FollowedGraph {
  const query = parseQuery(followedGraphSchema, new URLSearchParams(text));
  const windowSeconds = parseSeconds('window', query.window, windowBounds);
  return {
    query: text,
    request: graphRequest({ ...query, percentiles: true }, windowSeconds, null),
    wanted: parseNamespaces(query.namespaces),
    has: query.since ?? null,
  };
}

export function graphOperation({ access, graphs, clock }: Services): Operation {
  return defineOperation(routes.graph, async ({ query, caller }) => {
    const wanted = parseNamespaces(query.namespaces);
    const windowSeconds = parseSeconds('window', query.window, windowBounds);
    const at = parseTime(query.at, clock.now() / 1000, windowSeconds);
    const request = graphRequest(query, windowSeconds, at);
    const { credential } = caller.session;
    // Who names namespaces may be told that they may see none of them: nothing is asked for that.
    if (wanted === null) graphs.begin(request);
    const [visibility, rights] = await Promise.all([
      access.visibility(credential),
      access.rights(credential),
    ]);
    const asker = graphAsker(requestScope(visibility, wanted), rights);
    return { kind: 'packed', ...(await graphs.packed(request, asker)) };
  });
}
