import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, list, text } from '../coding/json.ts';
import { bookinfo, type CallOptions, core, type Fixture, startFixture } from '../testing/fixture.ts';

let cluster: Fixture;
beforeAll(async () => {
  cluster = await startFixture();
});
afterAll(() => cluster.stop());

const payments = '/api/v1/namespaces/payments';
const roles = '/apis/rbac.authorization.k8s.io/v1/namespaces/bookinfo';

describe('who asks', () => {
  test.each<[what: string, authorization: string]>([
    ['an unknown token', 'Bearer nobody'],
    ['no token', 'Bearer '],
  ])('%s is 401', async (_what, authorization) => {
    const { body, code } = await cluster.call('GET /api/v1/pods', { as: null, headers: { authorization } });
    expect(code).toBe(401);
    expect(body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Unauthorized',
      reason: 'Unauthorized',
      code: 401,
    });
  });

  test('basic credentials are nobody’s', async () => {
    const headers = { authorization: 'Basic YWRtaW46YWRtaW4=' };
    const { code, body } = await cluster.call('GET /api/v1/pods', { as: null, headers });
    expect(code).toBe(403);
    expect(body).toMatchObject({ message: expect.stringContaining('User "system:anonymous"') });
  });

  test('a caller without credentials is anonymous', async () => {
    const { body, code } = await cluster.call('GET /api/v1/pods', { as: null });
    expect(code).toBe(403);
    expect(text(body, 'message')).toBe(
      'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" at the cluster scope',
    );
  });

  test('SelfSubjectReview tells who the caller is', async () => {
    const { body, code } = await cluster.call('POST /apis/authentication.k8s.io/v1/selfsubjectreviews', {
      as: 'developer',
      body: {},
    });
    expect(code).toBe(201);
    expect(at(body, 'status', 'userInfo')).toEqual({
      username: 'developer',
      uid: 'u2',
      groups: ['developers', 'system:authenticated'],
    });
  });

  test.each<[token: string, authenticated: boolean | undefined]>([
    ['viewer-token', true],
    ['nobody', undefined],
  ])('TokenReview of %s', async (token, authenticated) => {
    const { body } = await cluster.call('POST /apis/authentication.k8s.io/v1/tokenreviews', {
      body: { spec: { token } },
    });
    expect(at(body, 'status', 'authenticated')).toBe(authenticated);
  });
});

