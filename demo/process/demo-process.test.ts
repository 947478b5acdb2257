import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Ready {
  ready: true;
  kubernetes: string;
  prometheus: string;
  personas: { context: string; token: string }[];
}

let dir = '';
const children: ChildProcess[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sluice-demo-'));
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(dir, { recursive: true });
});

function start(...args: string[]): { child: ChildProcess; ready: Promise<Ready>; errors: () => string } {
  const child = spawn(process.execPath, ['demo/main.ts', '--prometheus-port', '0', '--dir', dir, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.push(child);
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  const ready = new Promise<Ready>((resolve, reject) => {
    if (child.stdout) {
      createInterface(child.stdout).on('line', (line) => {
        const message = JSON.parse(line) as Ready | { progress: string; percent: number };
        if ('ready' in message) resolve(message);
        else expect(message.percent).toBeLessThanOrEqual(100);
      });
    }
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${errors}`)));
  });
  return { child, ready, errors: () => errors };
}

describe('the demo process', () => {
  it('serves both APIs, writes private kubeconfigs, and ends with SIGTERM', async () => {
    const { child, ready } = start('--kubernetes-port', '0');
    const { kubernetes, prometheus, personas } = await ready;
    expect(personas.map(({ context }) => context)).toEqual(['viewer', 'developer', 'admin']);

    const kubeconfig = parse(readFileSync(join(dir, 'kubeconfig'), 'utf8'));
    expect(kubeconfig['current-context']).toBe('admin');
    expect(kubeconfig.users.map(({ user }: { user: { token: string } }) => user.token)).toEqual(
      personas.map(({ token }) => token),
    );
    for (const file of ['kubeconfig', 'console.kubeconfig', 'tokens.json']) {
      expect(statSync(join(dir, file)).mode & 0o777).toBe(0o600);
    }

    const authorization = `Bearer ${personas[1]?.token}`;
    const pods = await fetch(`${kubernetes}/api/v1/namespaces/shop/pods`, { headers: { authorization } });
    expect(pods.status).toBe(200);
    const query = 'count(count_over_time(istio_requests_total{reporter="source"}[55m])) > 20';
    const answer = await fetch(`${prometheus}/api/v1/query?${new URLSearchParams({ query })}`);
    const { data } = (await answer.json()) as { data: { result: unknown[] } };
    expect(data.result).toHaveLength(1);

    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });

  it('keeps its tokens, and ends with its parent', async () => {
    const first = start('--kubernetes-port', '0', '--parent');
    const { personas } = await first.ready;
    first.child.stdin?.end();
    expect((await once(first.child, 'exit'))[0]).toBe(0);
    const second = start('--kubernetes-port', '0');
    expect((await second.ready).personas).toEqual(personas);
  });

  it('names a taken port and takes the next one', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const address = blocker.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { ready, errors } = start('--kubernetes-port', `${port}`);
    const { kubernetes } = await ready;
    expect(Number(new URL(kubernetes).port)).toBeGreaterThan(port);
    expect(errors()).toContain(`Port ${port} for the Kubernetes API is taken; trying ${port + 1}.`);
    blocker.close();
  });

  it.each([
    ['--seed', 'x'],
    ['--services', '-1'],
    ['--nonsense', '1'],
  ])('refuses %s %s', async (...args) => {
    const { child, ready, errors } = start(...args);
    await expect(ready).rejects.toThrow('ended with 2');
    expect(errors()).toContain('usage:');
    expect(child.exitCode).toBe(2);
  });
});
