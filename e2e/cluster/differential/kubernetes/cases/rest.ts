/** Deletes, hostile names and paths, unknown fields, what is not served, discovery. */
import type { Scenario, Step } from '../scenario.ts';
import { configMap, deployment, pod, service, virtualService } from './objects.ts';
import { get, post } from './steps.ts';

const group =
  (name: string) =>
  (title: string, ...steps: Step[]): Scenario => ({ group: name, name: title, steps });
const deletes = group('deletes');
const hostile = group('hostile names');
const fields = group('unknown fields');
const paths = group('paths');
const discovery = group('discovery');

const names = [
  'A',
  'a_b',
  'a b',
  '-a',
  'a-',
  'a..b',
  '.',
  '..',
  'a/b',
  'a%b',
  'a?b',
  'ä',
  'x'.repeat(63),
  'x'.repeat(64),
  'x'.repeat(253),
  'x'.repeat(254),
  'a.b',
  '1',
  '',
  'a\u0000b',
  'constructor',
  '__proto__',
  'a:b',
];
const inPaths = [
  '..',
  '.',
  '%2e%2e',
  '%2E',
  'a%2fb',
  'a%2Fb',
  '%',
  '%zz',
  'a%00b',
  'a//b',
  'a/',
  '%20',
  'ä',
  'x'.repeat(300),
  '__proto__',
  'a%25b',
  ';x',
  'a?x',
  '%3F',
];
const labels: readonly (readonly [string, string])[] = [
  ['a', 'b'],
  ['a b', 'c'],
  ['a', 'b c'],
  ['x/y', 'z'],
  ['x/y/z', 'a'],
  ['/a', 'b'],
  ['a/', 'b'],
  ['', 'a'],
  ['a', ''],
  ['a', 'x'.repeat(64)],
  ['x'.repeat(64), 'a'],
  ['X.Y/z', 'a'],
  ['é', 'a'],
  ['a', '-b'],
  ['x..y/a', 'b'],
  [`${'x'.repeat(254)}/a`, 'b'],
  ['__proto__', 'a'],
];
const unknown = {
  ...virtualService('a', {
    hots: ['x'],
    http: [{ rout: [], route: [{ destination: { host: 'a', x: 1 } }] }],
  }),
  extra: { a: 1 },
};

