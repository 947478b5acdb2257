/** The two processes of the demo: the embedded mesh, and the console that knows it only by address and credentials. */
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { consoleEnvironment, personaTokensFile } from './console-environment.ts';
import { node, start } from './run.ts';

export interface Persona {
  context: 'viewer' | 'developer' | 'admin';
  user: string;
  displayName: string;
  token: string;
}

/** What the mesh process says of itself, once it answers. */
export interface MeshReady {
  kubernetes: string;
  kubernetesTls: string;
  prometheus: string;
  dir: string;
  personas: Persona[];
}

export interface MeshOptions {
  dir: string;
  seed: number;
  services?: number;
  namespaces?: number;
  clusters?: number;
  /** An OpenID Connect issuer that the mesh's Kubernetes API takes tokens of. */
  oidcIssuer?: string;
  kubernetesPort: number;
  prometheusPort: number;
  onProgress(text: string): void;
}

export async function startMesh(options: MeshOptions): Promise<MeshReady & { process: ChildProcess }> {
  const args = ['demo/main.ts', '--dir', options.dir, '--seed', String(options.seed), '--parent'];
  args.push(
    '--kubernetes-port',
    String(options.kubernetesPort),
    '--prometheus-port',
    String(options.prometheusPort),
  );
  if (options.services !== undefined) args.push('--services', String(options.services));
  if (options.namespaces !== undefined) args.push('--namespaces', String(options.namespaces));
  if (options.clusters !== undefined) args.push('--clusters', String(options.clusters));
  if (options.oidcIssuer !== undefined) args.push('--oidc-issuer', options.oidcIssuer);
  const heap = (options.services ?? 0) > 500 ? ['--max-old-space-size=6144'] : [];
  const child = start(node, [...heap, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  return await new Promise((settle, reject) => {
    child.once('close', (code) => reject(new Error(`The embedded mesh ended (exit code ${code}).`)));
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const message = JSON.parse(line) as { ready?: boolean; progress?: string } & MeshReady;
      if (message.ready) settle({ ...message, process: child });
      else if (message.progress) options.onProgress(message.progress);
    });
  });
}

export interface ConsoleOptions {
  port: number;
  mesh: Pick<MeshReady, 'dir' | 'prometheus' | 'personas'>;
  dev: boolean;
  /** Instead of what a console beside the demo has otherwise. */
  environment?: Readonly<Record<string, string>>;
}

/** Starts the console against the mesh and waits until it is ready. */
export async function startConsole(options: ConsoleOptions): Promise<{ url: string; process: ChildProcess }> {
  const { mesh, port } = options;
  const tokens = join(mesh.dir, personaTokensFile);
  writeFileSync(
    tokens,
    JSON.stringify(Object.fromEntries(mesh.personas.map(({ context, token }) => [context, token]))),
    {
      mode: 0o600,
    },
  );
  const child = start(node, ['lib/server/main.ts', ...(options.dev ? ['--dev'] : [])], {
    // Its log is for reading later; the terminal shows what is to be done, and errors.
    stdio: [
      'ignore',
      options.dev ? 'inherit' : openSync(join(mesh.dir, 'console.log'), 'w', 0o600),
      'inherit',
    ],
    env: {
      ...consoleEnvironment({
        port,
        dir: resolve(mesh.dir),
        prometheus: mesh.prometheus,
        sessionSecret: sessionSecret(mesh.dir),
        dev: options.dev,
      }),
      ...options.environment,
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const ended = new Promise<never>((_, reject) => {
    child.once('close', (code) => reject(new Error(`The console ended (exit code ${code}).`)));
  });
  await Promise.race([ready(`${url}/readyz`), ended]);
  return { url, process: child };
}

/** Kept beside the demo's tokens, so that a restart does not sign anyone out. */
function sessionSecret(dir: string): string {
  const file = join(dir, 'session-secret');
  if (existsSync(file)) return readFileSync(file, 'utf8');
  mkdirSync(dir, { recursive: true });
  const secret = randomBytes(48).toString('base64url');
  writeFileSync(file, secret, { mode: 0o600 });
  return secret;
}

async function ready(url: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    const good = await fetch(url).then(
      (response) => response.status === 200,
      () => false,
    );
    if (good) return;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`${url} did not answer 200 within two minutes.`);
}
