/** Bodies that do not fit the types of Kubernetes' own kinds: fields that are unknown or said twice, and values of another type. */
import type { Scenario, Step } from '../scenario.ts';
import { configMap, deployment, patchTypes, pod, role, service } from './objects.ts';
import { post } from './steps.ts';

const one = (name: string, ...steps: Step[]): Scenario => ({ group: 'types', name, steps });
const strictly = ['Warn', 'Strict', 'Ignore'] as const;

const odd: readonly (readonly [name: string, path: string, body: object])[] = [
  ['a Deployment', 'deploy', deployment('d', { replcas: 2, strategy: { typ: 'x' } })],
  [
    'a container',
    'deploy',
    deployment('d', {
      template: {
        metadata: { labels: { app: 'd' }, lables: {} },
        spec: {
          containers: [{ name: 'main', image: 'i', prots: [] }],
          volumes: [{ name: 'v', emtyDir: {} }],
        },
      },
    }),
  ],
  [
    'a Service',
    'svc',
    service('s', { ports: [{ name: 'http', port: 80, tragetPort: 81 }], typ: 'ClusterIP' }),
  ],
  ['a Pod', 'pod', pod('p', { contaners: [] })],
  ['a Role', 'role', role('r', [{ apiGroup: [''], resources: ['pods'], verbs: ['get'] }])],
  ['metadata', 'cm', configMap('a', {}, { nam: 'x', annotatons: {} })],
];

const misfits: readonly (readonly [name: string, path: string, body: unknown])[] = [
  ['a number for a string', 'cm', { ...configMap('a'), data: { a: true } }],
  ['a string for a map', 'cm', { ...configMap('a'), data: 'x' }],
  ['a string for a list', 'svc', service('s', { ports: 'http' })],
  ['a string for a port', 'svc', service('s', { ports: [{ name: 'http', port: '80' }] })],
  ['half a replica', 'deploy', deployment('d', { replicas: 1.5 })],
  ['a string for replicas', 'deploy', deployment('d', { replicas: 'two' })],
  ['a map for a list', 'pod', pod('p', { containers: { name: 'x' } })],
  ['a string for a boolean', 'pod', pod('p', { hostNetwork: 'yes' })],
  ['a list for a spec', 'deploy', { ...deployment('d'), spec: [] }],
  ['a name that is a number', 'cm', { ...configMap('a'), metadata: { name: 1 } }],
  [
    'a label that is none',
    'vs',
    { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'a', labels: [] } },
  ],
  ['base64 that is none', 'secret', { metadata: { name: 'a' }, data: { a: '*' } }],
  ['nulls', 'cm', { metadata: { name: 'a', labels: null }, data: null, immutable: null }],
  ['a date that is none', 'cm', configMap('a', {}, { creationTimestamp: 'yesterday' })],
];

const texts: readonly (readonly [name: string, text: string])[] = [
  ['ends in a string', '{"metadata":{"name":"a'],
  ['ends in a list', '{"metadata":{"name":"a","finalizers":['],
  ['a comma too many', '{"metadata":{"name":"a"},}'],
  ['no comma', '{"metadata":{"name":"a"} "data":{}}'],
  ['no colon', '{"metadata" {"name":"a"}}'],
  ['single quotes', "{'metadata':{}}"],
  ['a word that is none', '{"metadata":{"name":"a"},"immutable":tru}'],
  ['more after it', '{"metadata":{"name":"a"}} {}'],
  ['an escape that is none', String.raw`{"metadata":{"name":"\x"}}`],
  ['a number', '12'],
  ['a text', '"x"'],
  ['null', 'null'],
  ['no JSON at all', 'hello, this is a body of more than thirty bytes'],
];

export const typeCases: readonly Scenario[] = [
  ...odd.map(([name, path, body]) =>
    one(
      `unknown fields of ${name}`,
      ...strictly.map((how) => post(`${path}?dryRun=All&fieldValidation=${how}`, body)),
    ),
  ),
  one(
    'unknown fields of an update and of patches',
    post('cm', configMap('a')),
    { line: 'PUT cm/a?fieldValidation=Strict', body: { ...configMap('a'), dat: {} } },
    { line: 'PUT cm/a', body: { ...configMap('a'), dat: {} } },
    ...(['merge', 'strategic'] as const).flatMap((type) => [
      { line: 'PATCH cm/a?fieldValidation=Strict', body: { dat: { a: '1' } }, headers: patchTypes[type] },
      { line: 'PATCH cm/a', body: { dat: { a: '1' } }, headers: patchTypes[type] },
    ]),
    {
      line: 'PATCH cm/a?fieldValidation=Strict',
      body: [{ op: 'add', path: '/dat', value: 1 }],
      headers: patchTypes.json,
    },
  ),
  one('said twice', {
    line: 'POST svc?dryRun=All',
    body: '{"metadata":{"name":"s","name":"t"},"spec":{"ports":[{"port":80,"name":"a","port":81}],"typ":"x"}}',
  }),
  ...misfits.map(([name, path, body]) => one(name, post(`${path}?dryRun=All`, body))),
  one(
    'patches to a type that does not fit',
    post('cm', configMap('a')),
    { line: 'PATCH cm/a', body: { data: { a: 1 } }, headers: patchTypes.merge },
    { line: 'PATCH cm/a', body: { immutable: 'x' }, headers: patchTypes.merge },
  ),
  ...texts.map(([name, body]) =>
    one(`a body: ${name}`, { line: 'POST cm?dryRun=All', body }, { line: 'POST vs?dryRun=All', body }),
  ),
];
