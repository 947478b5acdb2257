/** Changes in the words of the object: which rule, whose weight, from what to what. */
import { expect, test } from 'vitest';
import type { Json } from '#lib/document/json.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { kinds } from '../kinds/registry.ts';
import { fieldChanges, untouchedItems } from './field-changes.ts';

const before = `
metadata: {name: checkout, labels: {team: a}}
spec:
  hosts: [checkout]
  http:
  - name: webhooks
    route: [{destination: {host: hook}}]
  - name: beta
    route:
    - {destination: {host: checkout.shop.svc.cluster.local, subset: v1}, weight: 100}
    timeout: 2s
  - name: default
    route: [{destination: {host: checkout}}]
`;
const kind = kinds.virtualServices;

function values(change: (text: string) => string): [Json, Json] {
  return [parseDocument(before).value, parseDocument(change(before)).value];
}

function sketch(change: (text: string) => string): string[] {
  return fieldChanges(...values(change), kind).map(({ group, of, field, before: from, after: to, moved }) =>
    [
      group === null ? '-' : `${group.list} ${group.index + 1} ${group.label}`,
      of === null ? field : `${field} of ${of}`,
      `${from} > ${to}${moved ? ' (order)' : ''}`,
    ].join(' | '),
  );
}

test('weights, timeouts and new destinations name their rule', () => {
  expect(
    sketch((text) =>
      text
        .replace('weight: 100}', 'weight: 75}\n    - {destination: {host: checkout, subset: v2}, weight: 25}')
        .replace('2s', '3s'),
    ),
  ).toEqual([
    'http 2 beta | weight of checkout v1 | 100 > 75',
    'http 2 beta | route | null > checkout v2, 25',
    'http 2 beta | timeout | 2s > 3s',
  ]);
});

test('rules that come, go and move; fields of the whole object', () => {
  expect(sketch((text) => text.replace(/ {2}- name: webhooks\n.*\n/, ''))).toEqual([
    'http 1 webhooks |  | {name: webhooks, route: [{destination: {host: hook}}]} > null',
  ]);
  expect(sketch((text) => text.replace('name: webhooks', 'name: x').replace('team: a', 'team: b'))).toEqual(
    expect.arrayContaining(['- | metadata.labels.team | a > b']),
  );
  const swapped = sketch((text) => {
    const [head = '', first = '', second = '', third = ''] = text.split(/(?= {2}- name)/);
    return head + second + first + third;
  });
  expect(swapped).toEqual(['- | http | webhooks, beta, default > beta, webhooks, default (order)']);
});

test('hosts are their own labels, long values are cut', () => {
  expect(sketch((text) => text.replace('[checkout]', '[checkout, other]'))).toEqual([
    'hosts 2 other |  | null > other',
  ]);
  const [change = ''] = sketch((text) => text.replace('team: a', `team: ${'x'.repeat(99)}`));
  expect(change).toContain(`${'x'.repeat(63)}…`);
});

test('what nothing happened to is counted, where something happened beside it', () => {
  expect(untouchedItems(...values((text) => text.replace('2s', '3s')), kind)).toEqual([
    { list: 'http', words: ['VirtualService', 'http'], count: 2 },
  ]);
  expect(untouchedItems(...values((text) => text), kind)).toEqual([]);
});

test('each step has the words that name it in any language', () => {
  const [weight] = fieldChanges(...values((text) => text.replace('100', '75')), kind);
  expect(weight?.group?.words).toEqual(['VirtualService', 'http']);
  expect(weight?.steps).toEqual([{ key: 'weight', words: ['VirtualService', 'http', 'route', 'weight'] }]);
  const [set] = fieldChanges(
    { spec: { http: [{ name: 'a', headers: { request: { set: { name: 'b' } } } }] } },
    { spec: { http: [{ name: 'a', headers: { request: { set: { name: 'c' } } } }] } },
    kind,
  );
  expect(set?.steps.at(-1)).toEqual({ key: 'name', words: null });
  const [label] = fieldChanges(...values((text) => text.replace('team: a', 'team: b')), kind);
  expect(label?.steps.map(({ words }) => words)).toEqual([null, null, null]);
});
