/**
 * The hostile inputs of the threat model that touch YAML, names in texts, numbers and admission, by their number: an error at its
 * place, and nothing that reaches Kubernetes. What is legal is told, kept as data, and sent as it stands.
 */
import { describe, expect, test } from 'vitest';
import type { Change } from '#lib/api/configuration/configuration.ts';
import { checkAnswerSchema, dryRunAnswerSchema } from '#lib/api/configuration/configuration.ts';
import { problemSchema } from '#lib/api/problem.ts';
import { configurationWorld, goodSpec, one, text, update } from '../../testing/configuration-world.ts';
import { bombs, withMetadata } from '../../testing/hostile-texts.ts';
import { tokens } from '../../testing/mesh-content.ts';

const world = configurationWorld();

const weights = (...values: string[]) =>
  `  hosts: [ratings]\n  http:\n  - route:\n${values
    .map((value, index) => `    - destination: {host: reviews, subset: v${index}}\n      weight: ${value}\n`)
    .join('')}`;
const whole = (value: string): Change => update('', { text: value });
const anyText = /^\/changes\/0\/text/;
const ofWeights = /^\/changes\/0\/text\/spec\/http\/0\/route(\/\d+\/weight)?$/;
const utf16 = [...text(goodSpec)].map((letter) => `${letter}\u0000`).join('');

/** What is refused: with the field that says so. */
const refused: readonly [title: string, change: Change, field: RegExp][] = [
  ...Object.entries(bombs).map(([name, [value]]): [string, Change, RegExp] => [
    name,
    whole(value),
    /^\/changes\/0\/text$/,
  ]),
  ['input 4: a tag that runs JavaScript', whole('a: !!js/function "x"'), /text$/],
  ['input 4: a tag that makes a Python object', whole('a: !!python/object:os.system "x"'), /text$/],
  ['input 5: the same key twice', update(`${goodSpec}  hosts: [other]\n`), /text$/],
  [
    'input 6: a Secret in a second document',
    update(`${goodSpec}---\napiVersion: v1\nkind: Secret\nmetadata: {name: x}\n`),
    /text$/,
  ],
  [
    'input 7: __proto__ is no label',
    whole(withMetadata('  labels: {__proto__: a}')),
    /\/metadata\/labels\/__proto__$/,
  ],
  [
    'input 7: __proto__ is no subset',
    update(
      '  hosts: [ratings]\n  http:\n  - route:\n    - destination: {host: reviews, subset: __proto__}\n',
    ),
    /\/destination/,
  ],
  ['input 8: no byte at all', whole(''), /text$/],
  ['input 8: nothing but a comment', whole('# nothing\n'), /text$/],
  ['input 8: UTF-16 taken for UTF-8', whole(utf16), /text$/],
  ['input 8: half of a surrogate pair', update(goodSpec.replace('[ratings]', '["\ud800"]')), /text$/],
  ['input 8: a NUL in the middle', update(goodSpec.replace('[ratings]', '[rat\u0000ings]')), /text$/],
  [
    'input 9: a label of 64 letters',
    whole(withMetadata(`  labels: {a: ${'x'.repeat(64)}}`)),
    /\/metadata\/labels\/a$/,
  ],
  [
    'input 9: annotations of more than 256 KiB',
    whole(withMetadata(`  annotations: {a: ${'x'.repeat(256 * 1024)}}`)),
    /\/metadata\/annotations$/,
  ],
  ...[
    '.nan',
    '.inf',
    '1e309',
    '-1',
    '50.5',
    '33.3',
    '"50"',
    'null',
    '2147483648',
    '99999999999999999999',
    '0x1p4',
    '017x',
  ].map((value): [string, Change, RegExp] => [
    `input 40: a weight of ${value}`,
    update(weights(value)),
    anyText,
  ]),
  ['input 41: weights that add up to 0', update(weights('0', '0')), ofWeights],
  ['input 41: three hundred weights of 0.33', update(weights(...Array(300).fill('0.33'))), ofWeights],
  [
    'input 42: a host with a Cyrillic letter',
    update(goodSpec.replace('host: reviews', 'host: rеviews')),
    /host$/,
  ],
  [
    'input 42: the host * inside of the mesh',
    update(goodSpec.replace('[ratings]', '["*"]')),
    /\/spec\/hosts/,
  ],
  [
    'input 44: every host of the mesh at once',
    update(goodSpec.replace('[ratings]', '["*", ratings]')),
    /\/spec\/hosts/,
  ],
  ['input 44: retries that are no number', update(`${goodSpec}    retries: {attempts: many}\n`), /attempts$/],
  [
    'input 44: a mirror of more than all',
    update(`${goodSpec}    mirror: {host: reviews}\n    mirrorPercentage: {value: 101}\n`),
    /mirrorPercentage/,
  ],
  ['input 44: a timeout of 0s', update(`${goodSpec}    timeout: 0s\n`), /timeout$/],
  ['input 46: another name', whole(text(goodSpec, { name: 'reviews' })), /\/metadata\/name$/],
  ['input 46: another namespace', whole(text(goodSpec, { namespace: 'payments' })), /\/metadata\/namespace$/],
  ['input 46: another kind', whole(text(goodSpec, { kind: 'Gateway' })), /\/kind$/],
  ['input 46: another group', whole(text(goodSpec, { apiVersion: 'v1' })), /\/apiVersion$/],
  [
    'input 46: an owner',
    {
      ...whole(withMetadata('  ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: x, uid: u}]')),
      base: text(goodSpec),
    } as Change,
    /\/metadata\/ownerReferences$/,
  ],
  [
    'input 46: a finalizer',
    { ...whole(withMetadata('  finalizers: [example.com/never]')), base: text(goodSpec) } as Change,
    /\/metadata\/finalizers$/,
  ],
];

