/**
 * A real OpenID Connect issuer that the mesh's Kubernetes API trusts, embedded or on the real cluster, with consoles that sign in through
 * it, and the rights that its groups have there.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { personas } from '#demo/content/access.ts';
import { type RealIssuer, startRealIssuer } from '#lib/server/testing/real-issuer.ts';
import { startConsole } from '#scripts/demo-processes.ts';
import { freePort } from '#scripts/free-port.ts';
import { stopAll } from '#scripts/run.ts';
import { filesOf, issuerSocket, readEndpoints } from '../cluster/description.ts';
import { startRelay } from '../cluster/relay.ts';
import { consoleUrl, demoDir, demoIssuer, isRealCluster, kubernetes, root, tokenOf } from './demo.ts';

export interface SignInWorld {
  issuer: RealIssuer;
  /** Two consoles with one key: replicas. */
  urls: readonly [string, string];
  stop(): Promise<void>;
}

const client = { id: 'sluice', secret: 'of-the-journeys-alone' };
/** Whom the issuer knows. */
export const people = [
  { name: 'grace', groups: ['release-crew'] },
  { name: 'oscar', groups: ['shop-watch'] },
] as const;

/** What the issuer's groups may do, as an admin of the cluster would say it. */
const bindings = [
  {
    namespace: 'bookinfo',
    name: 'issuer-release-crew',
    role: 'sluice-developer',
    group: 'oidc:release-crew',
  },
  { namespace: 'shop', name: 'issuer-shop-watch', role: 'sluice-viewer', group: 'oidc:shop-watch' },
];

async function grantRights(): Promise<void> {
  const apiGroup = 'rbac.authorization.k8s.io';
  for (const { namespace, name, role, group } of bindings) {
    const { status } = await kubernetes(
      'admin',
      'POST',
      `/apis/${apiGroup}/v1/namespaces/${namespace}/rolebindings`,
      {
        apiVersion: `${apiGroup}/v1`,
        kind: 'RoleBinding',
        metadata: { name },
        roleRef: { apiGroup, kind: 'ClusterRole', name: role },
        subjects: [{ apiGroup, kind: 'Group', name: group }],
      },
    );
    // An earlier run left it.
    if (status !== 201 && status !== 409) throw new Error(`RoleBinding ${name}: ${status}`);
  }
}

interface Place {
  port: number;
  tls: { certificate: string; key: string } | null;
  /** Settings of the console that are of this issuer alone. */
  environment: Record<string, string>;
  close(): void;
}

/** On the real cluster the API server is in a network of its own, and insists on https. */
async function placeOfIssuer(dir: string): Promise<Place> {
  if (!isRealCluster)
    return { port: Number(new URL(demoIssuer).port), tls: null, environment: {}, close: () => {} };
  const { issuer } = readEndpoints(dir);
  if (issuer === undefined) throw new Error('The cluster knows of no issuer.');
  const port = Number(new URL(issuer).port);
  const { authority, certificate, key } = filesOf(dir).oidc;
  const socket = issuerSocket(dir);
  rmSync(socket, { force: true });
  const relay = await startRelay(socket, port);
  return {
    port,
    tls: { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') },
    environment: { SLUICE_OIDC_CA_FILE: authority },
    close: () => {
      relay.close();
      rmSync(socket, { force: true });
    },
  };
}

/** kube-apiserver looks every ten seconds for an issuer that was away; one that it has met before it does not ask again. */
async function isHeardOf({ requests }: RealIssuer): Promise<void> {
  const deadline = Date.now() + (isRealCluster ? 12_000 : 0);
  while (Date.now() < deadline && !requests.some((line) => line.includes('/.well-known/'))) await later(200);
}

export async function startSignInWorld(): Promise<SignInWorld> {
  const dir = resolve(root, demoDir);
  await grantRights();
  const place = await placeOfIssuer(dir);
  const first = await freePort(Number(new URL(consoleUrl).port) + 41, 'the console');
  const second = await freePort(first + 1, 'the second console');
  const url = `http://127.0.0.1:${first}`;
  const issuer = await startRealIssuer({ port: place.port, tls: place.tls, client, consoleUrl: url, people });
  await isHeardOf(issuer);
  const { prometheus = '' } = readEndpoints(dir);
  const known = personas.map(({ context, username, displayName }) => ({
    context,
    user: username,
    displayName,
    token: tokenOf(context),
  }));
  const environment = {
    SLUICE_AUTH: 'oidc,token,anonymous',
    SLUICE_PUBLIC_URL: url,
    SLUICE_OIDC_ISSUER: issuer.url,
    SLUICE_OIDC_CLIENT_ID: client.id,
    SLUICE_OIDC_CLIENT_SECRET: client.secret,
    SLUICE_OIDC_SCOPES: 'openid groups',
    SLUICE_OIDC_NAME: 'Acme Login',
    ...place.environment,
  };
  // Its log, and what else it writes, beside the shared console's.
  const own = `${dir}-sign-in`;
  mkdirSync(own, { recursive: true });
  copyFileSync(filesOf(dir).consoleKubeconfig, filesOf(own).consoleKubeconfig);
  const mesh = { dir: own, prometheus, personas: known };
  const consoles = await Promise.all(
    [first, second].map((port) => startConsole({ port, mesh, dev: false, environment })),
  );
  const [one, two] = consoles.map((console) => console.url);
  return {
    issuer,
    urls: [one ?? '', two ?? ''],
    stop: async () => {
      await stopAll();
      await issuer.close();
      place.close();
    },
  };
}
