import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { consoleToken } from '../testing/fake-kubernetes.ts';
import { type Harness, startHarness, testSecret } from '../testing/harness.ts';
import { createMetricsServer } from './metrics-server.ts';

let harness: Harness;
let server: Server;
let base: string;

beforeEach(async () => {
  harness = await startHarness();
  server = createMetricsServer(harness.services.meters);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await harness.stop();
});

const linesOf = async (start: string): Promise<string[]> =>
  (await (await fetch(`${base}/metrics`)).text()).split('\n').filter((line) => line.startsWith(start));

test('requests are counted by the template of their route, never by what was asked', async () => {
  await harness.ask('/api/v1/history/virtualservices/secret-namespace/secret-name');
  await harness.ask('/api/v1/no-such-thing/secret-path');
  await harness.ask('/api/v1/whoami', { method: 'BREW' });
  await harness.ask('/healthz');
  const counts = await linesOf('sluice_http_request_duration_seconds_count');
  expect(counts).toContain(
    'sluice_http_request_duration_seconds_count{route="/healthz",method="GET",status="200"} 1',
  );
  expect(counts.filter((line) => line.includes('route="none"'))).not.toEqual([]);
  const text = await (await fetch(`${base}/metrics`)).text();
  expect(text).not.toMatch(/secret-|BREW/);
});

test('calls of Kubernetes are counted by whose credential they carried', async () => {
  harness.kubernetes.users.set('alice-token', { name: 'alice', grants: [] });
  await harness.ask('/api/v1/whoami', { headers: { authorization: 'Bearer alice-token' } });
  const counts = await linesOf('sluice_kubernetes_request_duration_seconds_count');
  expect(counts.some((line) => /account="console",method="GET",status="200"/.test(line))).toBe(true);
  expect(counts.some((line) => /account="user",method="POST",status="201"/.test(line))).toBe(true);
});

test('the console’s own state, and the audit lines', async () => {
  await harness.ask('/api/v1/session', {
    method: 'POST',
    headers: { origin: harness.origin, 'content-type': 'application/json' },
    body: JSON.stringify({ strategy: 'token', token: 'nobody-knows-it' }),
  });
  expect(await linesOf('sluice_audit_lines_total')).toEqual([
    'sluice_audit_lines_total{action="sign-in",result="refused"} 1',
  ]);
  expect(await linesOf('sluice_event_streams')).toEqual(['sluice_event_streams 0']);
  expect(await linesOf('sluice_source_up')).toEqual(['sluice_source_up{source="kubernetes"} 1']);
  expect(await linesOf('sluice_snapshot_objects{kind="namespaces"}')).toHaveLength(1);
  expect(await linesOf('sluice_build_info')).toHaveLength(1);
});

test('SEC-26 no credential is in the metrics', async () => {
  const text = await (await fetch(`${base}/metrics`)).text();
  expect(text).not.toContain(consoleToken);
  expect(text).not.toContain(testSecret);
});

test('nothing else is served there', async () => {
  expect((await fetch(`${base}/api/v1/whoami`)).status).toBe(404);
  expect((await fetch(`${base}/metrics`, { method: 'POST' })).status).toBe(405);
  expect((await fetch(`${base}/metrics`, { method: 'HEAD' })).status).toBe(200);
});