describe('rights', () => {
  const vs = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'new' },
    spec: { hosts: ['new'], http: [{ route: [{ destination: { host: 'n' } }] }] },
  };
  test.each<[as: string, request: string, code: number, body?: unknown]>([
    ['admin', `GET ${payments}/secrets/key`, 200],
    ['developer', `GET ${core}/secrets/key`, 200],
    ['developer', `GET ${payments}/secrets/key`, 403],
    ['viewer', `GET ${core}/secrets/key`, 403],
    ['viewer', `GET ${core}/secrets/none`, 403],
    ['developer', `GET ${bookinfo}/virtualservices`, 200],
    ['viewer', `GET ${bookinfo}/virtualservices`, 200],
    ['viewer', 'GET /apis/networking.istio.io/v1/virtualservices', 403],
    ['viewer', 'GET /apis/networking.istio.io/v1/namespaces/payments/virtualservices', 403],
    ['viewer', `POST ${bookinfo}/virtualservices?dryRun=All`, 403, vs],
    ['developer', `POST ${bookinfo}/virtualservices?dryRun=All`, 201, vs],
    ['developer', `DELETE ${bookinfo}/virtualservices?dryRun=All`, 403],
    ['developer', 'POST /apis/security.istio.io/v1/namespaces/bookinfo/authorizationpolicies', 403, {}],
    ['viewer', `GET ${core}/pods/reviews-1/log?container=reviews`, 200],
    ['viewer', `GET ${core}/pods/reviews-1/status`, 200],
    ['viewer', `PATCH ${core}/pods/reviews-1/status`, 403, {}],
    ['viewer', 'GET /api/v1/namespaces/bookinfo', 200],
    ['viewer', 'GET /api/v1/namespaces/payments', 403],
    ['viewer', 'GET /api/v1/namespaces', 403],
    ['viewer', 'GET /api/v1/nodes', 403],
    ['robot', `GET ${core}/configmaps/settings`, 200],
    ['robot', `GET ${core}/configmaps/other`, 403],
    ['robot', `GET ${core}/configmaps`, 403],
    ['robot', `GET ${core}/configmaps?fieldSelector=metadata.name%3Dsettings`, 200],
    ['robot', `GET ${core}/configmaps?watch=1&timeoutSeconds=1&fieldSelector=metadata.name%3Dsettings`, 200],
    ['viewer', 'GET /version', 200],
    ['viewer', 'GET /metrics', 403],
    ['viewer', 'GET /nonsense/../api/v1/secrets', 403],
  ])('%s: %s → %i', async (as, request, code, body) => {
    const answer = await cluster.call(request, { as, body });
    expect(answer.code).toBe(code);
  });

  test.each<[as: string, request: string, message: string]>([
    [
      'developer',
      `GET ${payments}/pods`,
      'pods is forbidden: User "developer" cannot list resource "pods" in API group "" in the namespace "payments"',
    ],
    [
      'viewer',
      `DELETE ${bookinfo}/virtualservices/reviews`,
      'virtualservices.networking.istio.io "reviews" is forbidden: User "viewer" cannot delete resource "virtualservices" in API group "networking.istio.io" in the namespace "bookinfo": RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found',
    ],
    [
      'robot',
      `GET ${core}/pods/reviews-1/log`,
      'pods "reviews-1" is forbidden: User "system:serviceaccount:bookinfo:robot" cannot get resource "pods/log" in API group "" in the namespace "bookinfo"',
    ],
    ['developer', 'GET /metrics', 'forbidden: User "developer" cannot get path "/metrics"'],
  ])('%s: %s is refused in the words of Kubernetes', async (as, request, message) => {
    const { body } = await cluster.call(request, { as });
    expect(body).toMatchObject({ reason: 'Forbidden', code: 403, message });
  });

  test('rights follow the stored bindings at once', async () => {
    const path = '/apis/networking.istio.io/v1/namespaces/payments/virtualservices';
    expect((await cluster.call(`GET ${path}`, { as: 'viewer' })).code).toBe(403);
    await cluster.call('POST /apis/rbac.authorization.k8s.io/v1/namespaces/payments/rolebindings', {
      body: {
        metadata: { name: 'temporary' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'viewer' }],
      },
    });
    expect((await cluster.call(`GET ${path}`, { as: 'viewer' })).code).toBe(200);
    await cluster.call(
      'DELETE /apis/rbac.authorization.k8s.io/v1/namespaces/payments/rolebindings/temporary',
    );
    expect((await cluster.call(`GET ${path}`, { as: 'viewer' })).code).toBe(403);
  });
});

describe('impersonation', () => {
  test('is for those who hold the verb', async () => {
    const headers = { 'impersonate-user': 'viewer' };
    const refused = await cluster.call(`GET ${core}/pods`, { as: 'developer', headers });
    expect(refused.code).toBe(403);
    expect(text(refused.body, 'message')).toBe(
      'users "viewer" is forbidden: User "developer" cannot impersonate resource "users" in API group "" at the cluster scope',
    );
    expect((await cluster.call(`GET ${core}/pods`, { headers })).code).toBe(200);
    expect((await cluster.call(`GET ${payments}/pods`, { headers })).code).toBe(403);
  });

  test('takes groups', async () => {
    const headers = { 'impersonate-user': 'new', 'impersonate-group': 'developers' };
    expect((await cluster.call(`GET ${core}/secrets`, { headers })).code).toBe(200);
  });
});

