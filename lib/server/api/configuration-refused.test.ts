/** Changes that cannot be right: an error at its place, and nothing that reaches Kubernetes. */
import { describe, expect, test } from 'vitest';
import type { Change } from '#lib/api/configuration.ts';
import { problemSchema } from '#lib/api/problem.ts';
import {
  configurationWorld,
  goodSpec,
  text,
  update,
  virtualServices,
} from '../testing/configuration-world.ts';

const world = configurationWorld();

describe('what is refused before Kubernetes is asked', () => {
  const weights = (value: string) => `  hosts: [ratings]
  http:
  - route:
    - destination: {host: reviews}
      weight: ${value}
`;
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    .concat(
      [...'bcdefghi'].map(
        (name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`,
      ),
    )
    .join('\n');
  const merges = `base: &b {${Array.from({ length: 3000 }, (_, index) => `k${index}: 1`).join(', ')}}\nall:\n${Array.from({ length: 3000 }, () => '- <<: *b').join('\n')}`;

  const hostile: [string, Change, string | RegExp][] = [
    ['an alias bomb', update('', { text: bomb }), '/changes/0/text'],
    ['20,000 brackets', update('', { text: `a: ${'['.repeat(20_000)}` }), '/changes/0/text'],
    ['merges of merges', update('', { text: merges }), '/changes/0/text'],
    ['a tag that runs code', update('', { text: 'a: !!js/function "x"' }), '/changes/0/text'],
    ['a tag of Python', update('', { text: 'a: !!python/object:os.system "x"' }), '/changes/0/text'],
    ['a key twice', update(`${goodSpec}  hosts: [other]\n`), '/changes/0/text'],
    [
      'a Secret behind ---',
      update(`${goodSpec}---\napiVersion: v1\nkind: Secret\nmetadata: {name: x}\n`),
      '/changes/0/text',
    ],
    ['no object at all', update('', { text: '# nothing\n' }), '/changes/0/text'],
    ['a list', update('', { text: '- a\n' }), '/changes/0/text'],
    ['depth 101', update('', { text: `a: ${'['.repeat(101)}${']'.repeat(101)}` }), '/changes/0/text'],
    [
      '1,000 aliases',
      update('', { text: `a: &a 1\nb: [${Array(1000).fill('*a').join(', ')}]` }),
      '/changes/0/text',
    ],
    [
      'another name',
      update('', { text: text(goodSpec, { name: 'reviews' }) }),
      '/changes/0/text/metadata/name',
    ],
    [
      'another namespace',
      update('', { text: text(goodSpec, { namespace: 'payments' }) }),
      '/changes/0/text/metadata/namespace',
    ],
    ['another kind', update('', { text: text(goodSpec, { kind: 'Gateway' }) }), '/changes/0/text/kind'],
    [
      'another group',
      update('', { text: text(goodSpec, { apiVersion: 'v1' }) }),
      '/changes/0/text/apiVersion',
    ],
    [
      'no version to write at',
      update(goodSpec, { resourceVersion: undefined } as Partial<Change>),
      '/changes/0/resourceVersion',
    ],
    ...['.nan', '.inf', '1e309', '-1', '50.5', '"50"', '2147483648'].map(
      (value): [string, Change, RegExp] => [
        `a weight of ${value}`,
        update(weights(value)),
        /^\/changes\/0\/text(\/spec\/http\/0\/route(\/0\/weight)?)?$/,
      ],
    ),
    [
      'a timeout that is none',
      update(`${goodSpec}    timeout: soon\n`),
      '/changes/0/text/spec/http/0/timeout',
    ],
    [
      'a rule without anything to do',
      update('  hosts: [ratings]\n  http:\n  - name: x\n'),
      /^\/changes\/0\/text\/spec\/http/,
    ],
  ];

  test.each(hostile)('%s: an error at its place, and no call', async (_, change, field) => {
    const startedMs = performance.now();
    for (const path of ['apply', 'dry-run']) {
      if (path === 'dry-run' && field === '/changes/0/resourceVersion') continue;
      const { reply, calls } = await world.received(() =>
        world.post(path, { changes: [change], reason: '' }),
      );
      const problem = problemSchema.parse(reply.json());
      expect([reply.status, problem.code]).toEqual([400, 'invalid']);
      expect(problem.errors?.[0]?.field).toMatch(
        typeof field === 'string' ? new RegExp(`^${field}$`) : field,
      );
      expect(calls).toEqual([]);
    }
    expect(performance.now() - startedMs).toBeLessThan(5000);
    expect(world.fake.object('virtualservices', 'bookinfo', 'ratings')?.metadata.resourceVersion).toBe('5');
  });

  test.each([
    ['namespace', ['', '.', '..', 'a/b', '%2e%2e', 'A', 'a'.repeat(64), 'a\u0000']],
    ['name', ['', '.', '..', 'a/b', '%2e%2e', 'A', 'a'.repeat(254), 'a\u0000']],
  ] as const)('a %s that is none', async (field, values) => {
    for (const value of values) {
      for (const path of ['check', 'dry-run', 'apply']) {
        const { reply, calls } = await world.received(() =>
          world.post(path, {
            changes: [
              { op: 'delete', kind: virtualServices, namespace: 'bookinfo', name: 'ratings', [field]: value },
            ],
          }),
        );
        expect([value, reply.status, calls]).toEqual([value, 400, []]);
      }
    }
  });

  test.each([
    'secrets',
    'secrets.',
    '..',
    'pods/exec',
    'roles.rbac.authorization.k8s.io',
    'VirtualService',
    '__proto__',
    'constructor',
  ])('the kind %s is not found', async (kind) => {
    const target = { kind, namespace: 'bookinfo', name: 'x' };
    const { reply, calls } = await world.received(() =>
      world.post('apply', { changes: [{ op: 'delete', ...target }] }),
    );
    expect([reply.status, calls]).toEqual([404, []]);
    const query = new URLSearchParams(target).toString();
    const read = await world.received(() =>
      world.harness.ask(`/api/v1/config/object?${query}`, { headers: { authorization: 'Bearer editor' } }),
    );
    expect([read.reply.status, read.calls]).toEqual([404, []]);
  });

  test('more than 1 MiB of text is too large, more than 4 MiB of request as well', async () => {
    const large = update('', { text: `a: ${'x'.repeat(1024 * 1024)}` });
    expect((await world.received(() => world.post('check', { changes: [large] }))).reply.status).toBe(413);
    const { reply, calls } = await world.received(() =>
      world.post('apply', { changes: Array(5).fill(large) }),
    );
    expect([reply.status, calls]).toEqual([413, []]);
  });

  test('an object twice, no change, and too many', async () => {
    expect((await world.post('check', { changes: [update(goodSpec), update(goodSpec)] })).status).toBe(400);
    expect((await world.post('check', { changes: [] })).status).toBe(400);
    expect((await world.post('check', { changes: Array(51).fill(update(goodSpec)) })).status).toBe(400);
  });

  test('without a sign-in and from another page nothing is done', async () => {
    const body = JSON.stringify({ changes: [update(goodSpec)], reason: '' });
    const { calls } = await world.received(async () => {
      const headers = { 'content-type': 'application/json', origin: world.harness.origin };
      const nobody = await world.harness.ask('/api/v1/config/apply', { method: 'POST', headers, body });
      expect(nobody.status).toBe(401);
      const cookie = await world.harness.signIn({ strategy: 'token', token: 'editor' });
      const foreign = await world.harness.ask('/api/v1/config/apply', {
        method: 'POST',
        headers: { ...headers, origin: 'https://evil.test', cookie },
        body,
      });
      expect(foreign.status).toBe(403);
      const anonymous = await world.harness.signIn({ strategy: 'anonymous' });
      const reply = await world.harness.ask('/api/v1/config/apply', {
        method: 'POST',
        headers: { ...headers, cookie: anonymous },
        body,
      });
      expect(reply.status).toBe(403);
      return reply;
    });
    expect(calls).toEqual([]);
  });
});
