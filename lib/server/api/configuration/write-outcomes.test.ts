/** How writes may end: admission that refuses, is slow or away, a line that breaks, a sign-in that ends in the middle. Asserted on what Kubernetes received. */
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { applyAnswerSchema, type Change, dryRunAnswerSchema } from '#lib/api/configuration/configuration.ts';
import { problemSchema } from '#lib/api/problem.ts';
import {
  configurationWorld,
  goodSpec,
  one,
  ratings,
  text,
  toReviews,
  update,
} from '../../testing/configuration-world.ts';
import { sendJson } from '../../testing/recorder.ts';

const world = configurationWorld();
const changedSpec = goodSpec.replace('host: reviews', 'host: reviews, subset: v1');
const create: Change = {
  op: 'create',
  kind: 'virtualservices.networking.istio.io',
  namespace: 'bookinfo',
  name: 'fresh',
  text: text(goodSpec, { name: 'fresh' }),
};

async function apply(changes: Change[]) {
  const { reply, calls } = await world.received(() => world.post('apply', { changes, reason: 'because' }));
  const writes = calls.filter((call) => !call.startsWith('GET') && !call.endsWith('?dryRun'));
  return {
    reply,
    writes,
    calls,
    answer: reply.status === 200 ? applyAnswerSchema.parse(reply.json()) : null,
  };
}

function status(response: ServerResponse, code: number, message: string, reason = 'InternalError'): true {
  sendJson(response, code, { kind: 'Status', status: 'Failure', code, reason, message });
  return true;
}

/** What an API server says when it cannot ask istiod: Go's own words. */
const silent = (why: string) =>
  `Internal error occurred: failed calling webhook "rev.validation.istio.io": failed to call webhook: Post "https://istiod.istio-system.svc:443/validate?timeout=10s": ${why}`;

/** A write that arrives, whatever is answered. */
function store(body: string, resourceVersion: string): void {
  const all = world.harness.kubernetes.objects.get('networking.istio.io/virtualservices') ?? [];
  const index = all.findIndex(({ metadata }) => metadata.name === 'ratings');
  const written = JSON.parse(body);
  all[index] = { ...written, metadata: { ...written.metadata, resourceVersion } };
}

describe('admission', () => {
  test.each([
    'dial tcp 10.96.0.12:443: connect: connection refused',
    'context deadline exceeded',
    'service "istiod" not found',
    'no endpoints available for service "istiod"',
  ])('REL-39 a webhook that is away (%s): istiod is named, and nothing is written', async (why) => {
    world.fake.fault = ({ method }, response) => method === 'PUT' && status(response, 500, silent(why));
    const { answer, writes } = await apply([update(changedSpec)]);
    expect(writes).toEqual([]);
    expect(answer?.changes).toMatchObject([
      {
        state: 'failed',
        refusal: 'webhook-away',
        webhook: 'rev.validation.istio.io',
        webhookService: 'istiod.istio-system',
      },
    ]);
    const { reply } = await world.received(() => world.post('dry-run', { changes: [update(changedSpec)] }));
    expect(dryRunAnswerSchema.parse(reply.json()).changes).toMatchObject([
      { accepted: false, refusal: 'webhook-away', webhookService: 'istiod.istio-system' },
    ]);
  });

  test.each([
    [400, 'BadRequest'],
    [422, 'Invalid'],
  ])('REL-39 input 15: a webhook that refuses with %i is quoted as text', async (code, reason) => {
    const words =
      'admission webhook "validation.istio.io" denied the request: configuration is invalid: <b>no</b>\u0007';
    world.fake.fault = ({ method }, response) => method === 'PUT' && status(response, code, words, reason);
    const { answer, writes } = await apply([update(changedSpec)]);
    expect(writes).toEqual([]);
    expect(answer?.changes[0]).toMatchObject({
      refusal: 'webhook',
      webhook: 'validation.istio.io',
      webhookService: null,
    });
    expect(answer?.changes[0]?.message).toContain('<b>no</b> ');
  });

  test('REL-39 a slow webhook whose policy is Ignore: the time-out was no refusal, reading again says saved', async () => {
    world.fake.fault = ({ method, query, body }, response) => {
      if (method !== 'PUT' || query.has('dryRun')) return false;
      store(body, '78');
      return status(
        response,
        504,
        'Timeout: request did not complete within the allotted timeout',
        'Timeout',
      );
    };
    const { answer, writes } = await apply([update(changedSpec)]);
    expect(answer?.changes).toMatchObject([{ state: 'written', resourceVersion: '78', refusal: null }]);
    expect(writes).toEqual([`PUT ${one}`]);
  });

  test('REL-39 a slow webhook whose policy is Fail: reading again says not saved', async () => {
    world.fake.fault = ({ method, query }, response) =>
      method === 'PUT' && !query.has('dryRun') && status(response, 500, silent('context deadline exceeded'));
    const { answer, writes } = await apply([update(changedSpec)]);
    expect(answer?.changes).toMatchObject([{ state: 'failed', refusal: 'webhook-away' }]);
    expect(writes).toEqual([`PUT ${one}`]);
    expect(world.fake.object('virtualservices', 'bookinfo', 'ratings')?.metadata.resourceVersion).toBe('5');
  });
});

