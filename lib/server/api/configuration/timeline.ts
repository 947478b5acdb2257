/** `GET /api/v1/timeline`: what happened in the caller's namespaces over a range. */
import { routes } from '#lib/api/routes.ts';
import { defineOperation, type Operation } from '../../http/operation.ts';
import { parseNamespaces, requestScope } from '../../mesh/scope.ts';
import type { Services } from '../../services.ts';
import { parseSeconds, parseTime } from '../traffic/graph.ts';

const rangeBounds = { minSeconds: 300, maxSeconds: 31 * 86_400 };

export function timelineOperation({ access, timelines, clock }: Services): Operation {
  return defineOperation(routes.timeline, async ({ query, caller }) => {
    const wanted = parseNamespaces(query.namespaces);
    const rangeSeconds = parseSeconds('range', query.range, rangeBounds);
    const at = parseTime(query.at, clock.now() / 1000, rangeSeconds);
    const { credential } = caller.session;
    const scope = requestScope(await access.visibility(credential), wanted);
    const rights = await access.rights(credential);
    return { kind: 'packed', ...(await timelines.packed(rangeSeconds, at, scope, rights)) };
  });
}
