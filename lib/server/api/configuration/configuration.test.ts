/** Configuration read and checked: who is told what, and what is never told. */
import { describe, expect, test } from 'vitest';
import { choicesSchema } from '#lib/api/configuration/choices.ts';
import {
  type Change,
  checkAnswerSchema,
  configurationObjectSchema,
  configurationSchema,
} from '#lib/api/configuration/configuration.ts';
import { problemSchema } from '#lib/api/problem.ts';
import {
  configurationWorld,
  goodSpec,
  text,
  update,
  virtualServices,
} from '../../testing/configuration-world.ts';
import { tokens } from '../../testing/mesh-content.ts';

const world = configurationWorld();

describe('checking', () => {
  const check = async (changes: Change[], token = 'editor') => {
    const { reply, calls } = await world.received(() => world.post('check', { changes }, token));
    expect(calls).toEqual([]);
    return checkAnswerSchema.parse(reply.json());
  };
  const toGone = goodSpec.replace('host: reviews', 'host: gone');

  test('findings stand at their line, and say whether they are new', async () => {
    const answer = await check([update(toGone)]);
    expect(answer.changes[0]?.findings).toMatchObject([
      {
        code: 'IST0101',
        severity: 'error',
        isNew: true,
        place: { kind: virtualServices, kindName: 'VirtualService', name: 'ratings', line: 11 },
      },
    ]);
    const again = await check([
      {
        op: 'update',
        kind: virtualServices,
        namespace: 'bookinfo',
        name: 'reviews',
        text: text(toGone.replace('ratings', 'reviews'), { name: 'reviews' }),
      },
    ]);
    expect(again.changes[0]?.findings).toMatchObject([{ code: 'IST0101', isNew: false }]);
  });

  test('the set is left as it was found', async () => {
    await check([update(toGone)]);
    const answer = await check([update(goodSpec)]);
    expect(answer.changes[0]?.findings).toEqual([]);
  });

  test('what a draft does to others is told: a ServiceEntry settles, its deletion brings', async () => {
    const entry = text(
      '  hosts: [gone.bookinfo.svc.cluster.local]\n  ports:\n  - {number: 80, name: http, protocol: HTTP}\n  resolution: DNS\n',
      {
        kind: 'ServiceEntry',
        name: 'gone',
      },
    );
    const answer = await check([
      {
        op: 'create',
        kind: 'serviceentries.networking.istio.io',
        namespace: 'bookinfo',
        name: 'gone',
        text: entry,
      },
    ]);
    expect(answer.elsewhere.gone).toMatchObject([{ code: 'IST0101', place: { name: 'reviews' } }]);
    expect(answer.elsewhere.appeared).toEqual([]);
  });

  test('a problem of the text is told with its place, notes with what kubectl reads', async () => {
    const answer = await check([update('  hosts: [ratings\n')]);
    expect(answer.changes[0]).toMatchObject({
      yaml: { problem: { line: expect.any(Number) } },
      findings: [],
    });
    const noted = await check([update(`${goodSpec}    name: no\n`)]);
    expect(noted.changes[0]?.yaml.notes).toMatchObject([
      { code: 'reads-otherwise', line: 12, params: { text: 'no' } },
    ]);
  });

  test('a text of another object is told, and not put in its place', async () => {
    const answer = await check([update('', { text: text(toGone, { name: 'other' }) })]);
    expect(answer.changes[0]?.mismatches).toMatchObject([
      { path: ['metadata', 'name'], expected: 'ratings', line: 4 },
    ]);
  });

  test('nothing of a hidden namespace is told: neither that it is there nor that it is not', async () => {
    const to = (host: string) => goodSpec.replace('host: reviews', `host: ${host}`);
    const answers = await Promise.all(
      [
        'canary-ledger.payments.svc.cluster.local',
        'nothing.payments.svc.cluster.local',
        'x.nowhere.svc.cluster.local',
      ].map(async (host) => JSON.stringify(await check([update(to(host))])).replaceAll(host, 'HOST')),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).not.toContain('canary');
    const admin = await check([update(to('nothing.payments.svc.cluster.local'))], tokens.admin);
    expect(admin.changes[0]?.findings).toMatchObject([{ code: 'IST0101' }]);
  });
});