export const restCases: readonly Scenario[] = [
  deletes('a ConfigMap', post('cm', configMap('a')), { line: 'DELETE cm/a' }, get('cm/a'), {
    line: 'DELETE cm/a',
  }),
  deletes('a Pod', post('pod', pod('p')), { line: 'DELETE pod/p?gracePeriodSeconds=0' }),
  deletes('a Service', post('svc', service('s')), { line: 'DELETE svc/s' }),
  deletes('a VirtualService', post('vs', virtualService('a')), { line: 'DELETE vs/a' }),
  deletes('a Deployment', post('deploy', deployment('d')), { line: 'DELETE deploy/d' }, get('deploy/d')),
  deletes('a ServiceAccount', post('sa', { metadata: { name: 's' } }), { line: 'DELETE sa/s' }),
  deletes('with the right uid', post('cm', configMap('a')), {
    line: 'DELETE cm/a',
    body: { preconditions: { uid: '{0.metadata.uid}' } },
  }),
  deletes(
    'with another uid',
    post('cm', configMap('a')),
    { line: 'DELETE cm/a', body: { preconditions: { uid: 'other' } } },
    get('cm/a'),
  ),
  deletes('with another revision', post('cm', configMap('a')), {
    line: 'DELETE cm/a',
    body: { preconditions: { resourceVersion: '1' } },
  }),
  deletes('with the revision', post('cm', configMap('a')), {
    line: 'DELETE cm/a',
    body: { preconditions: { resourceVersion: '{0.metadata.resourceVersion}' } },
  }),
  deletes('dry', post('cm', configMap('a')), { line: 'DELETE cm/a?dryRun=All' }, get('cm/a')),
  deletes(
    'dry by the query, with a body beside it',
    post('cm', configMap('a')),
    { line: 'DELETE cm/a?dryRun=All', body: { propagationPolicy: 'Background' } },
    get('cm/a'),
  ),
  deletes(
    'dry by the body',
    post('cm', configMap('a')),
    { line: 'DELETE cm/a', body: { dryRun: ['All'] } },
    get('cm/a'),
  ),
  deletes(
    'of something else by the query, with a body beside it',
    post('cm', configMap('a')),
    { line: 'DELETE cm/a?propagationPolicy=Never&dryRun=x', body: { dryRun: ['All'] } },
    get('cm/a'),
  ),
  deletes('a dry run of something else', post('cm', configMap('a')), { line: 'DELETE cm/a?dryRun=x' }),
  deletes(
    'in the foreground',
    post('cm', configMap('a')),
    { line: 'DELETE cm/a', body: { propagationPolicy: 'Foreground' } },
    get('cm/a'),
  ),
  deletes(
    'with orphans',
    post('cm', configMap('a')),
    { line: 'DELETE cm/a?propagationPolicy=Orphan' },
    get('cm/a'),
  ),
  deletes('in the background', post('cm', configMap('a')), {
    line: 'DELETE cm/a?propagationPolicy=Background',
  }),
  deletes('with a policy that is none', post('cm', configMap('a')), {
    line: 'DELETE cm/a',
    body: { propagationPolicy: 'Sideways' },
  }),
  deletes('with both policies', post('cm', configMap('a')), {
    line: 'DELETE cm/a',
    body: { propagationPolicy: 'Orphan', orphanDependents: true },
  }),
  deletes(
    'with finalizers',
    post('cm', configMap('a', {}, { finalizers: ['example.com/x'] })),
    { line: 'DELETE cm/a' },
    { line: 'DELETE cm/a' },
    { line: 'PUT cm/a', body: configMap('a', { z: '1' }) },
    get('cm/a'),
  ),
  deletes(
    'with a bad finalizer',
    post('cm', configMap('a', {}, { finalizers: ['x'] })),
    post('vs', virtualService('v', {}, { finalizers: ['x y'] })),
  ),
  deletes('a body that is no DeleteOptions', post('cm', configMap('a')), {
    line: 'DELETE cm/a',
    body: { kind: 'ConfigMap', apiVersion: 'v1' },
  }),
  deletes('a body that is no JSON', post('cm', configMap('a')), { line: 'DELETE cm/a', body: '{' }),
  ...names.map((name) =>
    hostile(
      `create ${JSON.stringify(name.slice(0, 20))} (${name.length})`,
      post('cm', configMap(name)),
      post('vs', { ...virtualService('x'), metadata: { name } }),
      post('role', { metadata: { name }, rules: [] }),
      post('svc', { ...service('x'), metadata: { name } }),
    ),
  ),
  ...inPaths.map((name) =>
    hostile(`in a path: ${name.slice(0, 20)}`, get(`cm/${name}`), { line: `DELETE vs/${name}` }),
  ),
  ...labels.map(([key, value]) =>
    hostile(
      `label ${JSON.stringify(key.slice(0, 20))}: ${JSON.stringify(value.slice(0, 20))}`,
      post('cm', configMap('a', {}, { labels: Object.fromEntries([[key, value]]) })),
      post('vs', virtualService('a', {}, { annotations: Object.fromEntries([[key, value]]) })),
    ),
  ),
  hostile(
    'labels that are no map',
    post('cm', configMap('a', {}, { labels: 'x' })),
    post('vs', virtualService('a', {}, { labels: { a: 1 } })),
  ),
  hostile(
    'annotations that are too long',
    post('cm', configMap('a', {}, { annotations: { a: 'x'.repeat(262_145) } })),
  ),
  hostile('metadata that is none', post('cm', { metadata: 'x' }), post('vs', { spec: {} })),
  fields('warned of', { line: 'POST vs', body: unknown }, get('vs/a')),
  fields('refused', { line: 'POST vs?fieldValidation=Strict', body: unknown }),
  fields('ignored', { line: 'POST vs?fieldValidation=Ignore', body: unknown }),
  fields(
    'in a ConfigMap',
    { line: 'POST cm', body: { ...configMap('a'), dat: {}, metadata: { name: 'a', lables: {} } } },
    { line: 'POST cm?fieldValidation=Strict', body: { ...configMap('b'), dat: {} } },
  ),
  fields('twice', {
    line: 'POST vs',
    body: '{"apiVersion":"networking.istio.io/v1","kind":"VirtualService","metadata":{"name":"a"},"spec":{"hosts":["a"],"hosts":["b"],"http":[{"route":[{"destination":{"host":"a"}}]}]}}',
  }),
  fields('twice, strictly', {
    line: 'POST cm?fieldValidation=Strict',
    body: '{"metadata":{"name":"a"},"data":{"a":"1","a":"2"}}',
  }),
  fields('in an update', post('vs', virtualService('a')), {
    line: 'PUT vs/a?fieldValidation=Strict',
    body: virtualService('a', { hots: [] }, { resourceVersion: '{0.metadata.resourceVersion}' }),
  }),
  fields('in a patch', post('vs', virtualService('a')), {
    line: 'PATCH vs/a?fieldValidation=Strict',
    body: { spec: { hots: [] } },
    headers: { 'content-type': 'application/merge-patch+json' },
  }),
  fields(
    'nulls',
    post(
      'vs',
      virtualService('a', {
        gateways: null,
        http: [{ route: [{ destination: { host: 'a', subset: null } }] }],
      }),
    ),
    get('vs/a'),
  ),
  fields(
    'a schema violation',
    post('vs', virtualService('a', { hosts: 'x', http: [{ route: [{ destination: {} }] }] })),
  ),
  fields(
    'a rule violation',
    post('dr', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: 'd' },
      spec: { host: 'a', workloadSelector: { matchLabels: { a: 'b*' } } },
    }),
  ),
  fields(
    'what the webhook refuses',
    post(
      'vs',
      virtualService('a', {
        http: [{ route: [{ destination: { host: 'a' }, weight: 0 }, { destination: { host: 'b' } }] }],
      }),
    ),
  ),
  fields('what the webhook warns of', post('vs', virtualService('a', { gateways: ['a.b'] }))),
  paths(
    'a resource that is not served',
    get('/api/v1/namespaces/{ns}/gizmos'),
    get('/apis/example.com/v1/things'),
    get('/apis/networking.istio.io/v9/virtualservices'),
    get('/api/v1/gizmos/x/y'),
  ),
  paths('a subresource that is not served', get('cm/a/status'), get('vs/a/scale'), {
    line: 'POST cm/a/x',
    body: {},
  }),
  paths(
    'methods',
    { line: 'POST cm/a', body: configMap('a') },
    { line: 'PUT cm', body: configMap('a') },
    { line: 'PATCH cm', body: {}, headers: { 'content-type': 'application/merge-patch+json' } },
    { line: 'POST /api/v1/configmaps', body: configMap('a') },
    { line: 'DELETE /api/v1/configmaps' },
    { line: 'TRACE cm' },
    { line: 'OPTIONS cm' },
    { line: 'HEAD cm/a' },
  ),
  paths(
    'odd ones',
    get('//api/v1/namespaces/{ns}/configmaps'),
    get('/api/v1/namespaces/{ns}/secrets/'),
    get('/api/v1/namespaces//gizmos'),
    get('/nothing'),
    get('/'),
    get('/healthz'),
    get('/readyz'),
    get('/livez/ping'),
  ),
  paths(
    'missing things',
    get('cm/a'),
    get('vs/a'),
    get('/api/v1/namespaces/nowhere'),
    get('deploy/d/scale'),
    get('pod/p/log'),
  ),
  paths(
    'nobody',
    { line: 'GET cm', headers: { authorization: '' } },
    { line: 'GET cm', headers: { authorization: 'Bearer wrong' } },
    { line: 'GET cm', headers: { authorization: 'Basic x' } },
    { line: 'GET /version', headers: { authorization: '' } },
    { line: 'GET /apis', headers: { authorization: '' } },
  ),
  ...[
    'v1',
    'apps/v1',
    'discovery.k8s.io/v1',
    'coordination.k8s.io/v1',
    'rbac.authorization.k8s.io/v1',
    'authorization.k8s.io/v1',
    'authentication.k8s.io/v1',
    'admissionregistration.k8s.io/v1',
    'apiextensions.k8s.io/v1',
    'networking.istio.io/v1',
    'networking.istio.io/v1beta1',
    'networking.istio.io/v1alpha3',
    'security.istio.io/v1',
    'security.istio.io/v1beta1',
    'telemetry.istio.io/v1',
    'telemetry.istio.io/v1alpha1',
    'extensions.istio.io/v1alpha1',
    'gateway.networking.k8s.io/v1',
    'gateway.networking.k8s.io/v1beta1',
  ].map((version) => discovery(version, get(version === 'v1' ? '/api/v1' : `/apis/${version}`))),
  ...[
    'networking.istio.io',
    'security.istio.io',
    'telemetry.istio.io',
    'extensions.istio.io',
    'gateway.networking.k8s.io',
    'apps',
    'discovery.k8s.io',
    'example.com',
  ].map((name) => discovery(`group ${name}`, get(`/apis/${name}`))),
  discovery('versions', get('/api')),
];
