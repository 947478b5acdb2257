import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../document/json.ts';
import { itemKeyOf } from '../istio/kinds/kind.ts';
import { kinds } from '../istio/kinds/registry.ts';
import type { Summary } from './revision.ts';
import { nothingDiffers, summaryOf } from './summary.ts';

const route = (subset: string, weight: number): Json => ({
  destination: { host: 'reviews', subset },
  weight,
});
const object = (http: Json[], more: JsonObject = {}): JsonObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'reviews', ...more },
  spec: { hosts: ['reviews'], http },
});
const named = (name: string, ...routes: Json[]): Json => ({ name, route: routes });

const before = object([named('a', route('v1', 90), route('v2', 10))]);

test.each<[string, JsonObject | null, JsonObject | null, Summary]>([
  ['nothing', before, before, nothingDiffers],
  ['only the version of the API', before, { ...before, apiVersion: 'v1beta1' }, nothingDiffers],
  ['what came as a whole', null, before, nothingDiffers],
  ['what went as a whole', before, null, nothingDiffers],
  [
    'weights',
    before,
    object([named('a', route('v1', 50), route('v2', 50))]),
    {
      added: 0,
      removed: 0,
      changed: 2,
      paths: ['spec.http[0].route[0].weight', 'spec.http[0].route[1].weight'],
    },
  ],
  [
    'a rule before the others is one rule more, by the names of routes',
    before,
    object([named('new', route('v3', 100)), named('a', route('v1', 90), route('v2', 10))]),
    { added: 4, removed: 0, changed: 0, paths: ['spec.http[0]'] },
  ],
  [
    'a destination less',
    before,
    object([named('a', route('v1', 90))]),
    { added: 0, removed: 3, changed: 0, paths: ['spec.http[0].route[1]'] },
  ],
  [
    'a label more',
    before,
    object([named('a', route('v1', 90), route('v2', 10))], { labels: { 'app.kubernetes.io/name': 'x' } }),
    { added: 1, removed: 0, changed: 0, paths: ['metadata.labels["app.kubernetes.io/name"]'] },
  ],
])('%s', (_what, then, now, expected) => {
  expect(summaryOf({ before: then, after: now }, itemKeyOf(kinds.virtualServices))).toEqual(expected);
});

test('a path as long as a label is cut, and only the first few are told', () => {
  const annotations = Object.fromEntries(
    Array.from({ length: 9 }, (_, at) => [`${at}${'x'.repeat(200)}`, 'v']),
  );
  const { paths, added } = summaryOf(
    {
      before: object([], { annotations: { a: 'b' } }),
      after: object([], { annotations: { a: 'b', ...annotations } }),
    },
    itemKeyOf(kinds.virtualServices),
  );
  expect(added).toBe(9);
  expect(paths).toHaveLength(4);
  expect(paths[0]?.length).toBe(120);
});
