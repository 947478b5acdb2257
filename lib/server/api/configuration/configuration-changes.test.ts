/** Changes of configuration, written: what the answers say, and what the fake Kubernetes received. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { applyAnswerSchema, type Change } from '#lib/api/configuration/configuration.ts';
import { createEventFrames } from '#lib/client/stream/event-frames.ts';
import {
  configurationWorld,
  goodSpec,
  one,
  ratings,
  text,
  toReviews,
  update,
  virtualServices,
} from '../../testing/configuration-world.ts';
import { tokens } from '../../testing/mesh-content.ts';

const destinationRules = 'destinationrules.networking.istio.io';
const world = configurationWorld();

describe('applying', () => {
  const apply = async (changes: Change[], token = 'editor') => {
    const { reply, calls, bodies } = await world.received(() =>
      world.post('apply', { changes, reason: 'because' }, token),
    );
    expect([reply.status, reply.status === 200 ? '' : reply.text]).toEqual([200, '']);
    return { answer: applyAnswerSchema.parse(reply.json()), calls, bodies };
  };
  const changedSpec = goodSpec.replace('host: reviews', 'host: reviews, subset: v1');

  test('REL-38 tries first, then writes the same body at the version that was seen; the rest stays as it was', async () => {
    world.fake.warning = 'unknown field "spec.typo"';
    const { answer, calls, bodies } = await apply([update(changedSpec)]);
    expect(answer.changes).toMatchObject([
      {
        state: 'written',
        refusal: null,
        warnings: ['unknown field "spec.typo"'],
        resourceVersion: expect.any(String),
      },
    ]);
    expect(answer.done).toBe(true);
    expect(calls).toEqual([`GET ${one}`, `PUT ${one}?dryRun`, `PUT ${one}`]);
    expect(bodies[0]).toBe(bodies[1]);
    const { status, metadata } = JSON.parse(bodies[0] ?? '');
    expect(metadata).toEqual(ratings(toReviews).metadata);
    expect(status).toEqual({ observedGeneration: 3 });
    const last = world.harness.kubernetes.requests.filter(({ method }) => method === 'PUT').at(-1);
    expect(last?.query.get('fieldManager')).toBe('sluice');
    expect(last?.query.has('force')).toBe(false);
  });

  test('REL-36 somebody was faster: nothing is written, and the live text is there for a merge', async () => {
    const { answer, calls } = await apply([update(changedSpec, { resourceVersion: '4' })]);
    expect(answer.changes).toMatchObject([
      { state: 'conflict', refusal: 'conflict', live: { resourceVersion: '5' } },
    ]);
    expect(answer.changes[0]?.live?.text).toContain('host: reviews');
    expect(calls).toEqual([`GET ${one}`]);
  });

  test('REL-36 somebody is faster between the trial and the write', async () => {
    world.fake.fault = ({ method, query }) => {
      if (method === 'PUT' && !query.has('dryRun')) {
        const object = world.fake.object('virtualservices', 'bookinfo', 'ratings');
        if (object) object.metadata.resourceVersion = '6';
      }
      return false;
    };
    const { answer } = await apply([update(changedSpec)]);
    expect(answer.changes).toMatchObject([{ state: 'conflict', live: { resourceVersion: '6' } }]);
  });

  test('REL-36 an object that is gone is a conflict without a live text', async () => {
    const { answer, calls } = await apply([
      update('', { name: 'gone', text: text(goodSpec, { name: 'gone' }) }),
    ]);
    expect(answer.changes).toMatchObject([{ state: 'conflict', refusal: 'missing', live: null }]);
    expect(calls).toHaveLength(1);
  });

  test('REL-39 the webhook refuses one of two: its words, and nothing is written', async () => {
    world.fake.webhook = ({ kind }) =>
      kind === 'DestinationRule' ? 'configuration is invalid: no <b>way</b>' : null;
    const rule = text('  host: reviews\n', { kind: 'DestinationRule', name: 'reviews' });
    world.harness.kubernetes.users.get('editor');
    const from = world.harness.logLines.length;
    const { answer, calls } = await apply(
      [
        update(changedSpec),
        { op: 'create', kind: destinationRules, namespace: 'bookinfo', name: 'reviews', text: rule },
      ],
      tokens.admin,
    );
    // What was not tried to be written leaves no line (SEC-33).
    const lines = world.harness.logLines.slice(from).filter((line) => line.includes('"audit":true'));
    expect(lines.map((line) => JSON.parse(line).object)).toEqual([`${destinationRules}/bookinfo/reviews`]);
    expect(answer.changes).toMatchObject([
      { state: 'pending', refusal: null },
      { state: 'failed', refusal: 'webhook', webhook: 'validation.istio.io' },
    ]);
    expect(answer.changes[1]?.message).toContain('no <b>way</b>');
    expect(calls.filter((call) => !call.startsWith('GET') && !call.endsWith('?dryRun'))).toEqual([]);
  });

  test('a subset is made before the route that uses it, whatever the order they came in', async () => {
    const rule = text('  host: reviews\n  subsets:\n  - name: v1\n    labels: {version: v1}\n', {
      kind: 'DestinationRule',
      name: 'reviews',
    });
    const { answer, calls } = await apply(
      [
        update(changedSpec),
        { op: 'create', kind: destinationRules, namespace: 'bookinfo', name: 'reviews', text: rule },
      ],
      tokens.admin,
    );
    expect(answer).toMatchObject({ order: [1, 0], done: true });
    expect(calls.filter((call) => !call.startsWith('GET') && !call.endsWith('?dryRun'))).toEqual([
      'POST bookinfo/destinationrules',
      `PUT ${one}`,
    ]);
    world.harness.kubernetes.objects.set('networking.istio.io/destinationrules', []);
  });

  describe('a DestinationRule that exchanges subsets', () => {
    const subsetsOf = (body: string) =>
      JSON.parse(body).spec.subsets?.map(({ name }: { name: string }) => name) ?? null;
    const rules = 'bookinfo/destinationrules/reviews';
    const spec = (...names: string[]) =>
      `  host: reviews\n  subsets:\n${names.map((name) => `  - name: ${name}\n    labels: {version: ${name}}\n`).join('')}`;
    const ruleText = (...names: string[]) =>
      text(spec(...names), { kind: 'DestinationRule', name: 'reviews' });
    const change: Change = {
      op: 'update',
      kind: destinationRules,
      namespace: 'bookinfo',
      name: 'reviews',
      text: ruleText('v2', 'v3'),
      resourceVersion: '8',
    };
    const moved = (subset: string) => goodSpec.replace('host: reviews', `host: reviews, subset: ${subset}`);
    const writes = (calls: readonly string[]) =>
      calls.filter((call) => !call.startsWith('GET') && !call.endsWith('?dryRun'));

    beforeEach(() => {
      const route = ratings({
        hosts: ['ratings'],
        http: [{ route: [{ destination: { host: 'reviews', subset: 'v1' } }] }],
      });
      const routes = world.harness.kubernetes.objects.get('networking.istio.io/virtualservices') ?? [];
      routes.splice(-1, 1, route);
      world.harness.kubernetes.objects.set('networking.istio.io/destinationrules', [
        {
          ...ratings({}, '8'),
          kind: 'DestinationRule',
          metadata: { ...ratings({}).metadata, name: 'reviews', resourceVersion: '8', uid: 'u2' },
          spec: {
            host: 'reviews',
            subsets: ['v1', 'v2'].map((name) => ({ name, labels: { version: name } })),
          },
        },
      ]);
    });
    afterAll(() => world.harness.kubernetes.objects.set('networking.istio.io/destinationrules', []));

    test('is written before and after the route, so that no moment has a route to a missing subset', async () => {
      const { answer, calls, bodies } = await apply([update(moved('v3')), change], tokens.admin);
      expect(writes(calls)).toEqual([`PUT ${rules}`, `PUT ${one}`, `PUT ${rules}`]);
      // What is between is tried as well, before anything is written.
      expect(calls.slice(0, -3).filter((call) => call === `PUT ${rules}?dryRun`)).toHaveLength(2);
      const sent = bodies
        .slice(-3)
        .map((body) => [subsetsOf(body), JSON.parse(body).metadata.resourceVersion]);
      const between = JSON.parse(bodies.at(-1) ?? '').metadata.resourceVersion;
      expect(sent).toEqual([
        [['v2', 'v3', 'v1'], '8'],
        [null, '5'],
        [['v2', 'v3'], between],
      ]);
      expect(Number(between)).toBeGreaterThan(1000);
      expect(answer).toMatchObject({
        order: [1, 0],
        done: true,
        changes: [{ state: 'written' }, { state: 'written' }],
      });
    });

    test('the route is refused in the middle: the rule is begun, at the version that it has now', async () => {
      world.fake.fault = ({ method, query, path }, response) => {
        if (method !== 'PUT' || query.has('dryRun') || !path.endsWith('/ratings')) return false;
        response.writeHead(500, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ kind: 'Status', code: 500, message: 'etcd is tired' }));
        return true;
      };
      const { answer, calls } = await apply([update(moved('v3')), change], tokens.admin);
      expect(writes(calls)).toEqual([`PUT ${rules}`, `PUT ${one}`]);
      const stored = world.fake.object('destinationrules', 'bookinfo', 'reviews');
      expect(answer).toMatchObject({
        done: false,
        changes: [
          { state: 'failed', refusal: 'away' },
          { state: 'begun', refusal: null, resourceVersion: stored?.metadata.resourceVersion },
        ],
      });
      expect(answer.changes[1]?.live).toMatchObject({ resourceVersion: stored?.metadata.resourceVersion });
      expect(answer.changes[1]?.live?.text).toMatch(/v2.*v3.*v1/s);
    });

    test('somebody changes the rule between its two writes: theirs stays, and it is told', async () => {
      world.fake.fault = ({ method, query, path }) => {
        if (method !== 'PUT' || query.has('dryRun') || !path.endsWith('/ratings')) return false;
        const all = world.harness.kubernetes.objects.get('networking.istio.io/destinationrules') ?? [];
        const [rule] = all;
        if (rule) all[0] = { ...rule, metadata: { ...rule.metadata, resourceVersion: '4000' } };
        return false;
      };
      const { answer } = await apply([update(moved('v3')), change], tokens.admin);
      expect(answer).toMatchObject({
        done: false,
        changes: [
          { state: 'written' },
          { state: 'begun', refusal: 'conflict', live: { resourceVersion: '4000' } },
        ],
      });
    });

    test('what is between is refused: nothing is written', async () => {
      world.fake.webhook = ({ spec }) =>
        (spec as { subsets?: unknown[] }).subsets?.length === 3 ? 'too many' : null;
      const { answer, calls } = await apply([update(moved('v3')), change], tokens.admin);
      expect(writes(calls)).toEqual([]);
      expect(answer.changes).toMatchObject([{ state: 'pending' }, { state: 'failed', refusal: 'webhook' }]);
    });

    test('is told step by step, and the answer comes last', async () => {
      const reply = await world.post(
        'apply/stream',
        { changes: [update(moved('v3')), change], reason: 'because' },
        tokens.admin,
      );
      const events = createEventFrames()(reply.text).map(({ event, data }) => ({
        event,
        data: JSON.parse(data),
      }));
      expect(events.map(({ event }) => event)).toEqual(['plan', 'step', 'step', 'step', 'end']);
      expect(events[0]?.data).toEqual({ steps: [1, 0, 1] });
      expect(events.slice(1, 4).map(({ data }) => [data.step, data.outcome.state])).toEqual([
        [0, 'begun'],
        [1, 'written'],
        [2, 'written'],
      ]);
      expect(applyAnswerSchema.parse(events[4]?.data)).toMatchObject({ done: true });
    });
  });

  test('a stream tells of what is refused before anything is written as any answer does', async () => {
    const { reply, calls } = await world.received(() =>
      world.post('apply/stream', { changes: [update('  hosts: [')], reason: '' }),
    );
    expect([reply.status, reply.headers['content-type'], calls]).toEqual([
      400,
      'application/problem+json',
      [],
    ]);
  });

  test('the first write that fails ends it: the rest is pending', async () => {
    world.fake.fault = ({ method, query, path }, response) => {
      if (method !== 'DELETE' || query.has('dryRun') || !path.endsWith('/ratings')) return false;
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ kind: 'Status', code: 500, message: 'etcd is tired' }));
      return true;
    };
    const remove = (name: string): Change => ({
      op: 'delete',
      kind: virtualServices,
      namespace: 'bookinfo',
      name,
    });
    const { answer } = await apply([remove('ratings'), remove('reviews')], tokens.admin);
    expect(answer.changes).toMatchObject([
      { state: 'failed', refusal: 'away', message: 'etcd is tired' },
      { state: 'pending' },
    ]);
    expect(world.fake.object('virtualservices', 'bookinfo', 'reviews')).toBeDefined();
  });

  test('REL-40 a connection that breaks after the write: the object tells that it was written, and no write is sent twice', async () => {
    world.fake.fault = ({ method, query, body }, response) => {
      if (method !== 'PUT' || query.has('dryRun')) return false;
      const all = world.harness.kubernetes.objects.get('networking.istio.io/virtualservices') ?? [];
      const index = all.findIndex(({ metadata }) => metadata.name === 'ratings');
      const written = JSON.parse(body);
      all[index] = { ...written, metadata: { ...written.metadata, resourceVersion: '77' } };
      response.destroy();
      return true;
    };
    const { answer, calls } = await apply([update(changedSpec)]);
    expect(answer.changes).toMatchObject([{ state: 'written', resourceVersion: '77' }]);
    expect(calls.filter((call) => call === `PUT ${one}`)).toHaveLength(1);
  });

  test('REL-40 a connection that breaks before the write: the object tells that nothing was written', async () => {
    world.fake.fault = ({ method, query }, response) => {
      if (method !== 'PUT' || query.has('dryRun')) return false;
      response.destroy();
      return true;
    };
    const { answer, calls } = await apply([update(changedSpec)]);
    expect(answer.changes).toMatchObject([{ state: 'failed', refusal: 'cut' }]);
    expect(calls.filter((call) => call === `PUT ${one}`)).toHaveLength(1);
  });

  test('SEC-33 who may not, may not: the right that is missing, a denial in the log, and no word of the object', async () => {
    const from = world.harness.logLines.length;
    const { answer } = await apply([
      {
        op: 'create',
        kind: 'gateways.networking.istio.io',
        namespace: 'bookinfo',
        name: 'web',
        text: text(
          '  selector: {istio: x}\n  servers:\n  - port: {number: 80, name: http, protocol: HTTP}\n    hosts: ["canary.example.com"]\n',
          {
            kind: 'Gateway',
            name: 'web',
          },
        ),
      },
    ]);
    expect(answer.changes).toMatchObject([
      {
        state: 'failed',
        refusal: 'rights',
        missing: {
          verb: 'create',
          group: 'networking.istio.io',
          resource: 'gateways',
          namespace: 'bookinfo',
        },
      },
    ]);
    const lines = world.harness.logLines.slice(from).filter((line) => line.includes('"audit":true'));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        action: 'denied',
        subject: 'editor',
        verb: 'create',
        object: 'gateways.networking.istio.io/bookinfo/web',
        outcome: 'rights',
        reason: 'because',
        requestId: expect.any(String),
      },
    ]);
    expect(lines).toHaveLength(1);
    expect(lines.join('')).not.toContain('canary.example.com');
  });

  test('SEC-33 a write leaves one line in the log: who, when, what, how it ended, and a hash of the change', async () => {
    const audited = async (spec: string, resourceVersion = '5') => {
      const from = world.harness.logLines.length;
      const { answer } = await apply([update(spec, { resourceVersion })]);
      const lines = world.harness.logLines.slice(from).filter((line) => line.includes('"audit":true'));
      expect(lines).toHaveLength(1);
      return { line: JSON.parse(lines[0] ?? ''), change: answer.changes[0]?.change, answer };
    };
    const { line, change, answer } = await audited(changedSpec);
    expect(line).toMatchObject({
      action: 'write',
      result: 'allowed',
      subject: 'editor',
      strategy: 'bearer',
      verb: 'update',
      outcome: 'written',
      object: `${virtualServices}/bookinfo/ratings`,
      requestId: expect.stringMatching(/^[0-9a-f]{16}$/),
      address: '127.0.0.1',
      reason: 'because',
      change: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(Date.parse(line.time)).toBeGreaterThan(Date.now() - 60_000);
    expect(line.change).toBe(change);
    // Another change has another; the same one tried by two is one.
    const other = await audited(
      changedSpec.replace('v1', 'v2'),
      answer.changes[0]?.resourceVersion ?? undefined,
    );
    expect(other.line).toMatchObject({
      outcome: 'written',
      change: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(other.line.change).not.toBe(line.change);
  });
});
