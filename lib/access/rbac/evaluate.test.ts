import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../document/json.ts';
import type { Question } from '../permissions.ts';
import { readBindings } from './bindings.ts';
import { extentFor, isAllowed, whoCan } from './evaluate.ts';
import { extentOf, type PolicyRule, ruleAllows } from './policy-rule.ts';
import { personOf, type Subject } from './subject.ts';

const rule = (verbs: string, apiGroups: string, resources: string, resourceNames = ''): PolicyRule => {
  const list = (text: string) => (text === '' ? [] : text.split(' ').map((one) => (one === "''" ? '' : one)));
  return {
    verbs: list(verbs),
    apiGroups: list(apiGroups),
    resources: list(resources),
    resourceNames: list(resourceNames),
  };
};
const ask = (text: string): Question & { name: string } => {
  const [verb = '', kind = '', name = ''] = text.split(' ');
  const [group = '', ...resource] = kind.split('/');
  return { verb, group, resource: resource.join('/'), name };
};

describe('one rule', () => {
  test.each<[string, PolicyRule, string, boolean]>([
    ['as named', rule('get', "''", 'pods'), 'get /pods', true],
    ['another verb', rule('get', "''", 'pods'), 'list /pods', false],
    ['every verb', rule('*', "''", 'pods'), 'deletecollection /pods', true],
    ['another group', rule('get', 'apps', 'pods'), 'get /pods', false],
    ['every group', rule('get', '*', 'pods'), 'get apps/pods', true],
    ['every resource', rule('get', "''", '*'), 'get /pods', true],
    ['every resource is every subresource', rule('get', "''", '*'), 'get /pods/log', true],
    ['a resource is not its subresource', rule('get', "''", 'pods'), 'get /pods/log', false],
    ['a subresource is not its resource', rule('get', "''", 'pods/log'), 'get /pods', false],
    ['the subresource of any', rule('update', 'apps', '*/scale'), 'update apps/deployments/scale', true],
    [
      'another subresource of any',
      rule('update', 'apps', '*/scale'),
      'update apps/deployments/status',
      false,
    ],
    ['a star after the slash is none', rule('get', "''", 'pods/*'), 'get /pods/log', false],
    ['part of a name is none', rule('get', "''", 'po'), 'get /pods', false],
    ['the named object', rule('get', "''", 'configmaps', 'istio'), 'get /configmaps istio', true],
    ['another object', rule('get', "''", 'configmaps', 'istio'), 'get /configmaps other', false],
    ['a list names none', rule('list', "''", 'configmaps', 'istio'), 'list /configmaps', false],
    [
      'a star is no name of all objects',
      rule('get', "''", 'configmaps', '*'),
      'get /configmaps istio',
      false,
    ],
    ['a rule of paths has no resources', rule('get', '', ''), 'get /pods', false],
    [
      'a verb of its own',
      rule('bind', 'rbac.authorization.k8s.io', 'clusterroles'),
      'bind rbac.authorization.k8s.io/clusterroles',
      true,
    ],
    ['every verb, group and resource is every subresource, too', rule('*', '*', '*'), 'create x/y/z', true],
    ['a proxy is no Service', rule('get', "''", 'services'), 'get /services/proxy grafana', false],
    [
      'the proxy of one Service',
      rule('get', "''", 'services/proxy', 'grafana'),
      'get /services/proxy grafana',
      true,
    ],
    ['of another', rule('get', "''", 'services/proxy', 'grafana'), 'get /services/proxy kiali', false],
    ['nothing is a rule for nothing', rule('', '', ''), 'get /pods', false],
  ])('%s', (_, one, question, allowed) => {
    const { name, ...asked } = ask(question);
    expect(ruleAllows(one, asked, name)).toBe(allowed);
  });

  test('on which objects', () => {
    const get = { verb: 'get', group: '', resource: 'configmaps' };
    const b = rule('get', "''", 'configmaps', 'b');
    const ca = rule('*', '*', 'configmaps', 'c a b');
    expect(extentOf([], get)).toEqual([]);
    expect(extentOf([b, ca], get)).toEqual(['a', 'b', 'c']);
    expect(extentOf([b, rule('get', "''", '*')], get)).toBe('all');
  });
});

const roleOf = (kind: string, name: string, rules: PolicyRule[], namespace?: string): Json =>
  ({ kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) }, rules }) as unknown as Json;
