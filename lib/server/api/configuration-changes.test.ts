/** Changes of configuration, tried and written: what the answers say, and what the fake Kubernetes received. */
import { describe, expect, test } from 'vitest';
import { applyAnswerSchema, type Change, dryRunAnswerSchema } from '#lib/api/configuration.ts';
import {
  configurationWorld,
  goodSpec,
  one,
  ratings,
  text,
  toReviews,
  update,
  virtualServices,
} from '../testing/configuration-world.ts';
import { tokens } from '../testing/mesh-content.ts';

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

  test('tries first, then writes the same body at the version that was seen; the rest stays as it was', async () => {
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

  test('somebody was faster: nothing is written, and the live text is there for a merge', async () => {
    const { answer, calls } = await apply([update(changedSpec, { resourceVersion: '4' })]);
    expect(answer.changes).toMatchObject([
      { state: 'conflict', refusal: 'conflict', live: { resourceVersion: '5' } },
    ]);
    expect(answer.changes[0]?.live?.text).toContain('host: reviews');
    expect(calls).toEqual([`GET ${one}`]);
  });

  test('somebody is faster between the trial and the write', async () => {
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

  test('an object that is gone is a conflict without a live text', async () => {
    const { answer, calls } = await apply([
      update('', { name: 'gone', text: text(goodSpec, { name: 'gone' }) }),
    ]);
    expect(answer.changes).toMatchObject([{ state: 'conflict', refusal: 'missing', live: null }]);
    expect(calls).toHaveLength(1);
  });

  test('the webhook refuses one of two: its words, and nothing is written', async () => {
    world.fake.webhook = ({ kind }) =>
      kind === 'DestinationRule' ? 'configuration is invalid: no <b>way</b>' : null;
    const rule = text('  host: reviews\n', { kind: 'DestinationRule', name: 'reviews' });
    world.harness.kubernetes.users.get('editor');
    const { answer, calls } = await apply(
      [
        update(changedSpec),
        { op: 'create', kind: destinationRules, namespace: 'bookinfo', name: 'reviews', text: rule },
      ],
      tokens.admin,
    );
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

  test('a connection that breaks after the write: the object tells that it was written, and no write is sent twice', async () => {
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

  test('a connection that breaks before the write: the object tells that nothing was written', async () => {
    world.fake.fault = ({ method, query }, response) => {
      if (method !== 'PUT' || query.has('dryRun')) return false;
      response.destroy();
      return true;
    };
    const { answer, calls } = await apply([update(changedSpec)]);
    expect(answer.changes).toMatchObject([{ state: 'failed', refusal: 'away' }]);
    expect(calls.filter((call) => call === `PUT ${one}`)).toHaveLength(1);
  });

  test('who may not, may not: the right that is missing, a denial in the log, and no word of the object', async () => {
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
    expect(lines.join('')).not.toContain('canary.example.com');
  });

  test('a write leaves one line in the log', async () => {
    const from = world.harness.logLines.length;
    await apply([update(changedSpec)]);
    const lines = world.harness.logLines.slice(from).filter((line) => line.includes('"audit":true'));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        action: 'write',
        subject: 'editor',
        verb: 'update',
        outcome: 'written',
        object: `${virtualServices}/bookinfo/ratings`,
      },
    ]);
  });
});

describe('trying', () => {
  test('says what the API server says, field by field, and writes nothing', async () => {
    world.fake.fault = ({ method }, response) => {
      if (method !== 'PUT') return false;
      const causes = [
        {
          reason: 'FieldValueInvalid',
          message: 'Invalid value: 7',
          field: 'spec.http[0].route[0].destination.host',
        },
      ];
      response.writeHead(422, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          kind: 'Status',
          code: 422,
          reason: 'Invalid',
          message: 'is invalid',
          details: { causes },
        }),
      );
      return true;
    };
    const { reply, calls } = await world.received(() =>
      world.post('dry-run', { changes: [update(goodSpec)] }),
    );
    const answer = dryRunAnswerSchema.parse(reply.json());
    expect(answer.changes).toMatchObject([
      {
        accepted: false,
        refusal: 'invalid',
        message: 'is invalid',
        causes: [
          {
            path: ['spec', 'http', 0, 'route', 0, 'destination', 'host'],
            line: 11,
            message: 'Invalid value: 7',
          },
        ],
      },
    ]);
    expect(calls).toEqual([`GET ${one}`, `PUT ${one}?dryRun`]);
  });
});
