/** Who the API server knows: the demo's people, the console, one member of system:masters, and whoever a trusted OIDC issuer vouches for. */
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { consoleAccount, personas } from '#demo/content/access.ts';
import { createCertificates } from '#demo/kubernetes/access/certificates.ts';
import { kubeconfig } from '#demo/process/kubeconfig.ts';
import { writePrivately } from '#demo/process/private-file.ts';
import { loadTokens } from '#demo/process/tokens.ts';
import { filesOf } from './description.ts';

/** An issuer inside whose tokens count. Nobody answers there unless a check does; it is asked when the first such token comes. */
export const oidcIssuer = 'https://127.0.0.1:5556';
export const oidcAudience = 'sluice';
/** What stands before the names of the issuer's users and groups. */
export const oidcPrefix = 'oidc:';

interface Account {
  name: string;
  username: string;
  groups: readonly string[];
}

const accounts: readonly Account[] = [
  ...personas.map(({ context, username, groups }) => ({ name: context, username, groups })),
  {
    name: 'console',
    username: consoleAccount,
    groups: ['system:serviceaccounts', 'system:serviceaccounts:sluice'],
  },
  { name: 'root', username: 'root', groups: ['system:masters'] },
];

/** Arguments of the API server for authentication, and the kubeconfigs of all accounts, written into the folder. */
export async function writeAccounts(dir: string, server: string, outerIssuer: string): Promise<string[]> {
  const files = filesOf(dir);
  const at = (name: string) => join(dir, name);
  const tokens = loadTokens(
    dir,
    accounts.map(({ name }) => name),
  );
  const tokenOf = (name: string) => tokens.get(name) ?? '';
  const rows = accounts.map(
    ({ name, username, groups }) => `${tokenOf(name)},${username},cluster-${name},"${groups.join(',')}"`,
  );
  writePrivately(at('tokens.csv'), `${rows.join('\n')}\n`);

  const serving = await createCertificates(Date.now());
  writePrivately(at('apiserver.crt'), serving.certificate);
  writePrivately(at('apiserver.key'), serving.key);
  const users = (...names: string[]) => names.map((context) => ({ context, token: tokenOf(context) }));
  const write = (path: string, current: string, ...others: string[]) =>
    writePrivately(path, kubeconfig(server, serving.authority, users(...others, current), current));
  write(files.kubeconfig, 'admin', 'viewer', 'developer');
  write(files.consoleKubeconfig, 'console');
  write(files.rootKubeconfig, 'root');
  writePrivately(
    files.personaTokens,
    JSON.stringify(Object.fromEntries(personas.map(({ context }) => [context, tokenOf(context)]))),
  );

  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writePrivately(at('sa.pub'), publicKey.export({ type: 'spki', format: 'pem' }).toString());
  writePrivately(at('sa.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());

  const oidc = await createCertificates(Date.now());
  writePrivately(files.oidc.authority, oidc.authority);
  writePrivately(files.oidc.certificate, oidc.certificate);
  writePrivately(files.oidc.key, oidc.key);
  writePrivately(
    at('authentication.yaml'),
    authenticationConfiguration(oidc.authority, [oidcIssuer, outerIssuer]),
  );
  return [
    `--tls-cert-file=${at('apiserver.crt')}`,
    `--tls-private-key-file=${at('apiserver.key')}`,
    `--token-auth-file=${at('tokens.csv')}`,
    `--authentication-config=${at('authentication.yaml')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${at('sa.pub')}`,
    `--service-account-signing-key-file=${at('sa.key')}`,
  ];
}

/** https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration */
function authenticationConfiguration(certificateAuthority: string, issuers: readonly string[]): string {
  return stringify({
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'AuthenticationConfiguration',
    jwt: issuers.map((url) => ({
      issuer: { url, certificateAuthority, audiences: [oidcAudience] },
      claimMappings: {
        username: { claim: 'sub', prefix: oidcPrefix },
        groups: { claim: 'groups', prefix: oidcPrefix },
      },
    })),
  });
}
