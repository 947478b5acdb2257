/** Injects a fault for as long as its phase lasts, and watches how long each replica takes until it is right again. */
import { setTimeout as later } from 'node:timers/promises';
import type { Status } from '#lib/api/status.ts';
import { apiRoutes } from '#lib/client/address/routes.ts';
import { type LoadWorld, type VirtualService, virtualServicePath } from './load-world.ts';
import type { Phase } from './timetable.ts';

const lateMs = 30_000;
const cutEveryMs = 5000;
const lookEveryMs = 250;
const patienceMs = 60_000;

const isWatch = (url: URL) => url.searchParams.has('watch');

/** Resolves when the fault is over. `leftMs()`: of the phase. */
export async function inject(
  world: LoadWorld,
  fault: NonNullable<Phase['fault']>,
  leftMs: () => number,
): Promise<void> {
  const { api, prometheus, replicas, balancer } = world;
  const wait = () => later(Math.max(0, leftMs()));
  switch (fault) {
    case 'prometheus-late':
      prometheus.proxy.delay(lateMs);
      await wait();
      prometheus.proxy.delay(0);
      return;
    case 'prometheus-refused':
      await prometheus.proxy.setUp(false);
      await wait();
      await prometheus.proxy.setUp(true);
      return;
    case 'api-refused':
      await api.proxy.setUp(false);
      await wait();
      await api.proxy.setUp(true);
      return;
    case 'watches': {
      // Every watch that is begun anew is told that it comes too late: each kind has to be listed again.
      api.proxy.answerInstead(({ url }) => (isWatch(url) ? { code: 410, reason: 'Expired' } : null));
      while (leftMs() > 0) {
        api.proxy.cut(({ url }) => isWatch(url));
        await later(Math.min(cutEveryMs, Math.max(0, leftMs())));
      }
      api.proxy.answerInstead(null);
      return;
    }
    case 'replicas':
      for (const replica of replicas) {
        await replica.replace();
        balancer.add(replica.url);
        // As long as a Deployment waits before it goes on to the next one.
        await later(2000);
      }
      await wait();
  }
}

export interface Recovery {
  /** Until both sources are well again in the eyes of every replica. */
  wellMs: number;
  /** Until a change made in Kubernetes at the end of the fault is seen in every replica's graph. */
  seenMs: number;
}

/** Infinity for what did not come within a minute. */
export async function recovery(world: LoadWorld): Promise<Recovery> {
  const fromMs = Date.now();
  const on = await toggleMarker(world);
  const until = async (isSo: (url: string) => Promise<boolean>): Promise<number> => {
    const took = await Promise.all(
      world.replicas.map(async ({ url }) => {
        while (Date.now() - fromMs < patienceMs) {
          if (await isSo(url).catch(() => false)) return Date.now() - fromMs;
          await later(lookEveryMs);
        }
        return Number.POSITIVE_INFINITY;
      }),
    );
    return Math.max(...took);
  };
  const [wellMs, seenMs] = await Promise.all([
    until(async (url) => {
      const { kubernetes, prometheus } = await askAs<Status>(world, `${url}${apiRoutes.status()}`);
      return kubernetes.state === 'ok' && prometheus.state === 'ok';
    }),
    until(async (url) => (await markerShown(world, url)) === on),
  ]);
  return { wellMs, seenMs };
}

async function askAs<T>(world: LoadWorld, address: string): Promise<T> {
  const answer = await fetch(address, { headers: { authorization: `Bearer ${world.adminToken}` } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return (await answer.json()) as T;
}

/** Whether the graph of the marker's namespace has a badge for a fault. */
async function markerShown(world: LoadWorld, url: string): Promise<boolean> {
  const { nodes } = await askAs<{ nodes: { badges: string[] }[] }>(
    world,
    `${url}${apiRoutes.graph({ namespaces: world.marker.namespace })}`,
  );
  return nodes.some(({ badges }) => badges.includes('fault'));
}

/** Switches a fault of the marker that does nothing; answers whether it is on now. */
async function toggleMarker(world: LoadWorld): Promise<boolean> {
  const path = virtualServicePath(world.marker);
  const object = (await world.kubernetes('GET', path)) as VirtualService;
  const on = object.spec.http?.[0]?.fault === undefined;
  for (const rule of object.spec.http ?? []) {
    if (on) rule.fault = { delay: { percentage: { value: 0.001 }, fixedDelay: '1ms' } };
    else delete rule.fault;
  }
  await world.kubernetes('PUT', path, object);
  return on;
}
