import { beforeEach, expect, test } from 'vitest';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { readObject } from '../kubernetes/prune.ts';
import type { ResourceId } from '../kubernetes/resources.ts';
import { createRbacWatch, type RbacWatch } from './rbac-watch.ts';

const binding = (namespace: string, name: string, ...subjects: object[]): KubernetesObject[] => {
  const item = {
    metadata: { namespace, name, resourceVersion: '1' },
    roleRef: { kind: 'ClusterRole', name: 'view' },
    subjects,
  };
  const kept = readObject('roleBindings', item);
  return kept === null ? [] : [kept];
};

let unread: ResourceId[];
let bindings: KubernetesObject[];
let revision: number;
let watch: RbacWatch;

beforeEach(() => {
  unread = [];
  revision = 1;
  bindings = [
    ...binding('shop', 'staff', { kind: 'Group', name: 'staff' }, { kind: 'User', name: 'ann' }),
    ...binding('ci', 'bot', { kind: 'ServiceAccount', name: 'bot' }),
    ...binding('bookinfo', 'bot', { kind: 'ServiceAccount', name: 'bot', namespace: 'ci' }),
    ...binding('payments', 'as-user', { kind: 'User', name: 'system:serviceaccount:ci:bot' }),
    ...binding('empty', 'nobody'),
  ];
  watch = createRbacWatch({
    isRead: (id) => !unread.includes(id),
    list: () => bindings,
    namespaceNames: () => [],
    revision: () => revision,
    lastAnswerMs: () => null,
  });
});

const boundIn = (name: string, ...groups: string[]) => {
  const found = watch.boundIn({ name, groups });
  return found === null ? null : [...found].sort();
};

test.each<[string, string, string[], string[]]>([
  ['a user', 'ann', [], ['shop']],
  ['a member of a group', 'otto', ['staff', 'system:authenticated'], ['shop']],
  ['a group is no user', 'staff', [], []],
  ['a user is no group', 'otto', ['ann'], []],
  [
    'an account: in its own namespace, in another, and by its name as a user',
    'system:serviceaccount:ci:bot',
    ['system:serviceaccounts'],
    ['bookinfo', 'ci', 'payments'],
  ],
  ['an account of the same name elsewhere', 'system:serviceaccount:shop:bot', [], []],
])('%s', (_, name, groups, namespaces) => {
  expect(boundIn(name, ...groups)).toEqual(namespaces);
});

test.each<ResourceId>(['roles', 'roleBindings', 'clusterRoles', 'clusterRoleBindings'])(
  'nothing is known, and nothing vouched for, while %s are not watched',
  (id) => {
    unread = [id];
    expect([boundIn('ann'), watch.isWatched()]).toEqual([null, false]);
    unread = ['pods'];
    expect([boundIn('ann'), watch.isWatched()]).toEqual([['shop'], true]);
  },
);

test('a new binding counts with the change that tells of it', () => {
  const ann = { name: 'ann', groups: [] };
  expect([...(watch.boundIn(ann) ?? [])]).toEqual(['shop']);
  bindings = [...bindings, ...binding('ci', 'more', { kind: 'User', name: 'ann' })];
  revision += 1;
  expect([...(watch.boundIn(ann) ?? [])]).toEqual(['shop', 'ci']);
});