test.each(refused)('%s: an error at its place, and no call', async (_, change, field) => {
  for (const path of ['apply', 'dry-run', 'apply/stream']) {
    const { reply, calls } = await world.received(() => world.post(path, { changes: [change], reason: '' }));
    expect([path, reply.status, calls]).toEqual([path, 400, []]);
    const problem = problemSchema.parse(reply.json());
    expect(problem.code).toBe('invalid');
    expect(problem.errors?.map((error) => error.field).join(' ')).toMatch(
      new RegExp(field.source.replace(/\$$/, '(?= |$)')),
    );
  }
  expect(world.fake.object('virtualservices', 'bookinfo', 'ratings')?.metadata.resourceVersion).toBe('5');
});

/** What the checks say while one types, before anything is sent; the answer of the trial. */
async function typed(change: Change, token = 'editor') {
  const { reply, calls } = await world.received(() => world.post('check', { changes: [change] }, token));
  const { changes, elsewhere } = checkAnswerSchema.parse(reply.json());
  const [first] = changes;
  if (first === undefined) throw new Error('no answer');
  return { ...first, elsewhere, calls };
}

async function sent(change: Change) {
  const { reply, calls, bodies } = await world.received(() => world.post('dry-run', { changes: [change] }));
  expect([reply.status, reply.text.slice(0, 300)]).toEqual([200, expect.any(String)]);
  expect(calls).toEqual([`GET ${one}`, `PUT ${one}?dryRun`]);
  return { verdict: dryRunAnswerSchema.parse(reply.json()).changes[0], body: JSON.parse(bodies[0] ?? '') };
}

describe('what is legal is kept as data', () => {
  test('input 7: constructor and toString as labels, __proto__ as a header, and no object has it afterwards', async () => {
    const headers = '    headers: {request: {set: {__proto__: a, constructor: b}}}\n';
    const named = text(`${goodSpec}${headers}`).replace(
      '  annotations:',
      '  labels: {constructor: "b", toString: "c"}\n  annotations:',
    );
    const { body } = await sent(whole(named));
    expect(JSON.stringify(body.metadata.labels)).toBe('{"constructor":"b","toString":"c"}');
    expect(JSON.stringify(body.spec.http[0].headers.request.set)).toBe('{"__proto__":"a","constructor":"b"}');
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Reflect.get({}, 'a')).toBeUndefined();
  });

  test('input 8: a mark of the byte order before the text is no part of it', async () => {
    const { body } = await sent(whole(`\ufeff${text(goodSpec)}`));
    expect(Object.keys(body)).toEqual(expect.arrayContaining(['apiVersion', 'kind', 'metadata', 'spec']));
    expect(JSON.stringify(body)).not.toContain('\ufeff');
  });

  test('input 9: five thousand labels and 200 KiB of annotation arrive whole', async () => {
    const labels = Array.from({ length: 5000 }, (_, index) => `l${index}: v`).join(', ');
    const annotation = 'x'.repeat(200 * 1024);
    const { body } = await sent(
      whole(withMetadata(`  labels: {${labels}}\n  annotations: {a: ${annotation}}`)),
    );
    expect(Object.keys(body.metadata.labels)).toHaveLength(5000);
    expect(body.metadata.annotations.a).toHaveLength(200 * 1024);
  });

  test('input 10: markup in an annotation is text, on the way in and out', async () => {
    const markup = '<img src=x onerror=alert(1)>';
    const { body } = await sent(whole(withMetadata(`  annotations: {note: "${markup}"}`)));
    expect(body.metadata.annotations.note).toBe(markup);
  });

  test('input 43: letters that turn or hide text arrive as they stand', async () => {
    const odd = 'a\u202eb\u200bc😀';
    const { body } = await sent(whole(withMetadata(`  annotations: {note: "${odd}"}`)));
    expect(body.metadata.annotations.note).toBe(odd);
  });

  test.each([
    ['0x64', 100, 100],
    ['1_00', 100, 100],
    ['017', 15, 17],
    ['-0', 0, 0],
  ])(
    'input 40: a weight of %s is read as kubectl reads it, and its line says so',
    async (value, read, other) => {
      const change = update(weights(value, '1'));
      const { yaml, calls } = await typed(change);
      expect(calls).toEqual([]);
      if (read !== other) expect(yaml.notes).toMatchObject([{ code: 'reads-otherwise', line: 12 }]);
      const { body } = await sent(change);
      expect(body.spec.http[0].route[0].weight).toBe(read);
      expect(Object.is(body.spec.http[0].route[0].weight, -0)).toBe(false);
    },
  );
});