describe('reading', () => {
  test('a list holds what the caller may list, with what the checks say', async () => {
    const answer = configurationSchema.parse((await world.get('config', 'editor')).json());
    expect(answer.objects.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
      'bookinfo/ratings',
      'bookinfo/reviews',
    ]);
    expect(answer.objects[1]?.checks).toMatchObject({ errors: 1, worst: 'error' });
    expect(answer.objects[0]).toMatchObject({ managedBy: { manager: 'kubectl' }, hosts: ['ratings'] });
    expect(answer.kinds).toHaveLength(18);
    expect(answer.kinds.find(({ kind }) => kind === 'sidecars.networking.istio.io')?.unreadable).toEqual([
      'bookinfo',
    ]);
    expect(JSON.stringify(answer)).not.toMatch(/canary|payments/);
    const all = configurationSchema.parse((await world.get('config', tokens.admin)).json());
    expect(all.objects.some(({ namespace }) => namespace === 'payments')).toBe(true);
  });

  test('a namespace that may not be seen is refused, whether it exists or not', async () => {
    const replies = await Promise.all(
      ['payments', 'nowhere'].map((name) => world.get(`config?namespaces=${name}`, 'editor')),
    );
    expect(replies.map(({ status }) => status)).toEqual([403, 403]);
  });

  test('one object: as the API has it, with findings, relations and rights', async () => {
    const reply = await world.get(
      `config/object?kind=${virtualServices}&namespace=bookinfo&name=reviews`,
      'editor',
    );
    const answer = configurationObjectSchema.parse(reply.json());
    expect(answer.findings).toMatchObject([
      { code: 'IST0101', place: { line: expect.any(Number) }, isNew: false },
    ]);
    expect(answer.touches).toMatchObject([{ what: 'service', name: 'reviews', reason: 'host' }]);
    expect(answer.may).toMatchObject({ update: { allowed: true }, delete: { allowed: true } });
    const written = await world.get(
      `config/object?kind=${virtualServices}&namespace=bookinfo&name=ratings`,
      'editor',
    );
    // A megabyte of a large object: what it tells is told in a word.
    expect(written.text).not.toContain('managedFields');
    expect(configurationObjectSchema.parse(written.json())).toMatchObject({
      object: { metadata: { annotations: { owner: 'team-a' } } },
      changedAt: Date.parse('2026-01-02T00:00:00Z') / 1000,
      changedBy: { manager: 'kubectl' },
    });
    const other = await world.get(
      `config/object?kind=${virtualServices}&namespace=payments&name=canary-routes`,
      'editor',
    );
    expect(problemSchema.parse(other.json())).toMatchObject({ code: 'forbidden', missing: { verb: 'get' } });
    expect(other.text).not.toContain('ledger');
  });

  test('names of Secrets: with the caller’s own credential, metadata alone, and not asked for without the right', async () => {
    const secrets = (since: number) =>
      world.harness.kubernetes.requests.slice(since).filter(({ path }) => path.endsWith('/secrets'));
    world.fake.fault = null;
    const serve = world.harness.kubernetes.fault;
    world.harness.kubernetes.fault = (request, response) => {
      if (!request.path.endsWith('/secrets')) return serve?.(request, response) ?? false;
      const items = [{ metadata: { name: 'tls' }, data: { key: 'canary' } }];
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ metadata: {}, items }));
      return true;
    };
    let since = world.harness.kubernetes.requests.length;
    const mine = await world.get('config/choices?namespace=bookinfo', 'editor');
    expect(choicesSchema.parse(mine.json())).toMatchObject({
      secrets: null,
      creatable: [virtualServices],
      namespaces: [{ name: 'bookinfo' }],
    });
    expect(secrets(since)).toEqual([]);
    since = world.harness.kubernetes.requests.length;
    const all = await world.get('config/choices?namespace=bookinfo', tokens.admin);
    expect(choicesSchema.parse(all.json())).toMatchObject({ secrets: [{ name: 'tls' }] });
    expect(all.text).not.toContain('"canary"');
    expect(secrets(since).map(({ headers }) => [headers.authorization, headers.accept])).toEqual([
      [`Bearer ${tokens.admin}`, expect.stringContaining('PartialObjectMetadataList')],
    ]);
    world.harness.kubernetes.fault = serve;
    for (const namespace of ['payments', 'nowhere']) {
      expect((await world.get(`config/choices?namespace=${namespace}`, 'editor')).status).toBe(403);
    }
    for (const namespace of ['', '..', 'A', 'a%2Fb']) {
      expect((await world.get(`config/choices?namespace=${namespace}`, 'editor')).status).toBe(400);
    }
  });
});
