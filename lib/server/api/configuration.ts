/** `/api/v1/config…`: Istio's objects, and changes of them. */
import type { ConfigurationObject } from '#lib/api/configuration.ts';
import { routes } from '#lib/api/routes.ts';
import { objectText } from '#lib/document/object-text.ts';
import { lastWrite } from '#lib/graph/changes.ts';
import { hostsOf } from '#lib/istio/kinds/kind.ts';
import { kindId } from '#lib/istio/kinds/registry.ts';
import { ownershipOf } from '#lib/istio/ownership.ts';
import { askKindRights } from '../access/kind-rights.ts';
import { listConfiguration } from '../configuration/list.ts';
import { mayOf } from '../configuration/may.ts';
import { readObjectAs } from '../configuration/read-object.ts';
import { targetOf } from '../configuration/target.ts';
import { defineOperation, type Operation } from '../http/operation.ts';
import { parseNamespaces, requestScope } from '../mesh/scope.ts';
import type { Services } from '../services.ts';

export function configurationOperations({ access, snapshot, kubernetes }: Services): Operation[] {
  return [
    defineOperation(routes.configuration, async ({ query, caller }) => {
      const wanted = parseNamespaces(query.namespaces);
      const { credential } = caller.session;
      const scope = requestScope(await access.visibility(credential), wanted);
      const rights = await askKindRights(access, credential);
      return { kind: 'json', body: listConfiguration(snapshot, scope, rights) };
    }),
    defineOperation(routes.configurationObject, async ({ query, caller }) => {
      const target = targetOf(query);
      const { credential } = caller.session;
      const object = await readObjectAs(kubernetes, credential, target);
      const created = Date.parse(object.metadata.creationTimestamp ?? '') / 1000;
      const body: ConfigurationObject = {
        kind: kindId(target.kind),
        namespace: target.namespace,
        name: target.name,
        object,
        text: objectText(object),
        resourceVersion: object.metadata.resourceVersion ?? '',
        createdAt: Number.isNaN(created) ? null : created,
        changedAt: lastWrite(object),
        hosts: hostsOf(target.kind, object),
        managedBy: ownershipOf(object),
        findings: [],
        touches: [],
        touchedBy: [],
        may: await mayOf(access, credential, target),
        warnings: [],
      };
      return { kind: 'json', body };
    }),
  ];
}
