/** RBAC as people meet it: refusals, access reviews, escalation. */
import type { Scenario, Step } from '../scenario.ts';
import { configMap, role, roleBinding, secret, virtualService } from './objects.ts';
import { post } from './steps.ts';

const one = (name: string, ...steps: Step[]): Scenario => ({ group: 'access', name, steps });
const reader = [
  post('role', role('reader', [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] }])),
  post('binding', roleBinding('readers', 'reader', 'ann')),
];
const granter = [
  post(
    'role',
    role('granter', [
      { apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles', 'rolebindings'], verbs: ['*'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
    ]),
  ),
  post('binding', roleBinding('granters', 'granter', 'ann')),
];
const as = 'ann';
const review = '/apis/authorization.k8s.io/v1';
const self = (attributes: object): Step =>
  post(`${review}/selfsubjectaccessreviews`, { spec: attributes }, { as });

export const accessCases: readonly Scenario[] = [
  one(
    'refusals',
    { line: 'GET cm', as },
    { line: 'GET cm/a', as },
    post('cm', configMap('a'), { as }),
    { line: 'PUT vs/a', body: virtualService('a'), as },
    { line: 'DELETE vs/a', as },
    { line: 'GET /api/v1/nodes', as },
    { line: 'GET /apis/apps/v1/deployments', as },
    { line: 'GET pod/p/log', as },
    { line: 'GET /metrics', as },
    { line: 'GET cm?watch=1', as, events: 1 },
    { line: 'DELETE cm', as },
    { line: 'PATCH vs/a', body: {}, as, headers: { 'content-type': 'application/merge-patch+json' } },
  ),
  one(
    'some rights',
    ...reader,
    { line: 'GET secret', as },
    { line: 'GET secret/a', as },
    post('secret', secret('a'), { as }),
    { line: 'GET vs', as },
  ),
  one(
    'the order of things: rights before what is there',
    { line: 'GET /api/v1/namespaces/nowhere/configmaps', as },
    { line: 'GET /api/v1/namespaces/{ns}/gizmos', as },
    { line: 'GET /apis/example.com/v1/things', as },
  ),
  one(
    'a role that is not there',
    post('binding', roleBinding('b', 'gone', 'ann')),
    { line: 'GET cm', as },
    self({ resourceAttributes: { namespace: '{ns}', verb: 'get', resource: 'configmaps' } }),
  ),
  one(
    'nobody may impersonate',
    { line: 'GET cm', as: 'ann', groups: ['x', 'y'] },
    { line: 'GET /apis/authentication.k8s.io/v1/selfsubjectreviews', as },
    post('/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { as: 'ann', groups: ['x', 'y'] }),
  ),
  one(
    'reviews of oneself',
    ...reader,
    self({ resourceAttributes: { namespace: '{ns}', verb: 'get', resource: 'configmaps' } }),
    self({ resourceAttributes: { namespace: '{ns}', verb: 'delete', resource: 'configmaps' } }),
    self({ nonResourceAttributes: { path: '/version', verb: 'get' } }),
    self({}),
    self({ resourceAttributes: {}, nonResourceAttributes: {} }),
  ),
  one(
    'rules of oneself',
    ...reader,
    post(`${review}/selfsubjectrulesreviews`, { spec: { namespace: '{ns}' } }, { as }),
    post(`${review}/selfsubjectrulesreviews`, { spec: {} }, { as }),
  ),
  one(
    'reviews of others',
    ...reader,
    post(`${review}/subjectaccessreviews`, {
      spec: { user: 'ann', resourceAttributes: { namespace: '{ns}', verb: 'list', resource: 'configmaps' } },
    }),
    post(`${review}/subjectaccessreviews`, { spec: { resourceAttributes: { verb: 'list' } } }),
    post(
      `${review}/subjectaccessreviews`,
      { spec: { user: 'ann', resourceAttributes: { verb: 'get' } } },
      { as },
    ),
    post(`${review}/namespaces/{ns}/localsubjectaccessreviews`, {
      metadata: { namespace: '{ns}' },
      spec: { user: 'ann', resourceAttributes: { namespace: '{ns}', verb: 'get', resource: 'configmaps' } },
    }),
  ),
  one(
    'a token',
    post('/apis/authentication.k8s.io/v1/tokenreviews', { spec: { token: 'nonsense' } }),
    post('/apis/authentication.k8s.io/v1/tokenreviews', { spec: {} }),
  ),
  one(
    'nobody gives what they lack',
    ...granter,
    post('role', role('more', [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }]), { as }),
    post('role', role('same', [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]), { as }),
    post('role', role('star', [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]), { as }),
  ),
  one(
    'nobody binds what they lack',
    ...granter,
    post(
      'role',
      role('secret', [
        { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'], resourceNames: ['a'] },
      ]),
    ),
    post('binding', roleBinding('mine', 'secret', 'ann'), { as }),
    post('binding', roleBinding('own', 'granter', 'bob'), { as }),
    post('binding', roleBinding('none', 'gone', 'bob'), { as }),
    post('binding', roleBinding('all', 'cluster-admin', 'bob', 'ClusterRole'), { as }),
  ),
];
