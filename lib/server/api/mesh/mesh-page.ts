/** `GET /api/v1/mesh` and `POST /api/v1/namespaces/{namespace}/labels`. */
import { routes } from '#lib/api/routes.ts';
import { checkLabels, writeLabels } from '../../access/namespace-labels.ts';
import { AppError } from '../../app-error.ts';
import { defineOperation, type Operation } from '../../http/operation.ts';
import type { UserCredential } from '../../kubernetes/credential.ts';
import { isNamespaceName } from '../../kubernetes/paths.ts';
import { resources } from '../../kubernetes/resources.ts';
import { parseNamespaces, requestScope } from '../../mesh/scope.ts';
import type { Services } from '../../services.ts';

const question = { verb: 'patch', group: resources.namespaces.group, resource: resources.namespaces.plural };

export function meshOperations({ access, meshes, kubernetes, log }: Services): Operation[] {
  /** Whose labels the caller may change, by access review; null for all. */
  async function labelled(
    credential: UserCredential,
    namespaces: readonly string[],
  ): Promise<ReadonlySet<string> | null> {
    if (await access.allowsEverywhere(credential, question)) return null;
    const allowed = await Promise.all(namespaces.map((name) => access.allows(credential, question, name)));
    return new Set(namespaces.filter((_, index) => allowed[index]));
  }

  return [
    defineOperation(routes.mesh, async ({ query, caller }) => {
      const wanted = parseNamespaces(query.namespaces);
      const { credential } = caller.session;
      const visibility = await access.visibility(credential);
      const scope = requestScope(visibility, wanted);
      const shown = [...visibility.namespaces].filter((name) => scope.requested?.has(name) ?? true).sort();
      const [rights, labels] = await Promise.all([access.rights(credential), labelled(credential, shown)]);
      return { kind: 'packed', ...(await meshes.packed({ scope, rights, labels })) };
    }),
    defineOperation(routes.labelNamespace, async ({ parameters, body, caller, address, requestId }) => {
      const { namespace } = parameters;
      if (!isNamespaceName(namespace)) {
        throw new AppError('invalid', {
          detail: 'The namespace is not a valid Kubernetes name.',
          errors: [{ field: 'namespace', message: 'not a DNS-1123 name' }],
        });
      }
      checkLabels(body.labels);
      const { credential, strategy } = caller.session;
      const answer = await writeLabels({ client: kubernetes, credential }, namespace, body);
      const isDenial = answer.refusal === 'rights';
      // One line for each change and each that was refused; a trial leaves one only where a right was missing.
      if (!body.dryRun || isDenial)
        log.audit({
          action: isDenial ? 'denied' : 'write',
          subject: caller.identity.name,
          strategy,
          result: answer.refusal === null ? 'allowed' : 'refused',
          requestId,
          address,
          method: 'POST',
          path: routes.labelNamespace.path,
          verb: 'patch',
          object: `namespaces//${namespace}`,
          outcome: answer.refusal ?? answer.state,
          ...(body.reason === '' ? {} : { reason: body.reason }),
        });
      return { kind: 'json', body: answer };
    }),
  ];
}
