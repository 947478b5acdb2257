/** The console against the cluster, with its own account. */
import { randomBytes } from 'node:crypto';
import { consoleEnvironment } from '#scripts/console-environment.ts';
import { answers, type Programs } from './programs.ts';

export interface ConsoleOptions {
  dir: string;
  port: number;
  prometheus: string;
}

export async function startConsole(programs: Programs, options: ConsoleOptions): Promise<void> {
  const sessionSecret = randomBytes(48).toString('base64url');
  await programs.start('console', {
    command: process.execPath,
    args: ['lib/server/main.ts'],
    env: consoleEnvironment({ ...options, sessionSecret, dev: false }),
    isReady: () => answers(`http://127.0.0.1:${options.port}/readyz`),
  });
}
