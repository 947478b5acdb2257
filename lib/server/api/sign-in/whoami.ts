/** `GET /api/v1/whoami`: the caller's rights as Kubernetes answers them. */

import type { Whoami } from '#lib/api/access/session.ts';
import { routes } from '#lib/api/routes.ts';
import { type Caller, defineOperation, type Operation } from '../../http/operation.ts';
import type { Services } from '../../services.ts';
import { tokenExpiry } from '../../session/sign-in.ts';

export async function whoami({ session, identity }: Caller, { access, config }: Services): Promise<Whoami> {
  const rights = await access.rights(session.credential);
  const readOnly = session.strategy === 'anonymous';
  const { credential } = session;
  return {
    user: { name: identity.name, groups: [...identity.groups] },
    strategy: session.strategy,
    persona: rights.persona,
    readOnly,
    cluster: { name: config.clusterName, demo: config.strategies.has('demo') },
    namespaces: [...rights.namespaces].map(([name, { persona, permissions }]) => ({
      name,
      persona,
      permissions: {
        editRouting: !readOnly && permissions.has('editRouting'),
        readConfiguration: permissions.has('readConfiguration'),
      },
    })),
    allNamespaces: rights.allNamespaces,
    expiresAt: session.expiresAt ?? (credential.kind === 'bearer' ? tokenExpiry(credential.token) : null),
  };
}

export function whoamiOperation(services: Services): Operation {
  return defineOperation(routes.whoami, async ({ caller }) => ({
    kind: 'json',
    body: await whoami(caller, services),
  }));
}
