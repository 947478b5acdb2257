import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, list, text } from '../coding/json.ts';
import { bookinfo, core, type Fixture, startFixture, virtualService } from '../testing/fixture.ts';

let cluster: Fixture;
beforeAll(async () => {
  cluster = await startFixture();
});
afterAll(() => cluster.stop());

const vs = `${bookinfo}/virtualservices`;

interface Watch {
  code: number;
  /** The next event, as it comes. */
  next(): Promise<unknown>;
  /** Resolves when the server ends the watch. */
  ended: Promise<void>;
  stop(): void;
}

function watch(path: string, as = 'admin', headers: Record<string, string> = {}): Promise<Watch> {
  const events: unknown[] = [];
  const waiting: ((event: unknown) => void)[] = [];
  return new Promise((resolve, reject) => {
    const outgoing = get(
      `${cluster.server.plainUrl}${path}`,
      { agent: false, headers: { authorization: `Bearer ${as}-token`, ...headers } },
      (response) => {
        let rest = '';
        response.on('data', (chunk) => {
          const lines = `${rest}${chunk}`.split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) {
            const event: unknown = JSON.parse(line);
            const waiter = waiting.shift();
            if (waiter) waiter(event);
            else events.push(event);
          }
        });
        response.on('error', () => {});
        resolve({
          code: response.statusCode ?? 0,
          next: () =>
            events.length > 0 ? Promise.resolve(events.shift()) : new Promise((found) => waiting.push(found)),
          ended: new Promise((done) => response.on('end', () => done())),
          stop: () => outgoing.destroy(),
        });
      },
    );
    outgoing.on('error', reject);
  });
}

const summary = (event: unknown): string =>
  `${text(event, 'type')} ${text(event, 'object', 'metadata', 'name')}`;
const revision = async (): Promise<string> =>
  text((await cluster.call(`GET ${vs}`)).body, 'metadata', 'resourceVersion');
const merge = { 'content-type': 'application/merge-patch+json' };
const label = (name: string, labels: object) =>
  cluster.call(`PATCH ${vs}/${name}`, { body: { metadata: { labels } }, headers: merge });

describe('watch', () => {
  test.each(['', '&resourceVersion=0'])(
    'without a revision ("%s") starts with what is there',
    async (query) => {
      const stream = await watch(`${vs}?watch=true${query}`);
      expect(summary(await stream.next())).toBe('ADDED ratings');
      expect(summary(await stream.next())).toBe('ADDED reviews');
      stream.stop();
    },
  );

  test('from a revision replays what happened since, then goes on', async () => {
    const since = await revision();
    await cluster.call(`POST ${vs}`, { body: virtualService('passing') });
    await label('passing', { a: 'b' });
    const stream = await watch(`${vs}?watch=1&resourceVersion=${since}`);
    expect(summary(await stream.next())).toBe('ADDED passing');
    const modified = await stream.next();
    expect(summary(modified)).toBe('MODIFIED passing');
    await cluster.call(`DELETE ${vs}/passing`);
    const deleted = await stream.next();
    expect(summary(deleted)).toBe('DELETED passing');
    expect(Number(at(deleted, 'object', 'metadata', 'resourceVersion'))).toBeGreaterThan(
      Number(at(modified, 'object', 'metadata', 'resourceVersion')),
    );
    stream.stop();
  });

  test('objects enter and leave a selection', async () => {
    const stream = await watch(`${vs}?watch=1&resourceVersion=${await revision()}&labelSelector=shown%3Dyes`);
    await label('reviews', { shown: 'yes' });
    expect(summary(await stream.next())).toBe('ADDED reviews');
    await label('reviews', { shown: 'yes', more: 'x' });
    expect(summary(await stream.next())).toBe('MODIFIED reviews');
    await label('reviews', { shown: null });
    const left = await stream.next();
    expect(summary(left)).toBe('DELETED reviews');
    expect(at(left, 'object', 'metadata', 'labels', 'shown')).toBe('yes');
    stream.stop();
  });

  test('of one namespace or one name hears nothing else', async () => {
    const since = await revision();
    const one = await watch(`${vs}?watch=1&resourceVersion=${since}&fieldSelector=metadata.name%3Dratings`);
    await label('reviews', { noise: '1' });
    await label('ratings', { signal: '1' });
    expect(summary(await one.next())).toBe('MODIFIED ratings');
    one.stop();
  });

  test('shows objects in the version that is asked for', async () => {
    const stream = await watch('/apis/networking.istio.io/v1alpha3/virtualservices?watch=1');
    expect(at(await stream.next(), 'object', 'apiVersion')).toBe('networking.istio.io/v1alpha3');
    stream.stop();
  });

  test('a revision that is forgotten ends in 410', async () => {
    const stream = await watch(`${vs}?watch=1&resourceVersion=1`);
    const event = await stream.next();
    expect(event).toMatchObject({
      type: 'ERROR',
      object: {
        kind: 'Status',
        code: 410,
        reason: 'Expired',
        message: expect.stringMatching(/^too old resource version: 1 \(\d+\)$/),
      },
    });
    await stream.ended;
    expect(stream.code).toBe(200);
  });

  test('timeoutSeconds ends it, two seconds after a last bookmark for those who allow bookmarks', async () => {
    const since = await revision();
    const stream = await watch(
      `${vs}?watch=1&resourceVersion=${since}&timeoutSeconds=3&allowWatchBookmarks=true`,
    );
    const event = await stream.next();
    expect(event).toMatchObject({
      type: 'BOOKMARK',
      object: {
        kind: 'VirtualService',
        apiVersion: 'networking.istio.io/v1',
        metadata: { resourceVersion: since },
      },
    });
    await stream.ended;
  });

  test('sendInitialEvents ends the initial events with a marked bookmark', async () => {
    const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    const stream = await watch(`${vs}?${query}`);
    expect(summary(await stream.next())).toBe('ADDED ratings');
    expect(summary(await stream.next())).toBe('ADDED reviews');
    expect(await stream.next()).toMatchObject({
      type: 'BOOKMARK',
      object: { metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
    });
    stream.stop();
  });

  test('tables tell their columns once', async () => {
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    const stream = await watch(`${vs}?watch=1`, 'admin', { accept });
    const first = await stream.next();
    expect(list(first, 'object', 'columnDefinitions').length).toBe(4);
    expect(list(first, 'object', 'rows').length).toBe(1);
    expect(at(await stream.next(), 'object', 'columnDefinitions')).toBeNull();
    stream.stop();
  });

  test.each<[path: string, as: string, code: number]>([
    [`${core}/secrets?watch=1`, 'viewer', 403],
    ['/apis/networking.istio.io/v1/virtualservices?watch=1', 'viewer', 403],
    [`${vs}?watch=1&resourceVersion=x`, 'viewer', 500],
    [`${vs}?watch=1&labelSelector=a%3D%3D%3Db`, 'viewer', 400],
    [`${vs}?watch=1&resourceVersionMatch=Exact`, 'viewer', 422],
    [`${vs}?watch=1&sendInitialEvents=true`, 'viewer', 422],
  ])('%s as %s is refused with %i', async (path, as, code) => {
    const stream = await watch(path, as);
    expect(stream.code).toBe(code);
    stream.stop();
  });
});
