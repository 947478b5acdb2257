/** The embedded API as the suite wants it: empty, without controllers, one user. */
import { startKubernetes } from '#demo/kubernetes/server.ts';
import type { ApiServer } from '../api-server.ts';

const token = 'root-token';

export async function startEmbedded(): Promise<{ server: ApiServer; stop: () => Promise<void> }> {
  const kubernetes = await startKubernetes({
    port: 0,
    objects: [],
    users: [{ token, username: 'root', uid: 'root', groups: ['system:masters'] }],
    controllers: false,
  });
  return {
    server: { url: kubernetes.url, token, certificateAuthority: kubernetes.caCertificate },
    stop: () => kubernetes.close(),
  };
}
