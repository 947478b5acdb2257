import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCertificates } from '#demo/kubernetes/access/certificates.ts';
import type { PodLogs } from '#demo/kubernetes/types.ts';
import type { Pod } from '#lib/istio/objects.ts';
import { type Kubelets, startKubelets } from './kubelet.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);
const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1', namespace: 'lab' },
  spec: { containers: [{ name: 'web', image: 'web:1' }] },
};

let onLine: ((line: { atMs: number; line: string }) => void) | null = null;
const logs: PodLogs = {
  read: (_, container, sinceMs) =>
    [1, 2, 3]
      .map((second) => ({ atMs: nowMs - 1000 * (4 - second), line: `${container} ${second}` }))
      .filter(({ atMs }) => sinceMs === null || atMs >= sinceMs),
  follow: (_, __, listener) => {
    onLine = listener;
    return () => {
      onLine = null;
    };
  },
};

let kubelets: Kubelets;
beforeAll(async () => {
  const { key, certificate: cert } = await createCertificates(Date.now());
  kubelets = await startKubelets({
    hosts: ['127.0.0.1'],
    port: 0,
    certificate: { key, cert },
    logs,
    findPod: (namespace, name) => (namespace === 'lab' && name === 'web-1' ? pod : undefined),
    now: () => nowMs,
  });
});
afterAll(() => kubelets.close());

/** Reads until the answer ends, or `enough` holds for what has come. */
function read(path: string, enough: (text: string) => boolean = () => false) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const asked = request(
      `https://${kubelets.addresses[0]}${path}`,
      { rejectUnauthorized: false },
      (answer) => {
        let text = '';
        const done = () => resolve({ status: answer.statusCode ?? 0, text });
        answer.on('end', done).on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (!enough(text)) return;
          done();
          asked.destroy();
        });
      },
    );
    asked.on('error', reject).end();
  });
}

describe('a kubelet', () => {
  it('answers with the last lines', async () => {
    expect(await read('/containerLogs/lab/web-1/web?tailLines=2')).toEqual({
      status: 200,
      text: 'web 2\nweb 3\n',
    });
  });

  it('writes times, and lines since a time', async () => {
    const sinceTime = new Date(nowMs - 1000).toISOString();
    const { text } = await read(`/containerLogs/lab/web-1/web?timestamps=true&sinceTime=${sinceTime}`);
    expect(text).toBe('2026-11-21T11:59:59.000000000Z web 3\n');
  });

  it('follows, and lets go when its reader does', async () => {
    const followed = read('/containerLogs/lab/web-1/web?follow=true&tailLines=1', (text) => {
      if (text === 'web 3\n') onLine?.({ atMs: nowMs, line: 'web 4' });
      return text.endsWith('web 4\n');
    });
    expect((await followed).text).toBe('web 3\nweb 4\n');
    await expect.poll(() => onLine).toBeNull();
  });

  it('knows no other pods and serves nothing else', async () => {
    expect((await read('/containerLogs/lab/other/web')).status).toBe(404);
    expect((await read('/exec/lab/web-1/web')).status).toBe(404);
    expect((await read('/containerLogs/lab/web-1/db')).status).toBe(400);
  });
});