describe('what Istio takes, and is seldom meant, is told before it is sent', () => {
  const reviews = (spec: string) => update(spec);
  test.each<[string, Change, string]>([
    ['input 41: weights that add up to 99', reviews(weights('50', '49')), 'SLU0005'],
    ['input 41: weights that add up to 101', reviews(weights('50', '51')), 'SLU0005'],
    ['input 41: one destination of 0', reviews(weights('0')), 'SLU0005'],
    [
      'input 42: the short name of a service that is in another namespace',
      reviews(goodSpec.replace('host: reviews', 'host: cart')),
      'IST0101',
    ],
    [
      'input 42: a dotted short name',
      reviews(goodSpec.replace('host: reviews', 'host: reviews.bookinfo')),
      'SLU0001',
    ],
    [
      'input 42: a name that ends with a dot',
      reviews(goodSpec.replace('host: reviews', 'host: reviews.')),
      'SLU0001',
    ],
    [
      'input 42: a wildcard over a namespace that ends too early',
      reviews(goodSpec.replace('[ratings]', '["*.shop.svc"]')),
      'SLU0001',
    ],
    [
      'input 42: a wildcard over the services of another namespace',
      reviews(goodSpec.replace('[ratings]', '["*.shop.svc.cluster.local"]')),
      'SLU0016',
    ],
    [
      'input 44: mesh removed from the gateways',
      reviews(`${goodSpec.replace('[ratings]', '[reviews]')}  gateways: [ingress]\n`),
      'SLU0015',
    ],
  ])('%s', async (_, change, code) => {
    const { findings, calls } = await typed(change, tokens.admin);
    expect(calls).toEqual([]);
    expect(findings.map((finding) => finding.code)).toContain(code);
  });

  test.each<[string, string, string]>([
    ['input 44: a billion retries', `${goodSpec}    retries: {attempts: 1000000000}\n`, 'retries'],
    [
      'input 44: everything once more to where it goes already',
      `${goodSpec}    mirror: {host: reviews}\n`,
      'mirror',
    ],
  ])('%s', async (_, spec, field) => {
    const { findings, calls } = await typed(reviews(spec));
    expect(calls).toEqual([]);
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'SLU0014',
        place: expect.objectContaining({ path: expect.arrayContaining([field]) }),
      }),
    );
  });
});

describe('versions and identities', () => {
  const apply = async (change: Change, token = 'editor') => {
    const { reply, calls, bodies } = await world.received(() =>
      world.post('apply', { changes: [change], reason: '' }, token),
    );
    return {
      reply,
      answer: reply.json() as { changes: { state: string; refusal: string }[] },
      calls,
      bodies,
    };
  };

  test.each(['4', '0', '999999999999999999999', 'a'])(
    'input 45: version %j is not the one that is there: a conflict, and no write',
    async (resourceVersion) => {
      const { answer, calls } = await apply(update(goodSpec, { resourceVersion }));
      expect(answer.changes).toMatchObject([{ state: 'conflict', refusal: 'conflict' }]);
      expect(calls).toEqual([`GET ${one}`]);
    },
  );

  test('input 45: no version at all is refused before anything is asked', async () => {
    const { reply, calls } = await apply(update(goodSpec, { resourceVersion: undefined } as Partial<Change>));
    expect([reply.status, calls]).toEqual([400, []]);
    expect(problemSchema.parse(reply.json()).errors?.[0]?.field).toBe('/changes/0/resourceVersion');
  });

  test("input 45: another object's uid, version and birth in the text are not sent", async () => {
    const forged = withMetadata(
      '  uid: other\n  resourceVersion: "1"\n  creationTimestamp: "1999-01-01T00:00:00Z"',
    );
    const { bodies } = await apply(whole(forged));
    for (const body of bodies) {
      expect(JSON.parse(body).metadata).toMatchObject({
        uid: 'u1',
        resourceVersion: '5',
        creationTimestamp: '2026-01-01T00:00:00Z',
      });
    }
    expect(bodies).toHaveLength(2);
  });

  test('input 46: an owner, where the change does not say what it began from, is held against the object', async () => {
    const { answer, calls } = await apply(whole(withMetadata('  finalizers: [example.com/never]')));
    expect(answer.changes).toMatchObject([{ state: 'failed', refusal: 'invalid' }]);
    expect(calls).toEqual([`GET ${one}`]);
  });

  test('input 46: nothing of the API patches', async () => {
    for (const method of ['PATCH', 'PUT', 'DELETE']) {
      const { reply, calls } = await world.received(() =>
        world.harness.ask('/api/v1/config/object', {
          method,
          headers: { authorization: `Bearer ${tokens.admin}` },
        }),
      );
      expect([method, reply.status, calls]).toEqual([method, 405, []]);
    }
  });
});
