/** No difference goes unsaid, and where nothing differs nothing is said: any leaf of any spec, changed, gives a sentence. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeValue } from '../../document/change.ts';
import { isJsonObject, type Json, type Path, valueAt } from '../../document/json.ts';
import { kinds } from '../kinds/registry.ts';
import { differenceSentences } from './difference.ts';
import { sentencesOf } from './object-sentences.ts';

const rich: Json = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'a', namespace: 'shop', labels: { team: 'x' } },
  spec: {
    hosts: ['a', 'b'],
    gateways: ['mesh', 'public'],
    http: [
      {
        name: 'one',
        match: [{ uri: { prefix: '/a' }, headers: { x: { exact: 'y' } } }, { port: 80 }],
        route: [
          { destination: { host: 'a', subset: 'v1' }, weight: 60 },
          { destination: { host: 'a', subset: 'v2' }, weight: 40, headers: { request: { set: { h: '1' } } } },
        ],
        timeout: '3s',
        retries: { attempts: 2, perTryTimeout: '1s', retryOn: '5xx', retryRemoteLocalities: true },
        fault: { delay: { fixedDelay: '1s', percentage: { value: 5 } } },
        unknown: { deep: [1, { very: 'odd' }] },
      },
      { redirect: { uri: '/b', redirectCode: 302 } },
    ],
  },
};

function leaves(value: Json, path: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, [...path, index]));
  if (isJsonObject(value))
    return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
  return [path];
}

const spec = leaves(rich).filter(([first]) => first === 'spec');

describe.each(spec.map((path) => [path.join('.'), path] as const))('%s', (_, path) => {
  test('changed, is told', () => {
    const old = valueAt(rich, path);
    const value = typeof old === 'number' ? old + 7 : typeof old === 'boolean' ? !old : `${String(old)}z`;
    const after = changeValue(rich, { op: 'set', path, value }) ?? null;
    expect(differenceSentences(rich, after)).not.toEqual([]);
    expect(differenceSentences(after, rich)).not.toEqual([]);
  });
});

test('equal states tell nothing, whatever the order of keys', () => {
  expect(differenceSentences(rich, structuredClone(rich))).toEqual([]);
  const turned = Object.fromEntries(Object.entries(rich as Record<string, Json>).toReversed());
  expect(differenceSentences(rich, turned)).toEqual([]);
});

test('a label is told, what kubectl remembers is not', () => {
  const note = (key: string): Json =>
    changeValue(rich, { op: 'set', path: ['metadata', 'annotations'], value: { [key]: 'v' } }) ?? null;
  expect(differenceSentences(rich, note('a/b'))).toHaveLength(1);
  expect(differenceSentences(rich, note('kubectl.kubernetes.io/last-applied-configuration'))).toEqual([]);
});

test('500 rules, one of them changed: one sentence, soon', () => {
  const http = Array.from({ length: 500 }, (_, index) => ({
    match: [{ uri: { exact: `/${index}` } }],
    route: [{ destination: { host: `h${index}` } }],
  }));
  const of = (rules: Json): Json => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'a' },
    spec: { hosts: ['a'], http: rules },
  });
  const after = http.map((rule, index) => (index === 250 ? { ...rule, timeout: '1s' } : rule));
  expect(differenceSentences(of(http), of(after))).toMatchObject([{ kind: 'added' }]);
});

test.each(Object.values(kinds).map((kind) => [`${kind.group} ${kind.kind}`, kind] as const))(
  '%s: whatever the spec holds, it can be told, and equal states differ in nothing',
  (_, kind) => {
    const keys = [
      'selector',
      'hosts',
      'http',
      'rules',
      'trafficPolicy',
      'servers',
      'ports',
      'match',
      'mtls',
      'x',
    ];
    const { json } = fc.letrec<{ json: Json }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<Json>(null, 1, 'a', true),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...keys), tie('json'), { maxKeys: 4 }) as fc.Arbitrary<Json>,
      ),
    }));
    fc.assert(
      fc.property(json, (value) => {
        const object: Json = {
          apiVersion: `${kind.group}/${kind.versions[0]}`,
          kind: kind.kind,
          metadata: { name: 'a', namespace: 'shop' },
          spec: value,
        };
        expect(sentencesOf(object)).not.toBeNull();
        expect(differenceSentences(object, structuredClone(object))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  },
);
