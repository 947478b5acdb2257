/** etcd and kube-apiserver, with the controller of aggregated roles: RBAC, tokens, admission webhooks that may name a Service, and an audit log. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { writeAccounts } from './accounts.ts';
import { type ApiClient, openApi } from './api-client.ts';
import { filesOf } from './description.ts';
import { answers, type Programs } from './programs.ts';

const clusterRoles = '/apis/rbac.authorization.k8s.io/v1/clusterroles';
const etcdUrl = 'http://127.0.0.1:2379';
const etcdPeerUrl = 'http://127.0.0.1:2380';

/** What was asked is kept of every request, bodies of what changes something. */
const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [
    { level: 'None', nonResourceURLs: ['/readyz*', '/livez*', '/healthz*'] },
    { level: 'Metadata', resources: [{ group: '', resources: ['secrets'] }] },
    { level: 'Request', verbs: ['create', 'update', 'patch', 'delete'] },
    { level: 'Metadata' },
  ],
};

export interface KubernetesOptions {
  dir: string;
  port: number;
  /** Whose ID tokens are taken, beside the check's. */
  issuer: string;
  binaries: { etcd: string; 'kube-apiserver': string; 'clusterrole-aggregation': string };
}

/** Answers a client that may do everything, once the API server is ready. */
export async function startKubernetes(programs: Programs, options: KubernetesOptions): Promise<ApiClient> {
  const { dir, port, binaries, issuer } = options;
  const data = join(dir, 'etcd');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const etcd = programs.start('etcd', {
    command: binaries.etcd,
    args: [
      `--data-dir=${data}`,
      `--listen-client-urls=${etcdUrl}`,
      `--advertise-client-urls=${etcdUrl}`,
      `--listen-peer-urls=${etcdPeerUrl}`,
      `--initial-advertise-peer-urls=${etcdPeerUrl}`,
      `--initial-cluster=default=${etcdPeerUrl}`,
      // Nothing here is worth a disk's patience.
      '--unsafe-no-fsync',
      '--log-level=warn',
    ],
    isReady: () => answers(`${etcdUrl}/readyz`),
  });
  const files = filesOf(dir);
  const policy = join(dir, 'audit-policy.yaml');
  writeFileSync(policy, stringify(auditPolicy));
  const authentication = await writeAccounts(dir, `https://127.0.0.1:${port}`, issuer);
  await etcd;
  const root = openApi(files.rootKubeconfig, 'root');
  await programs.start('kube-apiserver', {
    command: binaries['kube-apiserver'],
    args: [
      `--etcd-servers=${etcdUrl}`,
      `--secure-port=${port}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=10.0.0.1',
      `--cert-dir=${join(dir, 'certificates')}`,
      // The demo's Services have addresses of this range.
      '--service-cluster-ip-range=10.96.0.0/16',
      // Webhooks that name a Service are called at its endpoints: there is no kube-proxy.
      '--enable-aggregator-routing=true',
      '--authorization-mode=RBAC',
      // Nothing makes the default accounts that this plugin insists on.
      '--disable-admission-plugins=ServiceAccount',
      '--allow-privileged=true',
      '--kubelet-preferred-address-types=InternalIP',
      `--audit-policy-file=${policy}`,
      `--audit-log-path=${files.auditLog}`,
      ...authentication,
    ],
    isReady: async () => (await root.call('GET', '/readyz')).status === 200,
  });
  await programs.start('clusterrole-aggregation', {
    command: binaries['clusterrole-aggregation'],
    args: [files.rootKubeconfig],
    isReady: async () => {
      const { body } = await root.call<{ rules?: unknown[] | null }>('GET', `${clusterRoles}/admin`);
      return (body.rules ?? []).length > 0;
    },
  });
  return root;
}
