/** PATCH in its four content types, and apply's ownership. */
import type { Scenario, Step } from '../scenario.ts';
import { configMap, deployment, service, virtualService } from './objects.ts';
import { patch, post } from './steps.ts';

const one = (name: string, ...steps: Step[]): Scenario => ({ group: 'patches', name, steps });
const applied = (
  manager: string,
  body: object & { metadata: { name: string } },
  path: string,
  more = '',
): Step => patch('apply', `${path}/${body.metadata.name}?fieldManager=${manager}${more}`, body);

export const patchCases: readonly Scenario[] = [
  one(
    'merge',
    post('cm', configMap('a', { a: '1', b: '2' })),
    patch('merge', 'cm/a', { data: { a: null, c: '3' } }),
    { line: 'GET cm/a' },
  ),
  one(
    'merge that changes nothing',
    post('cm', configMap('a')),
    patch('merge', 'cm/a', { data: { a: '1' } }),
    patch('merge', 'cm/a', {}),
  ),
  one(
    'merge of a VirtualService',
    post('vs', virtualService('a')),
    patch('merge', 'vs/a', { spec: { hosts: ['b'] } }),
    { line: 'GET vs/a' },
  ),
  one(
    'merge that breaks the schema',
    post('vs', virtualService('a')),
    patch('merge', 'vs/a', { spec: { hosts: 'b' } }),
  ),
  one(
    'merge that the webhook refuses',
    post('vs', virtualService('a')),
    patch('merge', 'vs/a', { spec: { hosts: ['*'] } }),
  ),
  one(
    'merge with a stale revision',
    post('cm', configMap('a')),
    patch('merge', 'cm/a', { data: { a: '2' } }),
    patch('merge', 'cm/a', {
      metadata: { resourceVersion: '{0.metadata.resourceVersion}' },
      data: { a: '3' },
    }),
  ),
  one(
    'merge with the revision',
    post('vs', virtualService('a')),
    patch('merge', 'vs/a', {
      metadata: { resourceVersion: '{0.metadata.resourceVersion}' },
      spec: { hosts: ['b'] },
    }),
  ),
  one(
    'merge of metadata',
    post('vs', virtualService('a', {}, { labels: { a: 'b' } })),
    patch('merge', 'vs/a', { metadata: { labels: { a: null, c: 'd' }, annotations: { x: 'y' } } }),
  ),
  one(
    'merge of another name',
    post('cm', configMap('a')),
    patch('merge', 'cm/a', { metadata: { name: 'b' } }),
  ),
  one('merge of the uid', post('cm', configMap('a')), patch('merge', 'cm/a', { metadata: { uid: 'x' } })),
  one('merge of the kind', post('cm', configMap('a')), patch('merge', 'cm/a', { kind: 'Secret' })),
  one('merge of what is not there', patch('merge', 'cm/a', { data: {} })),
  one('merge with a list', post('cm', configMap('a')), patch('merge', 'cm/a', [])),
  one('merge that is no JSON', post('cm', configMap('a')), patch('merge', 'cm/a', '{')),
  one(
    'merge with dry run',
    post('cm', configMap('a')),
    patch('merge', 'cm/a?dryRun=All', { data: { a: '2' } }),
    { line: 'GET cm/a' },
  ),
  one(
    'merge with force',
    post('cm', configMap('a')),
    patch('merge', 'cm/a?force=true', { data: { a: '2' } }),
  ),
  one(
    'merge of a status',
    post('vs', virtualService('a')),
    patch('merge', 'vs/a/status', { status: { observedGeneration: 1 }, spec: { hosts: ['x'] } }),
    { line: 'GET vs/a' },
  ),
  one(
    'merge of a scale',
    post('deploy', deployment('d')),
    patch('merge', 'deploy/d/scale', { spec: { replicas: 4 } }),
    { line: 'GET deploy/d/scale' },
  ),
  one(
    'merge of finalizers',
    post('cm', configMap('a')),
    patch('merge', 'cm/a', { metadata: { finalizers: ['example.com/wait'] } }),
    { line: 'DELETE cm/a' },
    { line: 'GET cm/a' },
    patch('merge', 'cm/a', { metadata: { finalizers: null } }),
    { line: 'GET cm/a' },
  ),
  one(
    'JSON patch',
    post('cm', configMap('a', { a: '1', b: '2' })),
    patch('json', 'cm/a', [
      { op: 'test', path: '/data/a', value: '1' },
      { op: 'replace', path: '/data/a', value: '9' },
      { op: 'add', path: '/data/c', value: '3' },
      { op: 'remove', path: '/data/b' },
    ]),
  ),
  one(
    'JSON patch that copies and moves',
    post('cm', configMap('a', { a: '1' })),
    patch('json', 'cm/a', [
      { op: 'copy', from: '/data/a', path: '/data/b' },
      { op: 'move', from: '/data/a', path: '/data/c' },
    ]),
  ),
  one(
    'JSON patch whose test fails',
    post('cm', configMap('a')),
    patch('json', 'cm/a', [{ op: 'test', path: '/data/a', value: 'x' }]),
  ),
  one(
    'JSON patch of a missing path',
    post('cm', configMap('a')),
    patch('json', 'cm/a', [{ op: 'remove', path: '/data/zzz' }]),
  ),
  one(
    'JSON patch with an unknown operation',
    post('cm', configMap('a')),
    patch('json', 'cm/a', [{ op: 'frob', path: '/data/a' }]),
  ),
  one('JSON patch that is an object', post('cm', configMap('a')), patch('json', 'cm/a', { op: 'add' })),
  one(
    'JSON patch of a list',
    post('vs', virtualService('a')),
    patch('json', 'vs/a', [
      { op: 'add', path: '/spec/hosts/-', value: 'b' },
      { op: 'add', path: '/spec/hosts/0', value: 'c' },
    ]),
  ),
  one(
    'JSON patch with escapes',
    post('cm', configMap('a')),
    patch('json', 'cm/a', [
      { op: 'add', path: '/metadata/annotations', value: {} },
      { op: 'add', path: '/metadata/annotations/example.com~1x', value: 'y' },
    ]),
  ),
  one(
    'strategic merge of containers',
    post('deploy', deployment('d')),
    patch('strategic', 'deploy/d', {
      spec: {
        template: {
          spec: {
            containers: [
              { name: 'main', image: 'example/main:2' },
              { name: 'side', image: 'example/side:1' },
            ],
          },
        },
      },
    }),
  ),
  one(
    'strategic merge that deletes',
    post('deploy', deployment('d')),
    patch('strategic', 'deploy/d', {
      spec: {
        template: {
          spec: {
            containers: [
              { name: 'side', image: 'x' },
              { name: 'main', $patch: 'delete' },
            ],
          },
        },
      },
    }),
  ),
  one(
    'strategic merge of ports',
    post('svc', service('s')),
    patch('strategic', 'svc/s', { spec: { ports: [{ port: 81, name: 'other' }] } }),
  ),
  one(
    'strategic merge that replaces',
    post('svc', service('s')),
    patch('strategic', 'svc/s', { spec: { selector: { $patch: 'replace', x: 'y' } } }),
  ),
  one(
    'strategic merge of data',
    post('cm', configMap('a')),
    patch('strategic', 'cm/a', { data: { a: null, b: '1' } }),
  ),
  one(
    'strategic merge of a VirtualService',
    post('vs', virtualService('a')),
    patch('strategic', 'vs/a', { spec: {} }),
  ),
  one('a content type that is none', post('cm', configMap('a')), {
    line: 'PATCH cm/a',
    body: {},
    headers: { 'content-type': 'application/json' },
  }),
  one('apply creates', applied('me', { ...configMap('a') }, 'cm'), { line: 'GET cm/a' }),
  one('apply creates a VirtualService', applied('me', virtualService('a'), 'vs'), { line: 'GET vs/a' }),
  one('apply twice', applied('me', configMap('a'), 'cm'), applied('me', configMap('a'), 'cm')),
  one(
    'apply takes away what it no longer says',
    applied('me', configMap('a', { a: '1', b: '2' }), 'cm'),
    applied('me', configMap('a', { a: '1' }), 'cm'),
  ),
  one(
    'apply conflicts',
    applied('one', configMap('a', { a: '1' }), 'cm'),
    applied('two', configMap('a', { a: '2' }), 'cm'),
    applied('two', configMap('a', { a: '2' }), 'cm', '&force=true'),
    applied('one', configMap('a', { a: '1' }), 'cm'),
  ),
  one(
    'apply conflicts with an update',
    post('cm?fieldManager=one', configMap('a', { a: '1', b: '1' })),
    applied('two', configMap('a', { a: '2', b: '2' }), 'cm'),
    applied('two', configMap('a', { a: '2', b: '2' }), 'cm', '&force=true'),
  ),
  one(
    'apply shares what is equal',
    applied('one', configMap('a', { a: '1' }), 'cm'),
    applied('two', configMap('a', { a: '1', b: '2' }), 'cm'),
    applied('one', configMap('a', {}), 'cm'),
  ),
  one(
    'apply of a VirtualService conflicts',
    post('vs?fieldManager=one', virtualService('a')),
    applied('two', virtualService('a', { hosts: ['b'] }), 'vs'),
    applied('two', virtualService('a', { hosts: ['b'] }), 'vs', '&force=true'),
  ),
  one('apply without a manager', patch('apply', 'cm/a', configMap('a'))),
  one('apply of another name', patch('apply', 'cm/b?fieldManager=me', configMap('a'))),
  one('apply without kind', patch('apply', 'cm/a?fieldManager=me', { metadata: { name: 'a' } })),
  one(
    'apply with managedFields',
    patch('apply', 'cm/a?fieldManager=me', configMap('a', {}, { managedFields: [{ manager: 'x' }] })),
  ),
  one('apply with a dry run', applied('me', configMap('a'), 'cm', '&dryRun=All'), { line: 'GET cm/a' }),
];
