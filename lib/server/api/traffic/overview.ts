/** `GET /api/v1/overview`: what is wrong in the caller's namespaces, and how they are doing. */
import { routes } from '#lib/api/routes.ts';
import { defineOperation, type Operation } from '../../http/operation.ts';
import { parseNamespaces, requestScope } from '../../mesh/scope.ts';
import type { Services } from '../../services.ts';
import { parseSeconds } from './graph.ts';

const rangeBounds = { minSeconds: 300, maxSeconds: 7 * 86_400 };

export function overviewOperation({ access, overviews }: Services): Operation {
  return defineOperation(routes.overview, async ({ query, caller }) => {
    const wanted = parseNamespaces(query.namespaces);
    const rangeSeconds = parseSeconds('range', query.range, rangeBounds);
    const { credential } = caller.session;
    const scope = requestScope(await access.visibility(credential), wanted);
    const rights = await access.rights(credential);
    return { kind: 'packed', ...(await overviews.packed(rangeSeconds, scope, rights)) };
  });
}
