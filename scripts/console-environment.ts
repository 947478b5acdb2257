/** How the console is set up where there are personas to sign in as: on the embedded mesh and on the real cluster. */
import { join } from 'node:path';

export interface ConsoleSetup {
  port: number;
  /** Holds console.kubeconfig and persona-tokens.json. */
  dir: string;
  prometheus: string;
  sessionSecret: string;
  dev: boolean;
}

/** Where the personas' tokens lie in the folder: an object by context. */
export const personaTokensFile = 'persona-tokens.json';

export function consoleEnvironment(setup: ConsoleSetup): NodeJS.ProcessEnv {
  const { port, dir, prometheus, sessionSecret, dev } = setup;
  return {
    ...process.env,
    NODE_ENV: dev ? 'development' : 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    KUBECONFIG: join(dir, 'console.kubeconfig'),
    SLUICE_PROMETHEUS_URL: prometheus,
    SLUICE_AUTH: 'demo,token',
    SLUICE_DEMO_TOKENS: join(dir, personaTokensFile),
    SLUICE_SESSION_SECRET: sessionSecret,
    // Browsers find every name under localhost on this machine.
    SLUICE_TOOLS_URL: `http://*.localhost:${port}`,
    SLUICE_CLUSTER_NAME: 'demo',
    // Of the demo's content (demo/content/access.ts), with the Role that history needs.
    SLUICE_NAMESPACE: 'sluice',
    SLUICE_LOG_LEVEL: process.env.SLUICE_LOG_LEVEL ?? 'warn',
  };
}
