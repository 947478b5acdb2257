/** Consoles that keep history in a fake Kubernetes, on a clock of their own, and objects that change under their eyes. */
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach } from 'vitest';
import { bodyAt } from '#lib/history/record.ts';
import type { RevisionHead } from '#lib/history/revision.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { createHistory, type History } from '../history/history.ts';
import type { ObjectTap } from '../kubernetes/reflector.ts';
import { createKubernetesClient, type KubernetesClient } from '../kubernetes/rest.ts';
import { createLog } from '../log.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { type FakeConfigMaps, type StoredConfigMap, serveConfigMaps } from './fake-config-maps.ts';
import { type FakeKubernetes, startFakeKubernetes } from './fake-kubernetes.ts';
import { until } from './harness.ts';

export const startS = 1_800_000_000;
export const reviews = 'virtualservices.networking.istio.io/bookinfo/reviews';

export interface Replica {
  history: History;
  tap: ObjectTap;
}

export const time = (secondsLater: number) =>
  new Date((startS + secondsLater) * 1000).toISOString().replace('.000', '');

export interface Version {
  version: number;
  weight: number;
  manager?: string;
  /** Seconds after the start. */
  at?: number;
  name?: string;
}

export function object({
  version,
  weight,
  manager = 'kubectl',
  at = -900,
  name = 'reviews',
}: Version): KubernetesObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: {
      name,
      namespace: 'bookinfo',
      uid: `uid-${name}`,
      resourceVersion: String(version),
      creationTimestamp: time(-5000),
      managedFields: [{ manager, operation: 'Update', time: time(at) }],
    },
    spec: { hosts: [name], http: [{ route: [{ destination: { host: name }, weight }] }] },
  };
}

export function list({ tap }: Replica, ...objects: KubernetesObject[]): void {
  const items = new Map(objects.map((one) => [`${one.metadata.namespace}/${one.metadata.name}`, one]));
  tap.listed('virtualServices', items);
}

export const change = ({ tap }: Replica, version: Version) =>
  tap.changed('virtualServices', object(version), false);
export const gone = ({ tap }: Replica, version: Version) =>
  tap.changed('virtualServices', object(version), true);

export const headsIn = ({ data }: StoredConfigMap): RevisionHead[] => JSON.parse(data.index ?? '');

/** Registers its own hooks. */
export function historyWorld() {
  let fake: FakeKubernetes;
  let maps: FakeConfigMaps;
  let client: KubernetesClient;
  let clock: FakeClock;
  let replicas: Replica[];
  let lines: string[];

  beforeEach(async () => {
    fake = await startFakeKubernetes();
    maps = serveConfigMaps(fake, 'sluice');
    client = createKubernetesClient(fake.connection);
    clock = fakeClock(startS * 1000);
    replicas = [];
    lines = [];
  });

  afterEach(async () => {
    await clock.run(Promise.all(replicas.map(({ history }) => history.stop())));
    await client.close();
    await fake.close();
  });

  function console_(namespace: string | null = 'sluice'): Replica {
    const taps: ObjectTap[] = [];
    const log = createLog('debug', { write: (line) => lines.push(line) });
    const snapshot = { onObjects: (one: ObjectTap) => void taps.push(one) };
    const history = createHistory({ client, snapshot, clock, log, namespace });
    const [tap] = taps;
    if (tap === undefined) throw new Error('no tap');
    history.start();
    replicas.push({ history, tap });
    return { history, tap };
  }

  async function stop(replica: Replica): Promise<void> {
    replicas = replicas.filter((one) => one !== replica);
    await clock.run(replica.history.stop());
  }

  const stored = (): RevisionHead[] => [...maps.maps.values()].flatMap(headsIn);
  const wait = <T>(probe: () => T | null) => clock.run(until(probe));
  const written = (count: number) => wait(() => (stored().length >= count ? true : null));
  const ok = ({ history }: Replica) => wait(() => (history.condition().state === 'ok' ? true : null));
  const quiet = async (replica: Replica) => {
    await ok(replica);
    await wait(() => (replica.history.condition().waiting === 0 ? true : null));
  };
  return {
    get fake() {
      return fake;
    },
    get maps() {
      return maps;
    },
    get client() {
      return client;
    },
    get clock() {
      return clock;
    },
    get lines() {
      return lines;
    },
    console_,
    stop,
    stored,
    wait,
    written,
    ok,
    quiet,
  };
}

export const told = ({ history }: Replica, key = reviews) =>
  history.revisionsOf(key).entries.map(({ head }) => head);

export function bodyOf(map: StoredConfigMap | undefined) {
  const text = gunzipSync(Buffer.from(map?.binaryData.objects ?? '', 'base64')).toString('utf8');
  return bodyAt(text, 0);
}