const bindingOf = (name: string, ref: string, subjects: Json[], namespace?: string): Json => {
  const [kind = '', role = ''] = ref.split('/');
  return {
    metadata: { name, uid: `uid-${name}`, ...(namespace === undefined ? {} : { namespace }) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: role },
    subjects,
  };
};
const user = (name: string): Json => ({ kind: 'User', name });
const group = (name: string): Json => ({ kind: 'Group', name });
const account = (name: string, namespace?: string): Json => ({
  kind: 'ServiceAccount',
  name,
  ...(namespace === undefined ? {} : { namespace }),
});

const editVs = rule('update', 'networking.istio.io', 'virtualservices');
const world = readBindings({
  clusterRoles: [
    roleOf('ClusterRole', 'reader', [rule('get list', "''", 'pods')]),
    roleOf('ClusterRole', 'editor', [editVs]),
    // As the controller leaves it: what counts are its rules, never what it selects.
    {
      ...Object(roleOf('ClusterRole', 'view', [rule('list', "''", 'services')])),
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { everything: 'true' } }] },
    },
  ],
  roles: [
    roleOf('Role', 'editor', [rule('*', '*', '*')], 'shop'),
    roleOf('Role', 'one', [rule('update', 'networking.istio.io', 'virtualservices', 'cart')], 'shop'),
  ],
  clusterRoleBindings: [
    bindingOf('readers', 'ClusterRole/reader', [group('staff')]),
    bindingOf('signed-in', 'ClusterRole/view', [group('system:authenticated')]),
    bindingOf('a-role', 'Role/editor', [user('confused')]),
  ],
  roleBindings: [
    bindingOf(
      'editors',
      'ClusterRole/editor',
      [user('mara'), account('robot'), account('bot', 'ci')],
      'shop',
    ),
    bindingOf('owner', 'Role/editor', [user('otto')], 'shop'),
    bindingOf('elsewhere', 'Role/editor', [user('otto')], 'bookinfo'),
    bindingOf('single', 'Role/one', [group('staff')], 'shop'),
    bindingOf('all-accounts', 'ClusterRole/reader', [group('system:serviceaccounts:ci')], 'bookinfo'),
    bindingOf('gone', 'ClusterRole/no-such-role', [user('mara')], 'bookinfo'),
  ],
});

const subject = (kind: Subject['kind'], name: string, namespace: string | null = null): Subject => ({
  kind,
  name,
  namespace,
});
const update = ask('update networking.istio.io/virtualservices');
const listPods = ask('list /pods');
const listServices = ask('list /services');

describe('somebody', () => {
  test.each<[string, Subject, string[], Question, string | null, string, boolean]>([
    ['a user by name, in the binding’s namespace', subject('User', 'mara'), [], update, 'shop', '', true],
    ['not in another', subject('User', 'mara'), [], update, 'bookinfo', '', false],
    ['nor for all', subject('User', 'mara'), [], update, null, '', false],
    [
      'an account without a namespace is of the binding’s',
      subject('ServiceAccount', 'robot', 'shop'),
      [],
      update,
      'shop',
      '',
      true,
    ],
    [
      'the same name elsewhere is another',
      subject('ServiceAccount', 'robot', 'ci'),
      [],
      update,
      'shop',
      '',
      false,
    ],
    ['an account of another namespace', subject('ServiceAccount', 'bot', 'ci'), [], update, 'shop', '', true],
    [
      'the account as a user name',
      subject('User', 'system:serviceaccount:ci:bot'),
      [],
      update,
      'shop',
      '',
      true,
    ],
    [
      'the group of a namespace’s accounts',
      subject('ServiceAccount', 'any', 'ci'),
      [],
      listPods,
      'bookinfo',
      '',
      true,
    ],
    [
      'also by the user name',
      subject('User', 'system:serviceaccount:ci:any'),
      [],
      listPods,
      'bookinfo',
      '',
      true,
    ],
    ['a group, everywhere', subject('Group', 'staff'), [], listPods, null, '', true],
    ['a user who is in it', subject('User', 'nora'), ['staff'], listPods, 'payments', '', true],
    ['a user who is not', subject('User', 'nora'), [], listPods, 'payments', '', false],
    ['whoever is signed in', subject('User', 'nora'), [], listServices, null, '', true],
    ['a named object', subject('User', 'nora'), ['staff'], update, 'shop', 'cart', true],
    ['another object', subject('User', 'nora'), ['staff'], update, 'shop', 'web', false],
    ['a Role of the namespace', subject('User', 'otto'), [], ask('delete x/y'), 'shop', '', true],
    ['a Role of the same name that is not there', subject('User', 'otto'), [], update, 'bookinfo', '', false],
    ['a ClusterRoleBinding binds no Role', subject('User', 'confused'), [], update, 'shop', '', false],
    ['a group that is named like a user', subject('Group', 'mara'), [], update, 'shop', '', false],
    ['who stands outside of RBAC', subject('Group', 'system:masters'), [], ask('delete x/y'), null, '', true],
  ])('%s', (_, who, groups, question, namespace, name, allowed) => {
    expect(isAllowed(world, personOf(who, groups), question, { namespace, name })).toBe(allowed);
  });

  test('the extent tells names where not all is allowed', () => {
    const nora = personOf(subject('User', 'nora'), ['staff']);
    expect(extentFor(world, nora, update, 'shop')).toEqual(['cart']);
    expect(extentFor(world, personOf(subject('User', 'mara')), update, 'shop')).toBe('all');
    expect(extentFor(world, nora, update, 'bookinfo')).toEqual([]);
  });
});

