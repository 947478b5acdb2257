/** kubeconfig files for kubectl and the console (https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/). */
import { stringify } from 'yaml';

export interface KubeconfigUser {
  context: string;
  token: string;
}

export function kubeconfig(
  server: string,
  caCertificate: string,
  users: readonly KubeconfigUser[],
  currentContext: string,
): string {
  const cluster = 'sluice-demo';
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: cluster,
        cluster: { server, 'certificate-authority-data': Buffer.from(caCertificate).toString('base64') },
      },
    ],
    users: users.map(({ context, token }) => ({ name: context, user: { token } })),
    contexts: users.map(({ context }) => ({ name: context, context: { cluster, user: context } })),
    'current-context': currentContext,
  });
}
