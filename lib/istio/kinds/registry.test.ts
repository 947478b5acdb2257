/** The registry against the CRDs of Istio, and what its keys make of lists. */
import { describe, expect, test } from 'vitest';
import { mergeValues } from '#lib/document/diff/merge.ts';
import { diffValues } from '#lib/document/diff/value-diff.ts';
import type { Json } from '#lib/document/json.ts';
import { crdOf, crds } from '../schema/crds.ts';
import { hostsOf, itemKeyOf, servedVersion } from './kind.ts';
import { kindAt, kindId, kindOf, kinds } from './registry.ts';

const istio = Object.values(kinds).filter(({ group }) => group.endsWith('istio.io'));

test.each(istio)('$group $kind is named and served as its CRD says', (kind) => {
  const crd = crdOf(kind.group, kind.kind);
  const served = crd?.versions.filter((version) => version.served).map(({ name }) => name);
  expect({
    plural: kind.plural,
    shortNames: kind.shortNames,
    namespaced: kind.namespaced,
    versions: kind.versions.toSorted(),
  }).toEqual({
    plural: crd?.names.plural,
    shortNames: crd?.names.shortNames ?? [],
    namespaced: crd?.scope === 'Namespaced',
    versions: served?.toSorted(),
  });
});

test('every CRD of Istio is here, but for TrafficExtension, which is alpha and replaces nothing yet', () => {
  const missing = crds.filter(({ group, names }) => kindOf(`${group}/v1`, names.kind) === undefined);
  expect(missing.map(({ names }) => names.kind)).toEqual(['TrafficExtension']);
});

test('a field that a key or host stands at exists in the schema', () => {
  const lost: string[] = [];
  for (const kind of istio) {
    for (const path of [...Object.keys(kind.itemKeys), ...kind.hosts]) {
      let schema = crdOf(kind.group, kind.kind)?.schema;
      for (const step of path.split('.').filter((one) => one !== '*')) {
        const inner = schema?.items ?? schema;
        schema = inner?.properties?.[step];
      }
      if (schema === undefined) lost.push(`${kind.kind} ${path}`);
    }
  }
  expect(lost).toEqual([]);
});

test('both Gateways are told apart by their group', () => {
  expect(kindOf('networking.istio.io/v1beta1', 'Gateway')).toBe(kinds.gateways);
  expect(kindOf('gateway.networking.k8s.io/v1', 'Gateway')).toBe(kinds.kubernetesGateways);
  expect(kindOf('v1', 'Secret')).toBeUndefined();
  expect(kindOf('networking.istio.io/v1', 'constructor')).toBeUndefined();
});

test('of the versions that a cluster serves the best known is taken', () => {
  expect(servedVersion(kinds.virtualServices, ['v1alpha3', 'v1beta1'])).toBe('v1beta1');
  expect(servedVersion(kinds.grpcRoutes, ['v1alpha2'])).toBeNull();
});

test('hosts for lists', () => {
  const servers = [{ hosts: ['a.b', './c.d'] }, { hosts: ['a.b'] }, { hosts: 'odd' }];
  expect(hostsOf(kinds.gateways, { spec: { servers } })).toEqual(['a.b', './c.d']);
  expect(hostsOf(kinds.destinationRules, { spec: { host: 'reviews' } })).toEqual(['reviews']);
  expect(hostsOf(kinds.virtualServices, { spec: null })).toEqual([]);
});

describe('list items are the same items wherever they stand', () => {
  const match = [{ uri: { prefix: '/a' } }];
  const to = (host: string, weight: number): Json => ({ destination: { host, subset: 'v1' }, weight });
  test.each<[string, keyof typeof kinds, Json[], Json[], string]>([
    [
      'unnamed routes by match',
      'virtualServices',
      [{ match, timeout: '1s' }, { route: [] }],
      [{ route: [] }, { match, timeout: '2s' }],
      'http',
    ],
    [
      'subsets by name',
      'destinationRules',
      [{ name: 'v1', labels: { v: '1' } }, { name: 'v2' }],
      [{ name: 'v2' }, { name: 'v1', labels: { v: '2' } }],
      'subsets',
    ],
    [
      'servers by port',
      'gateways',
      [{ port: { number: 80 }, hosts: ['a'] }, { port: { number: 443 } }],
      [{ port: { number: 443 } }, { port: { number: 80 }, hosts: ['b'] }],
      'servers',
    ],
    [
      'rules by matches',
      'httpRoutes',
      [{ matches: match, filters: ['a'] }, { name: 'x' }],
      [{ name: 'x' }, { matches: match, filters: ['b'] }],
      'rules',
    ],
  ])('%s', (_name, id, before, after, list) => {
    const keyOf = itemKeyOf(kinds[id]);
    const differences = diffValues({ spec: { [list]: before } }, { spec: { [list]: after } }, keyOf);
    expect(differences.find(({ kind }) => kind === 'moved')?.path).toEqual(['spec', list]);
    expect(differences.every(({ kind, path }) => kind === 'moved' || path.length > 3)).toBe(true);
  });

  test('weights of one route set by two people to different destinations merge', () => {
    const http = (a: number, b: number): Json => ({ spec: { http: [{ route: [to('a', a), to('b', b)] }] } });
    const reordered: Json = { spec: { http: [{ route: [to('b', 10), to('a', 80)] }] } };
    expect(mergeValues(http(90, 10), reordered, http(90, 20), itemKeyOf(kinds.virtualServices))).toEqual({
      value: { spec: { http: [{ route: [to('b', 20), to('a', 80)] }] } },
      conflicts: [],
    });
  });
});

test('every kind is found by its id, and nothing else is', () => {
  const ids = Object.values(kinds).map(kindId);
  expect(new Set(ids).size).toBe(18);
  expect(ids.map(kindAt)).toEqual(Object.values(kinds));
  for (const id of ['', 'secrets', 'VirtualService', 'virtualservices', '__proto__', 'constructor', '..']) {
    expect(kindAt(id)).toBeUndefined();
  }
});