describe('access reviews', () => {
  const self = 'POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const ask = (as: string, resourceAttributes: object): Promise<unknown> =>
    cluster.call(self, { as, body: { spec: { resourceAttributes } } }).then(({ body }) => at(body, 'status'));

  const vs = { group: 'networking.istio.io', resource: 'virtualservices' };
  test.each<[as: string, attributes: object, allowed: boolean]>([
    ['developer', { ...vs, namespace: 'bookinfo', verb: 'update' }, true],
    ['developer', { ...vs, namespace: 'payments', verb: 'get' }, false],
    ['developer', { ...vs, verb: 'list' }, false],
    ['viewer', { ...vs, namespace: 'bookinfo', verb: 'update' }, false],
    ['viewer', { ...vs, namespace: 'bookinfo', verb: 'watch' }, true],
    ['viewer', { resource: 'pods', subresource: 'log', namespace: 'bookinfo', verb: 'get' }, true],
    ['viewer', { resource: 'pods', subresource: 'exec', namespace: 'bookinfo', verb: 'create' }, false],
    ['robot', { resource: 'configmaps', name: 'settings', namespace: 'bookinfo', verb: 'get' }, true],
    ['robot', { resource: 'configmaps', namespace: 'bookinfo', verb: 'get' }, false],
    ['admin', { group: '*', resource: '*', verb: '*' }, true],
    ['developer', { group: '*', resource: '*', verb: '*' }, false],
  ])('%s asks for %j: %s', async (as, attributes, allowed) => {
    expect(await ask(as, attributes)).toMatchObject({ allowed });
  });

  test('an allowance names its reason', async () => {
    expect(await ask('developer', { ...vs, namespace: 'bookinfo', verb: 'create' })).toEqual({
      allowed: true,
      reason:
        'RBAC: allowed by RoleBinding "developers/bookinfo" of ClusterRole "edit" to Group "developers"',
    });
  });

  test('paths that are no resources can be asked for', async () => {
    const body = { spec: { nonResourceAttributes: { path: '/openapi/v3', verb: 'get' } } };
    expect(at((await cluster.call(self, { as: 'viewer', body })).body, 'status', 'allowed')).toBe(true);
  });

  test('a review of nothing is 422', async () => {
    expect((await cluster.call(self, { as: 'viewer', body: { spec: {} } })).code).toBe(422);
  });

  test.each<[request: string, options: CallOptions, code: number]>([
    ['POST /apis/authorization.k8s.io/v1/subjectaccessreviews', { as: 'viewer' }, 403],
    ['POST /apis/authorization.k8s.io/v1/subjectaccessreviews', {}, 201],
    ['POST /apis/authorization.k8s.io/v1/namespaces/bookinfo/localsubjectaccessreviews', {}, 201],
    ['POST /apis/authorization.k8s.io/v1/namespaces/payments/localsubjectaccessreviews', {}, 422],
  ])('others are asked about with %s (%j): %i', async (request, options, code) => {
    const resourceAttributes = { namespace: 'bookinfo', resource: 'pods', verb: 'list' };
    const answer = await cluster.call(request, {
      ...options,
      body: { spec: { user: 'viewer', resourceAttributes } },
    });
    expect(answer.code).toBe(code);
    if (code === 201) expect(at(answer.body, 'status', 'allowed')).toBe(true);
  });

  test('SelfSubjectRulesReview lists the rules of a namespace and says which roles are missing', async () => {
    const { body } = await cluster.call('POST /apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {
      as: 'viewer',
      body: { spec: { namespace: 'bookinfo' } },
    });
    const status = at(body, 'status');
    expect(list(status, 'resourceRules')).toContainEqual({
      verbs: ['get', 'list', 'watch'],
      apiGroups: ['networking.istio.io', 'security.istio.io'],
      resources: ['*'],
    });
    expect(list(status, 'nonResourceRules').length).toBeGreaterThan(0);
    expect(status).toMatchObject({
      incomplete: false,
      evaluationError: 'clusterrole.rbac.authorization.k8s.io "gone" not found',
    });
  });
});

describe('nobody grants what they do not hold', () => {
  beforeAll(async () => {
    await cluster.call(`POST ${roles}/rolebindings`, {
      body: {
        metadata: { name: 'admins' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'developer' }],
      },
    });
  });
  const role = (rules: object[]) => ({ metadata: { name: 'made' }, rules });
  const binding = (name: string) => ({
    metadata: { name: 'made' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [],
  });
  test.each<[what: string, plural: string, body: object, code: number]>([
    ['a held right', 'roles', role([{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]), 201],
    ['a right not held', 'roles', role([{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }]), 403],
    ['everything', 'roles', role([{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]), 403],
    ['a weaker role', 'rolebindings', binding('view'), 201],
    ['cluster-admin', 'rolebindings', binding('cluster-admin'), 403],
  ])('%s in %s', async (_what, plural, body, code) => {
    const answer = await cluster.call(`POST ${roles}/${plural}?dryRun=All`, { as: 'developer', body });
    expect(answer.code).toBe(code);
    if (code === 403)
      expect(text(answer.body, 'message')).toContain(
        'attempting to grant RBAC permissions not currently held',
      );
  });
});
