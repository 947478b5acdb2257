/** How objects live and go: drawn names, status, owners, finalizers, whole collections, fields that two appliers want. */
import type { Scenario, Step } from '../scenario.ts';
import { configMap, deployment, pod, secret, service, virtualService } from './objects.ts';
import { get, patch, post } from './steps.ts';

const one = (name: string, ...steps: Step[]): Scenario => ({ group: 'life of objects', name, steps });
const apply = (manager: string, path: string, body: unknown, more = ''): Step =>
  patch('apply', `${path}?fieldManager=${manager}${more}`, body);

const three = ['a', 'b', 'c'].map((name, index) =>
  post('secret', secret(name, { n: `${index}` }, { labels: { half: index % 2 === 0 ? 'even' : 'odd' } })),
);
const owned = (name: string, uid: string, more: object = {}) =>
  configMap(
    name,
    { a: '1' },
    { ownerReferences: [{ apiVersion: 'v1', kind: 'Secret', name: 'o', uid, ...more }] },
  );
const uid = '{0.metadata.uid}';

const withImage = (image: string, more: object = {}) => ({
  ...deployment('d'),
  spec: {
    selector: { matchLabels: { app: 'd' } },
    template: {
      metadata: { labels: { app: 'd' } },
      spec: { containers: [{ name: 'main', image, ...more }] },
    },
  },
});

