/** `/api/v1/config…`: Istio's objects, one by one and as lists, and what forms offer. */
import { routes } from '#lib/api/routes.ts';
import { askKindRights } from '../../access/kind-rights.ts';
import { choicesFor } from '../../configuration/choices.ts';
import { listConfiguration } from '../../configuration/list.ts';
import { describeObject } from '../../configuration/object.ts';
import { targetOf } from '../../configuration/target.ts';
import { defineOperation, type Operation } from '../../http/operation.ts';
import { createPackedCache } from '../../mesh/packed.ts';
import { parseNamespaces, requestScope } from '../../mesh/scope.ts';
import { inSlices } from '../../mesh/slices.ts';
import type { Services } from '../../services.ts';

const keptLists = 64;

export function configurationOperations(services: Services): Operation[] {
  const { access, snapshot, checks } = services;
  const lists = createPackedCache(keptLists);
  return [
    defineOperation(routes.configuration, async ({ query, caller }) => {
      const wanted = parseNamespaces(query.namespaces);
      const { credential } = caller.session;
      const scope = requestScope(await access.visibility(credential), wanted);
      const rights = await askKindRights(access, credential);
      const states = [...snapshot.kinds()].map(([id, { state }]) => [id, state]);
      const key = JSON.stringify([
        snapshot.revision(),
        rights.key,
        scope.key,
        scope.warnings,
        snapshot.warnings(),
        states,
      ]);
      const packed = await lists.get(key, () =>
        checks.use(rights, (set) => inSlices(listConfiguration(snapshot, set, scope, rights))),
      );
      return { kind: 'packed', ...packed };
    }),
    defineOperation(routes.configurationObject, async ({ query, caller }) => {
      const body = await describeObject(services, caller.session.credential, targetOf(query));
      return { kind: 'json', body };
    }),
    defineOperation(routes.configurationChoices, async ({ query, caller }) => {
      const body = await choicesFor(services, caller.session.credential, query.namespace);
      return { kind: 'json', body };
    }),
  ];
}