describe('a line that breaks', () => {
  const cut = (when: (method: string) => boolean, act: (body: string) => void = () => {}) => {
    world.fake.fault = ({ method, query, body }, response) => {
      if (!when(method) || query.has('dryRun') || body.includes('"All"')) return false;
      act(body);
      response.destroy();
      return true;
    };
  };
  const writing = (method: string) => method !== 'GET';

  test('REL-40 with defaults added by the API server it is still what was written', async () => {
    cut(writing, (body) => {
      const object = JSON.parse(body);
      object.spec.http[0].route[0].weight = 0;
      store(JSON.stringify(object), '79');
    });
    const { answer, writes } = await apply([update(changedSpec)]);
    expect(answer?.changes).toMatchObject([{ state: 'written', resourceVersion: '79' }]);
    expect(writes).toHaveLength(1);
  });

  test('REL-40 somebody else wrote in that moment: a conflict with their text, and no second write', async () => {
    cut(writing, () => {
      store(JSON.stringify(ratings({ ...toReviews, hosts: ['theirs'] })), '80');
    });
    const { answer, writes } = await apply([update(changedSpec)]);
    expect(answer?.changes).toMatchObject([{ state: 'conflict', live: { resourceVersion: '80' } }]);
    expect(answer?.changes[0]?.live?.text).toContain('theirs');
    expect(writes).toHaveLength(1);
  });

  test('REL-40 nothing can be read afterwards: nobody claims to know, and no second write', async () => {
    let broken = false;
    world.fake.fault = ({ method, query }, response) => {
      broken ||= method === 'PUT' && !query.has('dryRun');
      if (broken) response.destroy();
      return broken;
    };
    const { answer, writes } = await apply([update(changedSpec)]);
    expect(answer?.changes).toMatchObject([{ state: 'failed', refusal: 'unknown' }]);
    expect(writes).toHaveLength(1);
  });

  test.each([
    ['a creation', create, 'POST bookinfo/virtualservices'],
    [
      'a deletion',
      {
        op: 'delete',
        kind: create.kind,
        namespace: 'bookinfo',
        name: 'ratings',
        resourceVersion: '5',
      } as Change,
      `DELETE ${one}`,
    ],
  ])('REL-40 %s that did not arrive: not written, and sent once', async (_, change, write) => {
    cut(writing);
    const { answer, writes } = await apply([change]);
    expect(answer?.changes).toMatchObject([{ state: 'failed', refusal: 'cut' }]);
    expect(writes.filter((call) => call === write)).toHaveLength(1);
  });
});