export const lifeCases: readonly Scenario[] = [
  one(
    'a drawn name that is long',
    post('cm', { metadata: { generateName: 'x'.repeat(70) } }),
    post('svc', { ...service('s'), metadata: { generateName: 'x'.repeat(60) } }),
  ),
  one(
    'a drawn name in a dry run and by apply',
    post('cm?dryRun=All', { metadata: { generateName: 'g-' } }),
    apply('me', 'cm/a', { ...configMap('a'), metadata: { generateName: 'g-' } }),
  ),
  one(
    'a status of a Deployment',
    post('deploy', { ...deployment('d'), status: { replicas: 3 } }),
    patch('merge', 'deploy/d/status', { status: { replicas: 2, readyReplicas: 1 }, spec: { replicas: 9 } }),
    get('deploy/d/status'),
    get('deploy/d'),
  ),
  one(
    'a status of a Pod',
    post('pod', pod('p')),
    patch('strategic', 'pod/p/status', {
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }], podIP: '10.1.2.3' },
    }),
    get('pod/p'),
  ),
  one(
    'a status by JSON patch and by apply',
    post('vs', virtualService('a')),
    patch('json', 'vs/a/status', [{ op: 'add', path: '/status', value: { observedGeneration: 4 } }]),
    apply('me', 'vs/a/status', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'a' },
      status: { observedGeneration: 5 },
    }),
    apply(
      'me',
      'vs/a/status',
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: 'a' },
        status: { observedGeneration: 5 },
      },
      '&force=true',
    ),
  ),
  one('a status with a stale revision', post('vs', virtualService('a')), get('vs/a'), {
    line: 'PUT vs/a/status',
    body: { ...virtualService('a', {}, { resourceVersion: '1' }), status: {} },
  }),
  one('an owner', post('secret', secret('o')), post('cm', owned('a', uid)), get('cm/a')),
  one(
    'two owners that control',
    post('secret', secret('o')),
    post('cm', {
      ...configMap('a'),
      metadata: {
        name: 'a',
        ownerReferences: ['o', 'p'].map((name) => ({
          apiVersion: 'v1',
          kind: 'Secret',
          name,
          uid,
          controller: true,
        })),
      },
    }),
  ),
  one('an owner without uid', post('secret', secret('o')), post('cm', owned('a', ''))),
  one(
    'an owner without kind or version',
    post('secret', secret('o')),
    post('cm', owned('a', uid, { kind: '' })),
    post('cm', owned('b', uid, { apiVersion: '' })),
    post('cm', owned('c', uid, { name: '' })),
  ),
  one(
    'owners by patches',
    post('secret', secret('o')),
    post('cm', owned('a', uid)),
    patch('strategic', 'cm/a', {
      metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'Secret', name: 'p', uid: 'other' }] },
    }),
    patch('strategic', 'cm/a', { metadata: { ownerReferences: [{ $patch: 'delete', uid: 'other' }] } }),
    patch('merge', 'cm/a', { metadata: { ownerReferences: null } }),
  ),
  one(
    'finalizers wait in turn',
    post('vs', virtualService('a', {}, { finalizers: ['example.com/x', 'example.com/y'] })),
    { line: 'DELETE vs/a' },
    patch('merge', 'vs/a', { metadata: { finalizers: ['example.com/y'] } }),
    patch('merge', 'vs/a', { metadata: { finalizers: ['example.com/y', 'example.com/z'] } }),
    patch('json', 'vs/a', [{ op: 'remove', path: '/metadata/finalizers' }]),
    get('vs/a'),
  ),
  one(
    'a write while it waits',
    post('vs', virtualService('a', {}, { finalizers: ['example.com/x'] })),
    { line: 'DELETE vs/a' },
    patch('merge', 'vs/a', { spec: { hosts: ['b'] } }),
    { line: 'DELETE vs/a?propagationPolicy=Orphan' },
    get('vs/a'),
  ),
  one(
    'in the foreground, with finalizers',
    post('cm', configMap('a', {}, { finalizers: ['example.com/x'] })),
    { line: 'DELETE cm/a', body: { propagationPolicy: 'Foreground' } },
    get('cm/a'),
  ),
  one(
    'a deletion is watched',
    post('cm?fieldManager=one', configMap('a', {}, { finalizers: ['example.com/x'] })),
    { line: 'DELETE cm/a' },
    patch('merge', 'cm/a', { metadata: { finalizers: null } }),
    {
      line: 'GET cm?watch=1&timeoutSeconds=1&fieldSelector=metadata.name%3Da&resourceVersion={0.metadata.resourceVersion}',
      events: 4,
    },
  ),
  one('a collection of VirtualServices', post('vs', virtualService('a')), post('vs', virtualService('b')), {
    line: 'DELETE vs',
  }),
  one(
    'a collection, in part',
    ...three,
    { line: 'DELETE secret?limit=1' },
    get('secret'),
    { line: 'DELETE secret?fieldSelector=metadata.name%3Db' },
    { line: 'DELETE secret?labelSelector=half%3Dnone' },
    get('secret'),
  ),
  one(
    'a collection with a body',
    ...three,
    { line: 'DELETE secret', body: { dryRun: ['All'] } },
    { line: 'DELETE secret', body: { propagationPolicy: 'Sideways' } },
    { line: 'DELETE secret', body: { preconditions: { uid: 'x' } } },
    get('secret'),
  ),
  one(
    'a collection that waits',
    post('cm', configMap('a', {}, { finalizers: ['example.com/x'] })),
    { line: 'DELETE cm?fieldSelector=metadata.name%3Da' },
    get('cm/a'),
  ),
  one(
    'two appliers of containers',
    apply('one', 'deploy/d', withImage('i:1')),
    apply('two', 'deploy/d', withImage('i:2')),
    apply('two', 'deploy/d', withImage('i:2'), '&force=true'),
    apply('one', 'deploy/d', withImage('i:2', { imagePullPolicy: 'Always' })),
    apply('one', 'deploy/d', withImage('i:2')),
  ),
  one(
    'two appliers of ports',
    apply('one', 'svc/s', service('s')),
    apply('two', 'svc/s', service('s', { ports: [{ name: 'other', port: 81 }] })),
    apply('one', 'svc/s', service('s', { ports: [{ name: 'web', port: 80 }] })),
    apply('one', 'svc/s', service('s', { ports: [] })),
  ),
  one(
    'several conflicts with several owners',
    post('cm?fieldManager=zero', configMap('a', { a: '0', b: '0' })),
    apply('one', 'cm/a', configMap('a', { c: '1' })),
    apply('two', 'cm/a', configMap('a', { a: '2', b: '2', c: '2' })),
    apply('two', 'cm/a', configMap('a', { a: '2', b: '2', c: '2' }), '&force=true'),
  ),
  one(
    'an update after an apply',
    apply('one', 'vs/a', virtualService('a')),
    patch('merge', 'vs/a?fieldManager=two', { spec: { hosts: ['b'] } }),
    apply('one', 'vs/a', virtualService('a')),
    apply('one', 'vs/a', virtualService('a'), '&force=true'),
  ),
  one(
    'labels of two appliers',
    apply('one', 'vs/a', virtualService('a', {}, { labels: { x: '1', y: '1' } })),
    apply('two', 'vs/a', { ...virtualService('a'), metadata: { name: 'a', labels: { y: '1', z: '1' } } }),
    apply('one', 'vs/a', virtualService('a', {}, { labels: { x: '1' } })),
    apply('two', 'vs/a', virtualService('a')),
  ),
  one(
    'apply that is refused',
    apply('one', 'vs/a', virtualService('a', { hosts: 'x' })),
    apply('one', 'vs/a', virtualService('a', { hots: [] }), '&fieldValidation=Strict'),
    apply('one', 'vs/a', virtualService('a', { hots: [] })),
    apply('one', 'cm/a', { ...configMap('a'), dat: {} }, '&fieldValidation=Strict'),
    apply('one', 'cm/a', { ...configMap('a'), dat: {} }),
  ),
];
