/** `--kubeconfig`: live objects beside those of the files, read with the rights of the kubeconfig's user. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const command = fileURLToPath(new URL('../scripts/sluice.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sluice-live-'));
const asked: { path: string; authorization: string | undefined }[] = [];
let server: Server;

const metadata = { name: 'reviews', namespace: 'app' };
const lists: Readonly<Record<string, unknown[]>> = {
  '/api/v1/services': [{ metadata, spec: { ports: [{ name: 'http', port: 9080 }] } }],
  '/apis/networking.istio.io/v1/virtualservices': [
    { metadata, spec: { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'nobody' } }] }] } },
    {
      metadata: { ...metadata, name: 'live' },
      spec: { hosts: ['live'], http: [{ route: [{ destination: { host: 'nobody' } }] }] },
    },
  ],
};

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    asked.push({ path, authorization: request.headers.authorization });
    const isRefused = path.endsWith('/pods');
    const found = lists[path];
    response.writeHead(isRefused ? 403 : found ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ kind: 'List', metadata: {}, items: found ?? [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const config = {
    'current-context': 'me',
    contexts: [{ name: 'me', context: { cluster: 'c', user: 'u' } }],
    clusters: [
      { name: 'c', cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } },
    ],
    users: [{ name: 'u', user: { token: 'mine' } }],
  };
  writeFileSync(join(folder, 'kubeconfig'), JSON.stringify(config));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function sluice(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], { cwd: folder }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

describe('sluice check --kubeconfig', () => {
  it('judges the files over the live cluster, and says what it may not read', async () => {
    const fixed = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata,
      spec: { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews' } }] }] },
    };
    writeFileSync(join(folder, 'fixed.json'), JSON.stringify(fixed));
    const { status, stdout, stderr } = await sluice(
      'check',
      'fixed.json',
      '--kubeconfig',
      'kubeconfig',
      '--format',
      'json',
    );
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject([
      { code: 'IST0101', kind: 'VirtualService', name: 'live', file: null, line: null },
    ]);
    expect(stderr).toBe('sluice: Pod objects are left out: Kubernetes does not allow this.\n');
    expect(asked.every(({ authorization }) => authorization === 'Bearer mine')).toBe(true);
    expect(asked.filter(({ path }) => /secret|role/.test(path))).toEqual([]);
  });

  it('takes a cluster that does not answer for wrong usage', async () => {
    const text = {
      'current-context': 'a',
      contexts: [{ name: 'a', context: { cluster: 'a' } }],
      clusters: [{ name: 'a', cluster: { server: 'https://127.0.0.1:1' } }],
    };
    writeFileSync(join(folder, 'away'), JSON.stringify(text));
    const { status, stderr } = await sluice('check', '--kubeconfig', 'away');
    expect(status).toBe(2);
    expect(stderr).toContain('the cluster of --kubeconfig away cannot be read: Kubernetes cannot be reached');
  });
});