test('who can: each subject that a binding names, how far, and through which binding', () => {
  const found = whoCan(world, [update, listPods], 'shop').map(
    ({ subject: one, complete, holds, through }) => [
      `${one.kind} ${one.namespace ?? ''}/${one.name}`,
      complete,
      holds
        .map(({ question, extent }) => `${question.verb} ${extent === 'all' ? '*' : extent.join()}`)
        .join(),
      through.map(({ name }) => name).join(),
    ],
  );
  expect(found).toEqual([
    ['Group /staff', false, 'update cart,list *', 'readers,single'],
    ['User /mara', false, 'update *', 'editors'],
    ['ServiceAccount shop/robot', false, 'update *', 'editors'],
    ['ServiceAccount ci/bot', false, 'update *', 'editors'],
    ['User /otto', true, 'update *,list *', 'owner'],
  ]);
  expect(whoCan(world, [update], null)).toEqual([]);
});

test('objects of any shape are read without a throw, and what is no binding gives nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.array(fc.jsonValue()), (objects, more) => {
      const some = objects as Json[];
      const bindings = readBindings({
        roles: some,
        clusterRoles: more as Json[],
        roleBindings: some,
        clusterRoleBindings: more as Json[],
      });
      expect(whoCan(bindings, [update], 'shop')).toEqual([]);
    }),
  );
});

/** The same rules read from the other side: every single right that a set of rules gives, written out. */
describe('against a second reading', () => {
  const verbs = ['get', 'list', 'update'];
  const groups = ['', 'apps'];
  const resources = ['pods', 'pods/log', 'deployments/scale'];
  const names = ['', 'a', 'b'];
  const some = (values: readonly string[]) => fc.subarray([...values], { minLength: 1 });
  const anyRule = fc.record({
    verbs: some([...verbs, '*']),
    apiGroups: some([...groups, '*']),
    resources: some([...resources, '*', '*/scale', '*/log']),
    resourceNames: fc.subarray(['a', 'b']),
  });

  test('rules allow exactly what they write out', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 4 }), (rules) => {
        const written = new Set<string>();
        for (const { verbs: v, apiGroups, resources: r, resourceNames } of rules)
          for (const verb of v.includes('*') ? verbs : v)
            for (const one of apiGroups.includes('*') ? groups : apiGroups)
              for (const resource of resources.filter(
                (name) => r.includes('*') || r.includes(name) || r.includes(`*/${name.split('/')[1]}`),
              ))
                for (const name of resourceNames.length === 0 ? names : resourceNames)
                  written.add(`${verb} ${one}/${resource} ${name}`);
        for (const verb of verbs)
          for (const one of groups)
            for (const resource of resources)
              for (const name of names)
                expect(rules.some((each) => ruleAllows(each, { verb, group: one, resource }, name))).toBe(
                  written.has(`${verb} ${one}/${resource} ${name}`),
                );
      }),
    );
  });

  test('more rules never allow less', () => {
    fc.assert(
      fc.property(fc.array(anyRule), fc.array(anyRule), (rules, more) => {
        for (const verb of verbs)
          for (const resource of resources) {
            const question = { verb, group: '', resource };
            const before = extentOf(rules, question);
            const after = extentOf([...rules, ...more], question);
            if (before === 'all') expect(after).toBe('all');
            else if (after !== 'all') expect(before.every((name) => after.includes(name))).toBe(true);
          }
      }),
    );
  });
});
