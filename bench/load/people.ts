/** People with credentials of their own: ID tokens of an issuer that the mesh's Kubernetes API trusts, and RoleBindings for their groups. */
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { personaRoleName } from '#lib/access/persona-role.ts';

export interface Issuer {
  url: string;
  token(name: string, group: string): Promise<string>;
  close(): void;
}

const keyId = 'bench';
const roleGroup = 'rbac.authorization.k8s.io';

export async function startIssuer(port: number): Promise<Issuer> {
  const url = `http://127.0.0.1:${port}`;
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: keyId, alg: 'RS256', use: 'sig' }] };
  const server = createServer((incoming, outgoing) => {
    const body = incoming.url === '/keys' ? keys : { issuer: url, jwks_uri: `${url}/keys` };
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url,
    token: (name, group) =>
      new SignJWT({ groups: [group] })
        .setProtectedHeader({ alg: 'RS256', kid: keyId })
        .setIssuer(url)
        .setAudience('sluice')
        .setSubject(name)
        .setIssuedAt()
        .setExpirationTime('4h')
        .sign(privateKey),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

export interface Grant {
  group: string;
  persona: 'viewer' | 'developer';
  /** Null: everywhere. */
  namespaces: readonly string[] | null;
}

export async function grant(
  kubernetes: (method: string, path: string, body: object) => Promise<unknown>,
  { group, persona, namespaces }: Grant,
): Promise<void> {
  const binding = (kind: string) => ({
    apiVersion: `${roleGroup}/v1`,
    kind,
    metadata: { name: `bench-${group}` },
    roleRef: { apiGroup: roleGroup, kind: 'ClusterRole', name: personaRoleName(persona) },
    // As the mesh names the groups of its issuer (demo/kubernetes/access/issued-tokens.ts).
    subjects: [{ apiGroup: roleGroup, kind: 'Group', name: `oidc:${group}` }],
  });
  const base = `/apis/${roleGroup}/v1`;
  if (namespaces === null)
    await kubernetes('POST', `${base}/clusterrolebindings`, binding('ClusterRoleBinding'));
  for (const namespace of namespaces ?? [])
    await kubernetes('POST', `${base}/namespaces/${namespace}/rolebindings`, binding('RoleBinding'));
}
