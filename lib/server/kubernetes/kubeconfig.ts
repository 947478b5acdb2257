/**
 * How to reach the cluster and as whom, read with the Kubernetes client's own loader: the one place that knows it.
 * Only an explicit KUBECONFIG or the in-cluster account is used, never a file found in a home folder.
 */
import { accessSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { delimiter } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';

type Pem = string | Buffer;

export interface ClusterConnection {
  server: URL;
  /** Where else its credentials are fetched by this process: the issuer of an `oidc` auth provider. */
  alsoReaches: readonly URL[];
  /** What proves the server to us; used for every caller. */
  serverTls: { ca?: Pem; servername?: string; rejectUnauthorized?: boolean };
  /** The console's own client certificate; never used for a user's call. */
  clientTls: { cert?: Pem; key?: Pem };
  /** The console's own Authorization header, fresh. */
  authorization(): Promise<string | null>;
}

const serviceAccountToken = '/var/run/secrets/kubernetes.io/serviceaccount/token';
/** Token files and plugins are asked again after this long. */
const credentialLifeMs = 30_000;

function inCluster(): boolean {
  try {
    accessSync(serviceAccountToken);
    return process.env.KUBERNETES_SERVICE_HOST !== undefined;
  } catch {
    return false;
  }
}

async function load(kubeconfig: string | null): Promise<KubeConfig> {
  // Half a second of loading that only the start pays.
  const client = await import('@kubernetes/client-node');
  const config = new client.KubeConfig();
  if (kubeconfig === null) {
    if (!inCluster()) {
      throw new Error('KUBECONFIG is not set and this is no pod with a service account: set KUBECONFIG.');
    }
    config.loadFromCluster();
    return config;
  }
  const [first = '', ...others] = kubeconfig.split(delimiter).filter((file) => file !== '');
  try {
    config.loadFromFile(first);
    for (const file of others) {
      const next = new client.KubeConfig();
      next.loadFromFile(file);
      config.mergeConfig(next, true);
    }
  } catch {
    throw new Error('KUBECONFIG names a file that cannot be read as a kubeconfig.');
  }
  return config;
}

function headerOf(options: RequestOptions): string | null {
  if (typeof options.auth === 'string') return `Basic ${Buffer.from(options.auth).toString('base64')}`;
  const headers = options.headers;
  if (headers === undefined || Array.isArray(headers)) return null;
  const value = 'Authorization' in headers ? headers.Authorization : undefined;
  return typeof value === 'string' ? value : null;
}

/** The loader fills these from one file or one base64 text each. */
function pem(value: RequestOptions['ca'] | RequestOptions['key']): Pem | undefined {
  return typeof value === 'string' || Buffer.isBuffer(value) ? value : undefined;
}

/** Throws with a sentence that names KUBECONFIG when there is no usable cluster. */
export async function loadConnection(kubeconfig: string | null): Promise<ClusterConnection> {
  const config = await load(kubeconfig);
  const cluster = config.getCurrentCluster();
  if (cluster === null || !URL.canParse(cluster.server)) {
    throw new Error('KUBECONFIG has no current context with a cluster: kubectl config use-context sets one.');
  }
  const server = new URL(cluster.server);
  if (server.protocol !== 'https:' && cluster.skipTLSVerify !== true) {
    throw new Error('KUBECONFIG names a server without https: credentials would travel in the clear.');
  }
  const read = async (): Promise<RequestOptions> => {
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    return options;
  };
  const initial = await read();
  let cached = { header: headerOf(initial), atMs: Date.now() };
  const renewedAt = config.getCurrentUser()?.authProvider?.config?.['idp-issuer-url'];
  return {
    server,
    alsoReaches: typeof renewedAt === 'string' && URL.canParse(renewedAt) ? [new URL(renewedAt)] : [],
    serverTls: {
      ca: pem(initial.ca),
      servername: initial.servername,
      rejectUnauthorized: cluster.skipTLSVerify === true ? false : undefined,
    },
    clientTls: { cert: pem(initial.cert), key: pem(initial.key) },
    authorization: async () => {
      if (Date.now() - cached.atMs > credentialLifeMs) {
        cached = { header: headerOf(await read()), atMs: Date.now() };
      }
      return cached.header;
    },
  };
}
