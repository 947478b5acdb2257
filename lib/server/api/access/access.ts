/** `/api/v1/access…`: what the caller may do, who may do what, and personas granted and taken back. */
import type { GrantAnswer, Who } from '#lib/api/access/access.ts';
import { routes } from '#lib/api/routes.ts';
import { checkedGrant, type GrantWriter, writeGrant, writeRevocation } from '../../access/grants.ts';
import { installedRoles, ownAccess } from '../../access/own-access.ts';
import { readRbacOf, readRbacOfAll } from '../../access/rbac-lists.ts';
import { subjectMay, whoMay } from '../../access/who.ts';
import { AppError } from '../../app-error.ts';
import { type Caller, defineOperation, type Operation } from '../../http/operation.ts';
import type { UserCredential } from '../../kubernetes/credential.ts';
import { isNamespaceName, isObjectName } from '../../kubernetes/paths.ts';
import { resources } from '../../kubernetes/resources.ts';
import type { Services } from '../../services.ts';

/** Throws "invalid" for what no namespace is called. */
function checkNamespace(namespace: string | undefined, field = 'namespace'): string | null {
  if (namespace === undefined || isNamespaceName(namespace)) return namespace ?? null;
  throw new AppError('invalid', {
    detail: 'The query is not valid.',
    errors: [{ field, message: 'not a DNS-1123 name' }],
  });
}

function checkedName(name: string): string {
  if (isObjectName(name)) return name;
  throw new AppError('invalid', {
    detail: 'The name of a binding is not valid.',
    errors: [{ field: '/name', message: 'not a DNS-1123 name' }],
  });
}

export function accessOperations(services: Services): Operation[] {
  const { access, snapshot, kubernetes, log } = services;

  /** What it takes to grant and to take back, asked as everything else is. */
  async function mayGrant(credential: UserCredential, namespace: string): Promise<Who['may']> {
    const { group, plural } = resources.roleBindings;
    const questions = ['create', 'get', 'delete'].map((verb) => ({ verb, group, resource: plural }));
    const { allowed } = await access.answers(credential, questions, namespace);
    const [create, get, remove] = questions.map((question) => allowed.has(question));
    return {
      grant: create === true,
      revoke: get === true && remove === true,
      missing: questions
        .filter((question) => !allowed.has(question))
        .map((question) => ({ ...question, namespace })),
    };
  }

  interface Asked {
    caller: Caller;
    address: string;
    requestId: string;
  }

  /** One line for each change, and for each that was refused; a trial leaves one only where a right was missing. */
  function audit(
    { caller, address, requestId }: Asked,
    { dryRun, reason }: { dryRun: boolean; reason: string },
    verb: 'create' | 'delete',
    path: string,
    { state, refusal, namespace, name }: GrantAnswer,
  ): void {
    const isDenial = refusal === 'rights' || refusal === 'escalation';
    if (dryRun && !isDenial) return;
    log.audit({
      action: isDenial ? 'denied' : 'write',
      subject: caller.identity.name,
      strategy: caller.session.strategy,
      result: refusal === null ? 'allowed' : 'refused',
      requestId,
      address,
      method: 'POST',
      path,
      verb,
      object: `rolebindings.rbac.authorization.k8s.io/${namespace}/${name}`,
      outcome: refusal ?? state,
      ...(reason === '' ? {} : { reason }),
    });
  }

  const writerOf = ({ session }: Caller): GrantWriter => ({
    client: kubernetes,
    credential: session.credential,
    snapshot,
  });

  return [
    defineOperation(routes.access, async ({ query, caller }) => ({
      kind: 'json',
      body: await ownAccess({ access, snapshot }, caller, checkNamespace(query.namespace)),
    })),
    defineOperation(routes.whoMay, async ({ query, caller }) => {
      checkNamespace(query.namespace);
      const { namespace, what } = query;
      const { credential } = caller.session;
      const [rbac, may] = await Promise.all([
        readRbacOf(kubernetes, credential, namespace),
        mayGrant(credential, namespace),
      ]);
      const body: Who = {
        namespace,
        what,
        ...whoMay(rbac, namespace, what),
        may,
        installed: installedRoles({ snapshot }),
      };
      return { kind: 'json', body };
    }),
    defineOperation(routes.subjectMay, async ({ query, caller }) => {
      const namespace = checkNamespace(query.namespace);
      const subjectNamespace = checkNamespace(query.subjectNamespace, 'subjectNamespace');
      if ((query.kind === 'ServiceAccount') !== (subjectNamespace !== null)) {
        throw new AppError('invalid', {
          detail: 'The query is not valid.',
          errors: [{ field: 'subjectNamespace', message: 'for a ServiceAccount, and only there' }],
        });
      }
      const { credential } = caller.session;
      const visibility = await access.visibility(credential);
      const rbac = await readRbacOfAll(kubernetes, credential, [...visibility.namespaces]);
      const groups = (query.groups ?? '')
        .split(',')
        .map((group) => group.trim())
        .filter((group) => group !== '');
      const subject = { kind: query.kind, name: query.name, namespace: subjectNamespace };
      return { kind: 'json', body: subjectMay(rbac, { subject, groups, namespace }) };
    }),
    defineOperation(routes.grantPersona, async ({ body, ...asked }) => {
      const answer = await writeGrant(writerOf(asked.caller), checkedGrant(body), body.dryRun);
      audit(asked, body, 'create', routes.grantPersona.path, answer);
      return { kind: 'json', body: answer };
    }),
    defineOperation(routes.revokePersona, async ({ body, ...asked }) => {
      checkNamespace(body.namespace, '/namespace');
      const name = checkedName(body.name);
      const answer = await writeRevocation(writerOf(asked.caller), { ...body, name });
      audit(asked, body, 'delete', routes.revokePersona.path, answer);
      return { kind: 'json', body: answer };
    }),
  ];
}
