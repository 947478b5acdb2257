/** The embedded Kubernetes API: a stage that behaves as a kube-apiserver does for the console, client-node and everyday kubectl. */
import { accountTokens } from './access/account-tokens.ts';
import { authenticatorOf } from './access/authentication.ts';
import { createCertificates } from './access/certificates.ts';
import { issuedTokens } from './access/issued-tokens.ts';
import { bootstrapObjects } from './bootstrap.ts';
import { startControllers } from './controllers/controllers.ts';
import { requestHandler } from './serving/handler.ts';
import { listen } from './serving/listener.ts';
import { Store } from './store.ts';
import type { KubernetesOptions, KubernetesServer } from './types.ts';
import { withDefaults } from './writes/defaults.ts';

const podStartMs = 2000;

/** Rejects when the port is taken (EADDRINUSE). */
export async function startKubernetes(options: KubernetesOptions): Promise<KubernetesServer> {
  const store = new Store(Date.now);
  // The cluster is as old as its oldest object.
  const [creationTimestamp] = options.objects
    .flatMap(({ metadata }) => metadata.creationTimestamp ?? [])
    .sort();
  const own = bootstrapObjects.map((object) => ({
    ...object,
    metadata: { ...object.metadata, creationTimestamp },
  }));
  for (const object of [...own, ...options.objects]) store.put(withDefaults(object), 'kube-apiserver');
  store.forget();

  const certificates = await createCertificates(Date.now());
  const people = authenticatorOf(options.users);
  const accounts = accountTokens(store);
  const cluster = {
    store,
    tokens: (token: string) => people(token) ?? accounts.userOf(token),
    accounts,
    issued: options.issuer === undefined ? undefined : issuedTokens(options.issuer),
    logs: options.logs,
    backends: options.backends,
  };
  const listener = await listen(options.port, certificates, requestHandler(cluster));
  const stopControllers = options.controllers === false ? () => {} : startControllers(store, podStartMs);
  return {
    url: `https://127.0.0.1:${listener.port}`,
    plainUrl: `http://127.0.0.1:${listener.port}`,
    caCertificate: certificates.authority,
    port: listener.port,
    store,
    close: async () => {
      stopControllers();
      await listener.close();
    },
  };
}
