/** `POST /api/v1/route-test`: one request, answered on paper; nothing is sent, nothing is changed. */
import { routes } from '#lib/api/routes.ts';
import { askKindRights } from '../../access/kind-rights.ts';
import { readDrafts } from '../../configuration/draft.ts';
import { testRoute } from '../../configuration/route-test.ts';
import { defineOperation, type Operation } from '../../http/operation.ts';
import type { Services } from '../../services.ts';

export function routeTestOperation({ access, snapshot }: Services): Operation {
  return defineOperation(routes.routeTest, async ({ body, caller }) => {
    const { from, ...request } = body.request;
    const drafts = await readDrafts(body.changes);
    const rights = await askKindRights(access, caller.session.credential);
    return { kind: 'json', body: testRoute({ from, request, drafts }, snapshot.objects(), rights) };
  });
}