describe('a request that comes twice', () => {
  const whole = { changes: [update(changedSpec, { base: text(goodSpec) } as Partial<Change>)], reason: '' };
  const writes = (calls: readonly string[]) => calls.filter((call) => call === `PUT ${one}`);

  test('REL-40 of one attempt is carried out once, by whichever way, and has one answer', async () => {
    const body = { ...whole, attempt: '0123456789abcdef' };
    const { calls } = await world.received(async () => {
      const [first, second, stream] = await Promise.all([
        world.post('apply', body),
        world.post('apply', body),
        world.post('apply/stream', body),
      ]);
      expect(applyAnswerSchema.parse(first.json())).toMatchObject({ done: true });
      expect(second.text).toBe(first.text);
      expect(stream.text).toContain(first.text);
      return first;
    });
    expect(writes(calls)).toHaveLength(1);
  });

  test('REL-40 the same attempt of somebody else is another one', async () => {
    const body = { ...whole, attempt: 'fedcba9876543210' };
    await world.post('apply', body);
    const { reply, calls } = await world.received(() => world.post('apply', body, 'viewer-token'));
    expect(writes(calls)).toEqual([]);
    expect(applyAnswerSchema.parse(reply.json()).done).toBe(false);
  });

  test('REL-40 to another console finds its work done: written, not a conflict with itself, and no second write', async () => {
    await world.post('apply', whole);
    const { reply, calls } = await world.received(() => world.post('apply', whole));
    expect(applyAnswerSchema.parse(reply.json())).toMatchObject({
      done: true,
      changes: [{ state: 'written' }],
    });
    expect(calls).toEqual([`GET ${one}`]);
  });
});

describe('a sign-in that ends', () => {
  test('REL-52 before anything is written: 401, the session is over, and no write', async () => {
    const { kubernetes } = world.harness;
    kubernetes.users.set('short', { ...(kubernetes.users.get('editor') ?? { grants: [] }), name: 'short' });
    const cookie = await world.harness.signIn({ strategy: 'token', token: 'short' });
    kubernetes.users.delete('short');
    for (const changes of [[update(changedSpec)], [create]]) {
      const { reply, calls } = await world.received(() =>
        world.harness.ask('/api/v1/config/apply/stream', {
          method: 'POST',
          headers: { cookie, origin: world.harness.origin, 'content-type': 'application/json' },
          body: JSON.stringify({ changes, reason: '' }),
        }),
      );
      expect([reply.status, problemSchema.parse(reply.json()).code]).toEqual([401, 'unauthenticated']);
      expect(reply.cookies.join()).toContain('Max-Age=0');
      expect(
        calls.filter((call) => call.startsWith('PUT') || call === 'POST bookinfo/virtualservices'),
      ).toEqual([]);
    }
  });

  test('REL-52 between trial and write: the outcome says so, and nothing is taken for a missing right', async () => {
    world.fake.fault = ({ method, query }, response) =>
      method === 'PUT' && !query.has('dryRun') && status(response, 401, 'Unauthorized', 'Unauthorized');
    const { answer, writes } = await apply([update(changedSpec)]);
    expect(answer?.changes).toMatchObject([{ state: 'failed', refusal: 'signed-out', missing: null }]);
    expect(writes).toHaveLength(1);
  });
});

test('REL-41 whoever owns the object: no write of ours forces anything', async () => {
  const since = world.harness.kubernetes.requests.length;
  await apply([update(changedSpec), create]);
  const writes = world.harness.kubernetes.requests.slice(since).filter(({ method }) => method !== 'GET');
  expect(writes.length).toBeGreaterThan(3);
  for (const { query, headers } of writes) {
    expect([query.has('force'), query.has('fieldManager') || headers['content-type'] !== undefined]).toEqual([
      false,
      true,
    ]);
    expect(headers['content-type'] ?? 'application/json').toBe('application/json');
  }
  world.harness.kubernetes.objects.set(
    'networking.istio.io/virtualservices',
    (world.harness.kubernetes.objects.get('networking.istio.io/virtualservices') ?? []).filter(
      ({ metadata }) => metadata.name !== 'fresh',
    ),
  );
});
