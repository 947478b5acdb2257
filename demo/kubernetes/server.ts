/** The embedded Kubernetes API: a stage that behaves as a kube-apiserver does for the console, client-node and everyday kubectl. */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { authenticatorOf } from './authentication.ts';
import { bootstrapObjects } from './bootstrap.ts';
import { createCertificates } from './certificates.ts';
import { withDefaults } from './defaults.ts';
import { requestHandler } from './handler.ts';
import { kindOfObject } from './kinds.ts';
import { listen } from './listener.ts';
import { Store } from './store.ts';
import type { KubernetesOptions, KubernetesServer } from './types.ts';

/** Rejects when the port is taken (EADDRINUSE). */
export async function startKubernetes(options: KubernetesOptions): Promise<KubernetesServer> {
  const store = new Store(Date.now);
  for (const object of [...bootstrapObjects, ...options.objects]) seed(store, withDefaults(object));
  store.forget();

  const certificates = await createCertificates(Date.now());
  const cluster = { store, tokens: authenticatorOf(options.users), logs: options.logs };
  const listener = await listen(options.port, certificates, requestHandler(cluster));
  return {
    url: `https://127.0.0.1:${listener.port}`,
    plainUrl: `http://127.0.0.1:${listener.port}`,
    caCertificate: certificates.authority,
    port: listener.port,
    store,
    close: () => listener.close(),
  };
}

/** Objects that come with their history (managedFields) keep it. */
function seed(store: Store, object: KubernetesObject): void {
  const kind = kindOfObject(object);
  if (kind && object.metadata.managedFields) store.write(kind, object);
  else store.put(object, 'kube-apiserver');
}
