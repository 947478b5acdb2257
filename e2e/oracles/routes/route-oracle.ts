/** The oracle process (main.go): one mesh in, what Istio sends to its proxies out. */
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import type { ProxyRef } from '#lib/istio/objects.ts';
import type { ProxyConfig } from './envoy-config.ts';
import type { RandomMesh } from './random-mesh.ts';

export interface OracleAnswer {
  /** Istio could not read an object, or gave up. */
  error?: string;
  /** In the order of the proxies asked for. */
  proxies: ProxyConfig[] | null;
}

export interface RouteOracle {
  /** One question at a time. Rejects when the process has ended. */
  ask(mesh: RandomMesh, proxies: readonly ProxyRef[]): Promise<OracleAnswer>;
  stop(): void;
}

const stderrKept = 2_000;

export function startRouteOracle(binary: string): RouteOracle {
  // Folders that exist keep a package of Istio's tests from printing warnings among the answers.
  const env = { ...process.env, TARGET_OUT: tmpdir(), LOCAL_OUT: tmpdir() };
  const child = spawn(binary, [], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-stderrKept);
  });
  // Writing to a process that died fails too; its missing answer tells more.
  child.stdin.on('error', () => undefined);
  child.on('error', (error) => {
    stderr += error.message;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(mesh, proxies) {
      child.stdin.write(`${JSON.stringify({ ...mesh, proxies })}\n`);
      const line = await lines.next();
      if (line.done) throw new Error(`the oracle ended: ${stderr}`);
      return JSON.parse(line.value) as OracleAnswer;
    },
    stop: () => child.kill(),
  };
}
