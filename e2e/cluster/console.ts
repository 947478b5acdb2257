/** The console against the cluster, with its own account and what it needs to know by address. */
import { randomBytes } from 'node:crypto';
import { filesOf } from './description.ts';
import { answers, type Programs } from './programs.ts';

export interface ConsoleOptions {
  dir: string;
  port: number;
  prometheus: string;
}

export async function startConsole(
  programs: Programs,
  { dir, port, prometheus }: ConsoleOptions,
): Promise<void> {
  const files = filesOf(dir);
  await programs.start('console', {
    command: process.execPath,
    args: ['lib/server/main.ts'],
    env: {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      KUBECONFIG: files.consoleKubeconfig,
      SLUICE_PROMETHEUS_URL: prometheus,
      SLUICE_AUTH: 'demo,token',
      SLUICE_DEMO_TOKENS: files.personaTokens,
      SLUICE_SESSION_SECRET: randomBytes(48).toString('base64url'),
      SLUICE_CLUSTER_NAME: 'cluster',
      SLUICE_LOG_LEVEL: process.env.SLUICE_LOG_LEVEL ?? 'warn',
    },
    isReady: () => answers(`http://127.0.0.1:${port}/readyz`),
  });
}
