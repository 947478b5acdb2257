import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { momentHeader, readMoment } from '#lib/api/moment.ts';
import { streamEvents } from '#lib/api/status.ts';
import { isAppError } from '../app-error.ts';
import { systemClock } from '../clock.ts';
import { bearerCredential } from '../kubernetes/credential.ts';
import { type Harness, startHarness, until } from '../testing/harness.ts';
import { fillMesh, tokens } from '../testing/mesh-content.ts';
import { createHub } from './hub.ts';
import { createLiveGraphs } from './live-graphs.ts';

interface Listener {
  /** Events so far, heartbeats left out. */
  events(): { event: string; data: unknown }[];
  ended(): boolean;
  close(): void;
}

const momentSchema = streamEvents.moment;

let harness: Harness;

function listen(token: string): Promise<Listener> {
  return new Promise((resolve, reject) => {
    let text = '';
    let ended = false;
    const sent = request(
      {
        port: harness.port,
        path: '/api/v1/stream',
        headers: { authorization: `Bearer ${token}` },
        agent: false,
      },
      (response) => {
        if (response.statusCode !== 200) return reject(new Error(String(response.statusCode)));
        expect(response.headers['content-type']).toBe('text/event-stream');
        expect(response.headers['cache-control']).toContain('no-transform');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('error', () => undefined);
        response.on('close', () => {
          ended = true;
        });
        resolve({
          events: () =>
            [...text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)].map(([, event = '', data = '']) => ({
              event,
              data: JSON.parse(data),
            })),
          ended: () => ended,
          close: () => sent.destroy(),
        });
      },
    );
    sent.on('error', () => undefined);
    sent.end();
  });
}

const named = (listener: Listener, name: string) => listener.events().filter(({ event }) => event === name);
const line = (kind: string, namespace: string, name: string, version: string) =>
  JSON.stringify({
    type: 'MODIFIED',
    object: { kind, metadata: { namespace, name, resourceVersion: version } },
  });

beforeEach(async () => {
  harness = await startHarness({ prepare: fillMesh });
});

afterEach(() => harness.stop());

/** The hub knows the rights of a reader some moments after the first event. */
async function ready(...listeners: Listener[]): Promise<void> {
  let version = 200;
  await until(() => {
    version += 1;
    harness.kubernetes.emit('/services', line('Service', 'shop', 'cart', String(version)));
    return listeners.every((listener) => named(listener, 'objects').length > 0) ? true : null;
  });
}

test('a stream begins with the states of the sources', async () => {
  const listener = await listen(tokens.viewer);
  await until(() => (named(listener, 'status').length > 0 ? true : null));
  expect(named(listener, 'status')[0]?.data).toMatchObject({ prometheus: { state: 'not-configured' } });
  listener.close();
});

test('a stream begins with the moment of the server, and tells it ahead of every change', async () => {
  const viewer = await listen(tokens.viewer);
  const asAdmin = { headers: { authorization: `Bearer ${tokens.admin}` } };
  const moments = () => named(viewer, 'moment').map(({ data }) => momentSchema.parse(data));
  /** Objects go on coming in for some seconds after the start. */
  const agreeing = () =>
    until(async () => {
      const { headers } = await harness.ask('/api/v1/graph', asAdmin);
      const answered = readMoment(String(headers[momentHeader]));
      return JSON.stringify(answered) === JSON.stringify(moments().at(-1)) ? answered : null;
    });
  const [greeting] = await until(() => (moments().length > 0 ? moments() : null));
  expect(viewer.events()[0]?.event).toBe('moment');
  await agreeing();
  await ready(viewer);
  const told = viewer.events();
  const first = told.findIndex(({ event }) => event === 'objects');
  const { revision } = momentSchema.parse(
    told.slice(0, first).findLast(({ event }) => event === 'moment')?.data,
  );
  expect(told[first]?.data).toMatchObject({ revision });
  // What is not for this reader passes in silence, but the answers of before are older all the same.
  const before = moments().length;
  harness.kubernetes.emit(
    'networking.istio.io/virtualservices',
    line('VirtualService', 'payments', 'canary-routes', '900'),
  );
  await until(() => (moments().length > before ? true : null));
  await agreeing();
  harness.services.hub.announceMetrics(7);
  await until(() => (moments().at(-1)?.readings === (greeting?.readings ?? 0) + 1 ? true : null));
  await agreeing();
  expect(JSON.stringify(viewer.events())).not.toContain('payments');
  viewer.close();
});

test('changes are told to those who may see the namespace', async () => {
  const [viewer, admin] = [await listen(tokens.viewer), await listen(tokens.admin)];
  await ready(viewer, admin);
  harness.kubernetes.emit(
    'networking.istio.io/virtualservices',
    line('VirtualService', 'payments', 'canary-routes', '900'),
  );
  const told = (listener: Listener) => JSON.stringify(named(listener, 'objects')).includes('payments');
  await until(() => (told(admin) ? true : null));
  harness.kubernetes.emit(
    'networking.istio.io/virtualservices',
    line('VirtualService', 'bookinfo', 'reviews', '901'),
  );
  await until(() => (JSON.stringify(named(viewer, 'objects')).includes('bookinfo') ? true : null));
  expect(told(viewer)).toBe(false);
});

