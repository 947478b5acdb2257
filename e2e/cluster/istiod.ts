/** istiod: discovery for proxies and proxyless clients, the validating webhook and a certificate authority. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf } from './description.ts';
import { answers, type Programs } from './programs.ts';

export const istiodAddresses = {
  xds: '127.0.0.1:15010',
  debug: 'http://127.0.0.1:15014',
  metrics: '127.0.0.1:15014',
};

/** The mesh's own (demo/content/control-plane.ts) but for what there is nobody to do: issue certificates to clients without a proxy. */
const meshConfig = `ingressControllerMode: "OFF"
enableAutoMtls: false
rootNamespace: istio-system
trustDomain: cluster.local
`;

const environment = {
  POD_NAMESPACE: 'istio-system',
  REVISION: 'default',
  CLUSTER_ID: 'Kubernetes',
  ENABLE_LEADER_ELECTION: 'false',
  // Pods come as the injector would have left them.
  INJECT_ENABLED: 'false',
  ISTIOD_CUSTOM_HOST: 'localhost,127.0.0.1',
  XDS_AUTH: 'false',
  // Gateways have no proxies here that could be deployed.
  PILOT_ENABLE_GATEWAY_API_DEPLOYMENT_CONTROLLER: 'false',
};

export async function startIstiod(programs: Programs, dir: string, binary: string): Promise<void> {
  const home = join(dir, 'istiod');
  mkdirSync(home, { recursive: true });
  const mesh = join(home, 'mesh.yaml');
  writeFileSync(mesh, meshConfig);
  await programs.start('istiod', {
    command: binary,
    // The API server calls the webhook at the address of istiod's pods: it listens on every one.
    args: [
      'discovery',
      `--kubeconfig=${filesOf(dir).rootKubeconfig}`,
      `--meshConfig=${mesh}`,
      '--httpAddr=127.0.0.1:8080',
      '--httpsAddr=:15017',
      '--grpcAddr=:15010',
      '--secureGRPCAddr=',
      '--monitoringAddr=:15014',
      '--ctrlz_port=9876',
    ],
    env: environment,
    cwd: home,
    isReady: () => answers('http://127.0.0.1:8080/ready'),
  });
}
