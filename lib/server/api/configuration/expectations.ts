/** `GET /api/v1/config/expectations`: saved requests, answered on paper as the route tester does. */
import { routes } from '#lib/api/routes.ts';
import { kindId, kinds } from '#lib/istio/kinds/registry.ts';
import { askKindRights } from '../../access/kind-rights.ts';
import { AppError } from '../../app-error.ts';
import { runExpectations } from '../../configuration/expectations.ts';
import { targetOf } from '../../configuration/target.ts';
import { defineOperation, type Operation } from '../../http/operation.ts';
import type { Services } from '../../services.ts';

export function expectationsOperation({ access, snapshot }: Services): Operation {
  return defineOperation(routes.expectations, async ({ query, caller }) => {
    const { namespaces, kind = kindId(kinds.virtualServices), namespace, name } = query;
    if ((namespace === undefined) !== (name === undefined)) {
      throw new AppError('invalid', {
        detail: 'One object is named by its namespace and its name.',
        errors: [{ field: namespace === undefined ? '/namespace' : '/name', message: 'is missing' }],
      });
    }
    // One that can be: its kind is known, its names are not.
    if (namespace !== undefined && name !== undefined) targetOf({ kind, namespace, name });
    const rights = await askKindRights(access, caller.session.credential);
    const only = namespace === undefined || name === undefined ? null : { kind, namespace, name };
    const wanted = namespaces === undefined ? null : new Set(namespaces.split(','));
    return {
      kind: 'json',
      body: await runExpectations({ only, namespaces: wanted }, snapshot.objects(), rights),
    };
  });
}