test('a moment after the API server has come, pages are told to ask for rights again: it may have said no before it knew', async () => {
  const viewer = await listen(tokens.viewer);
  await until(() => (named(viewer, 'access').length > 0 ? true : null));
  viewer.close();
});

test('SEC-56 lost rights are told, and hold at once', async () => {
  const viewer = await listen(tokens.viewer);
  await ready(viewer);
  harness.kubernetes.users.set(tokens.viewer, { name: 'viewer', grants: ['list * bookinfo'] });
  harness.kubernetes.emit(
    'rbac.authorization.k8s.io/rolebindings',
    line('RoleBinding', 'shop', 'shop-viewers', '300'),
  );
  await until(() => (named(viewer, 'access').length > 0 ? true : null));
  const reply = await harness.ask('/api/v1/graph', { headers: { authorization: `Bearer ${tokens.viewer}` } });
  expect(reply.text).not.toContain('"shop"');
});

test('SEC-56 an API server whose authorizer is behind its watch is asked again, although nothing more is told', async () => {
  const viewer = await listen(tokens.viewer);
  await ready(viewer);
  await until(() => (named(viewer, 'access').length === 1 ? true : null));
  const since = harness.kubernetes.requests.length;
  const rules = () =>
    harness.kubernetes.requests.slice(since).filter(({ path }) => path.endsWith('rulesreviews')).length;
  harness.kubernetes.emit(
    'rbac.authorization.k8s.io/rolebindings',
    line('RoleBinding', 'shop', 'shop-viewers', '300'),
  );
  await until(() => (rules() >= 3 ? true : null));
  harness.kubernetes.users.set(tokens.viewer, { name: 'viewer', grants: ['list * bookinfo'] });
  await until(() => (named(viewer, 'access').length === 2 ? true : null));
  expect(rules()).toBeGreaterThanOrEqual(3);
  viewer.close();
});

test('a token that is no longer known ends its streams', async () => {
  const viewer = await listen(tokens.viewer);
  await ready(viewer);
  harness.kubernetes.users.delete(tokens.viewer);
  harness.kubernetes.emit('rbac.authorization.k8s.io/roles', line('Role', 'shop', 'any', '300'));
  await until(() => (viewer.ended() ? true : null));
});

describe('places', () => {
  test('a user has six, and gets them back', async () => {
    const listeners = await Promise.all(Array.from({ length: 6 }, () => listen(tokens.viewer)));
    await expect(listen(tokens.viewer)).rejects.toThrow('429');
    const other = await listen(tokens.admin);
    listeners[0]?.close();
    await until(() => (harness.services.hub.readerCount() === 6 ? true : null));
    listeners.push(await listen(tokens.viewer), other);
    for (const listener of listeners) listener.close();
    await until(() => (harness.services.hub.readerCount() === 0 ? true : null));
  });

  test('when the server stops all streams end', async () => {
    const viewer = await listen(tokens.viewer);
    harness.services.hub.stop();
    await until(() => (viewer.ended() ? true : null));
  });

  test('a reader that does not read is dropped', async () => {
    const socket = connect(harness.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`GET /api/v1/stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${tokens.admin}\r\n\r\n`);
    await until(() => (harness.services.hub.readerCount() === 1 ? true : null));
    socket.pause();
    await until(() => {
      for (let count = 0; count < 1000; count += 1) harness.services.hub.announceMetrics(count);
      return harness.services.hub.readerCount() === 0 ? true : null;
    });
    socket.destroy();
  });

  test('a process has as many as it is told, whoever asks', () => {
    const { access, snapshot, moments, graphs, status } = harness.services;
    const small = createHub({
      access,
      snapshot,
      moments,
      clock: systemClock,
      live: createLiveGraphs(graphs, systemClock),
      status,
      limits: { perUser: 6, perReplica: 20 },
    });
    for (let count = 0; count < 20; count += 1)
      small.admit(`user ${count}`, bearerCredential(tokens.viewer), []);
    expect(() => small.admit('one more', bearerCredential(tokens.viewer), [])).toThrow(
      expect.objectContaining({ code: 'too-many-requests' }),
    );
    expect(small.readerCount()).toBe(20);
    small.stop();
  });

  test('leaving twice gives a place back once', () => {
    const admission = harness.services.hub.admit('one', bearerCredential(tokens.admin), []);
    const leave = admission.open({ write: () => undefined, offer: () => true, close: () => undefined });
    harness.services.hub.admit('two', bearerCredential(tokens.admin), []);
    expect(harness.services.hub.readerCount()).toBe(2);
    leave();
    leave();
    expect(harness.services.hub.readerCount()).toBe(1);
  });
});

test('a place that is never taken is given back', async () => {
  expect(() => {
    for (let count = 0; count < 7; count += 1) {
      harness.services.hub.admit('many', bearerCredential(tokens.viewer), []);
    }
  }).toThrow();
  try {
    harness.services.hub.admit('many', bearerCredential(tokens.viewer), []);
  } catch (error) {
    expect(isAppError(error) && error.details.retryAfterSeconds).toBe(10);
  }
});
