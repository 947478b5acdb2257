/** Replicas of the console as real processes before one Kubernetes: one of them guards, another takes over, and a restart goes on. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { testSecret } from '../../testing/harness.ts';
import { splitCalls } from '../../testing/split-calls.ts';
import { basics, canary, destinationRule, splitWorld } from '../../testing/split-world.ts';
import { leaseSeconds } from './lease.ts';

const world = splitWorld();
const { start, weights } = splitCalls(world);
const leasesKey = 'coordination.k8s.io/leases';
const replicas = new Set<ChildProcess>();

// Each test starts whole processes, and shares the machine with other tests.
vi.setConfig({ testTimeout: 120_000 });

afterEach(async () => {
  await Promise.all([...replicas].map(kill));
});

/** A console that waits for `look`. */
async function startReplica(): Promise<ChildProcess> {
  const child = fork('lib/server/testing/guard-process.ts', {
    env: {
      NODE_ENV: process.env.NODE_ENV,
      PATH: process.env.PATH,
      SLUICE_SESSION_SECRET: testSecret,
      SLUICE_LOG_LEVEL: 'silent',
      SLUICE_PROMETHEUS_URL: world.prometheus.url.href,
      GUARD_KUBERNETES: world.harness.kubernetes.url.href,
    },
    execArgv: [],
  });
  replicas.add(child);
  await once(child, 'message');
  return child;
}

/** Resolves when it has looked at everything. */
async function look(child: ChildProcess): Promise<void> {
  child.send('look');
  await once(child, 'message');
}

async function kill(child: ChildProcess): Promise<void> {
  replicas.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}

/** A split that began long ago, so that what Prometheus tells of it is judged. */
async function startGuarded(): Promise<void> {
  const guard = {
    mode: 'auto-abort',
    windowSeconds: 30,
    minimumRequests: 50,
    errorDelta: 2,
    latencyRatio: 1.3,
  } as const;
  await start(canary(25, { guard }));
  const now = world.virtualService();
  const record = now.metadata.annotations?.['sluice.dev/release'] ?? '';
  const annotations = {
    'sluice.dev/release': record.replace(/"at":"[^"]*"/, '"at":"2026-01-01T00:00:00.000Z"'),
  };
  await world.set([
    ...basics(),
    destinationRule(['v1', 'v2']),
    { ...now, metadata: { ...now.metadata, resourceVersion: '90', annotations } },
  ]);
}

const rows = (version: string, value: number, code = '200') => ({
  metric: {
    destination_workload_namespace: 'shop',
    destination_workload: `reviews-${version}`,
    request_protocol: 'http',
    response_code: code,
  },
  value,
});
const failing = [{ holds: 'response_code', rows: [rows('v1', 30), rows('v2', 5), rows('v2', 5, '500')] }];
const healthy = [{ holds: 'response_code', rows: [rows('v1', 30), rows('v2', 10)] }];

const isAbort = (call: string) => call === 'PUT shop/virtualservices/reviews';
const percents = () => weights()?.map(([, weight]) => weight);
const record = () =>
  JSON.parse(world.virtualService().metadata.annotations?.['sluice.dev/release'] ?? '{}') as object;
const leases = () => world.harness.kubernetes.objects.get(leasesKey) ?? [];
const holders = () => leases().map(({ spec }) => (spec as { holderIdentity: string }).holderIdentity);
const told = () =>
  world
    .configMaps()
    .map((one) => JSON.parse((one as unknown as { data: { entry: string } }).data.entry) as { kind: string })
    .filter(({ kind }) => kind === 'guard-abort');

/** Nobody has renewed it since before it was over. */
function runOut(): void {
  const renewTime = new Date(Date.now() - (leaseSeconds + 1) * 1000).toISOString();
  world.harness.kubernetes.objects.set(
    leasesKey,
    leases().map((one) => ({ ...one, spec: { ...Object(one.spec), renewTime } })),
  );
}

test('three processes look at once: one Lease, one abort', async () => {
  await startGuarded();
  world.told = failing;
  const three = await Promise.all([startReplica(), startReplica(), startReplica()]);
  const calls = await world.calls(() => Promise.all(three.map(look)));
  expect(calls.filter(isAbort)).toHaveLength(1);
  expect(percents()).toEqual([100, 0]);
  expect(holders()).toHaveLength(1);
  expect(told()).toHaveLength(1);
});

test('who holds the Lease is killed: nobody acts while it lasts, then one of the others does', async () => {
  await startGuarded();
  world.told = healthy;
  const first = await startReplica();
  await look(first);
  const [holder] = holders();
  expect(holder).toBeTruthy();
  await kill(first);
  world.told = failing;
  const others = await Promise.all([startReplica(), startReplica()]);
  expect((await world.calls(() => Promise.all(others.map(look)))).filter(isAbort)).toEqual([]);
  expect(holders()).toEqual([holder]);
  expect(percents()).toEqual([75, 25]);
  runOut();
  expect((await world.calls(() => Promise.all(others.map(look)))).filter(isAbort)).toHaveLength(1);
  expect(percents()).toEqual([100, 0]);
  expect(leases()[0]?.spec).toMatchObject({ leaseTransitions: 1 });
  expect(holders()).not.toEqual([holder]);
  expect(record()).toMatchObject({ phase: 'Aborted', by: 'sluice-guard', guard: { armedBy: 'mara' } });
});

test('killed in the middle of an abort: who is started next reads all of it from Kubernetes, and ends it', async () => {
  await startGuarded();
  world.told = failing;
  const first = await startReplica();
  const reached = new Promise<void>((resolve) => {
    world.fake.fault = ({ method, path, query }) => {
      const isWrite = method === 'PUT' && path.endsWith('/virtualservices/reviews') && !query.has('dryRun');
      if (isWrite) resolve();
      return isWrite;
    };
  });
  first.send('look');
  await reached;
  await kill(first);
  world.fake.fault = null;
  expect(percents()).toEqual([75, 25]);
  runOut();
  const next = await startReplica();
  expect((await world.calls(() => look(next))).filter(isAbort)).toHaveLength(1);
  expect(percents()).toEqual([100, 0]);
  expect(told()).toHaveLength(1);
  // What is over is left alone.
  expect((await world.calls(() => look(next))).filter(isAbort)).toEqual([]);
});
