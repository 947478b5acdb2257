/** Creating, reading, replacing: defaults, generated names, conflicts, dry run, options, system metadata. */
import type { Scenario, Step } from '../scenario.ts';
import {
  configMap,
  deployment,
  destinationRule,
  pod,
  role,
  roleBinding,
  service,
  virtualService,
} from './objects.ts';
import { post } from './steps.ts';

const one = (name: string, ...steps: Step[]): Scenario => ({ group: 'writes', name, steps });

export const writeCases: readonly Scenario[] = [
  one('a ConfigMap comes back', post('cm', configMap('a')), { line: 'GET cm/a' }),
  one('a Secret', post('secret', { metadata: { name: 's' }, stringData: { a: 'b' } }), {
    line: 'GET secret/s',
  }),
  one('a Secret whose data is no base64', post('secret', { metadata: { name: 's' }, data: { a: '!' } })),
  one('a ServiceAccount', post('sa', { metadata: { name: 's' } })),
  one('a Service is defaulted', post('svc', service('s')), { line: 'GET svc/s' }),
  one('a headless Service', post('svc', service('s', { clusterIP: 'None' }))),
  one(
    'an external Service',
    post(
      'svc',
      service('s', { type: 'ExternalName', externalName: 'a.b', selector: undefined, ports: undefined }),
    ),
  ),
  one('a Service without ports', post('svc', service('s', { ports: [] }))),
  one('a Service with a bad port', post('svc', service('s', { ports: [{ port: 0 }] }))),
  one(
    'a Service with two nameless ports',
    post('svc', service('s', { ports: [{ port: 80 }, { port: 81 }] })),
  ),
  one('a Deployment is defaulted', post('deploy', deployment('d')), { line: 'GET deploy/d' }),
  one(
    'a Deployment whose selector does not fit',
    post('deploy', deployment('d', { selector: { matchLabels: { app: 'x' } } })),
  ),
  one('a Deployment without selector', post('deploy', deployment('d', { selector: undefined }))),
  one('a Deployment with negative replicas', post('deploy', deployment('d', { replicas: -1 }))),
  one(
    'a Deployment without image',
    post(
      'deploy',
      deployment('d', {
        template: { metadata: { labels: { app: 'd' } }, spec: { containers: [{ name: 'm' }] } },
      }),
    ),
  ),
  one('a Pod is defaulted', post('pod', pod('p')), { line: 'GET pod/p' }),
  one('a Pod without containers', post('pod', pod('p', { containers: [] }))),
  one(
    'a Pod with ports, probes and volumes',
    post(
      'pod',
      pod('p', {
        containers: [
          {
            name: 'main',
            image: 'i',
            ports: [{ containerPort: 80 }],
            readinessProbe: { httpGet: { port: 80 } },
            env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
          },
        ],
        volumes: [
          { name: 'v', configMap: { name: 'c' } },
          { name: 'e', emptyDir: {} },
        ],
      }),
    ),
  ),
  one('a VirtualService comes back', post('vs', virtualService('a')), { line: 'GET vs/a' }),
  one(
    'a VirtualService in an older version',
    {
      line: 'POST /apis/networking.istio.io/v1beta1/namespaces/{ns}/virtualservices',
      body: { ...virtualService('a'), apiVersion: 'networking.istio.io/v1beta1' },
    },
    { line: 'GET vs/a' },
    { line: 'GET /apis/networking.istio.io/v1alpha3/namespaces/{ns}/virtualservices/a' },
  ),
  one(
    'a DestinationRule',
    post('dr', destinationRule('a', { subsets: [{ name: 'v1', labels: { version: 'v1' } }] })),
  ),
  one('a Role', post('role', role('r', [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }])), {
    line: 'GET role/r',
  }),
  one('a Role without verbs', post('role', role('r', [{ apiGroups: [''], resources: ['pods'], verbs: [] }]))),
  one('a RoleBinding', post('binding', roleBinding('b', 'r', 'u'))),
  one('a RoleBinding to another role', post('binding', roleBinding('b', 'r', 'u')), {
    line: 'PUT binding/b',
    body: roleBinding('b', 'other', 'u'),
  }),
  one('a RoleBinding without role', post('binding', { metadata: { name: 'b' }, subjects: [] })),
  one(
    'an EndpointSlice',
    post('slice', {
      metadata: { name: 'e', labels: { 'kubernetes.io/service-name': 's' } },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.1.2.3'] }],
      ports: [{ name: 'http', port: 80 }],
    }),
  ),
  one(
    'a generated name',
    post('cm', { metadata: { generateName: 'g-' } }),
    post('cm', { metadata: { generateName: 'g-' } }),
  ),
  one('a name and a generated one', post('cm', configMap('n', {}, { generateName: 'g-' }))),
  one('no name at all', post('cm', { data: {} })),
  one('twice', post('cm', configMap('a')), post('cm', configMap('a'))),
  one(
    'a generated name in a VirtualService',
    post('vs', { ...virtualService('x'), metadata: { generateName: 'g-' } }),
  ),
  one('a resourceVersion at creation', post('cm', configMap('a', {}, { resourceVersion: '1' }))),
  one(
    'a uid at creation',
    post(
      'cm',
      configMap(
        'a',
        {},
        { uid: 'mine', creationTimestamp: '2020-01-01T00:00:00Z', generation: 7, selfLink: '/x' },
      ),
    ),
  ),
  one('another namespace in the body', post('cm', configMap('a', {}, { namespace: 'elsewhere' }))),
  one('the namespace in the body', post('cm', configMap('a', {}, { namespace: '{ns}' }))),
  one('a namespace that does not exist', {
    line: 'POST /api/v1/namespaces/nowhere/configmaps',
    body: configMap('a'),
  }),
  one('another kind', post('cm', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } })),
  one('another version', post('cm', { apiVersion: 'v2', kind: 'ConfigMap', metadata: { name: 'a' } })),
  one('another kind of resource', post('vs', { ...virtualService('a'), kind: 'Gateway' })),
  one(
    'another group version',
    post('vs', { ...virtualService('a'), apiVersion: 'networking.istio.io/v1beta1' }),
  ),
  one(
    'dry run',
    post('cm?dryRun=All', configMap('a')),
    { line: 'GET cm/a' },
    post('vs?dryRun=All', virtualService('a')),
    { line: 'GET vs/a' },
  ),
  one('dry run of something else', post('cm?dryRun=Some', configMap('a'))),
  one('dry run without a value', post('cm?dryRun=', configMap('a')), { line: 'GET cm/a' }),
  one('a field manager', post('cm?fieldManager=me', configMap('a'))),
  one('a field manager that is too long', post(`cm?fieldManager=${'x'.repeat(129)}`, configMap('a'))),
  one('a field manager that cannot be printed', post('cm?fieldManager=%01', configMap('a'))),
  one('field validation that is none', post('cm?fieldValidation=Loose', configMap('a'))),
  one(
    'an update',
    post('cm', configMap('a')),
    { line: 'PUT cm/a', body: configMap('a', { a: '2' }) },
    { line: 'GET cm/a' },
  ),
  one('an update with the revision', post('cm', configMap('a')), {
    line: 'PUT cm/a',
    body: configMap('a', { a: '2' }, { resourceVersion: '{0.metadata.resourceVersion}' }),
  }),
  one(
    'a stale update',
    post('cm', configMap('a')),
    { line: 'PUT cm/a', body: configMap('a', { a: '2' }) },
    {
      line: 'PUT cm/a',
      body: configMap('a', { a: '3' }, { resourceVersion: '{0.metadata.resourceVersion}' }),
    },
  ),
  one(
    'a stale update of a VirtualService',
    post('vs', virtualService('a')),
    {
      line: 'PUT vs/a',
      body: virtualService('a', { hosts: ['b'] }, { resourceVersion: '{0.metadata.resourceVersion}' }),
    },
    {
      line: 'PUT vs/a',
      body: virtualService('a', { hosts: ['c'] }, { resourceVersion: '{0.metadata.resourceVersion}' }),
    },
  ),
  one('an update without revision of a VirtualService', post('vs', virtualService('a')), {
    line: 'PUT vs/a',
    body: virtualService('a', { hosts: ['b'] }),
  }),
  one(
    'an update that changes nothing',
    post('cm', configMap('a')),
    { line: 'PUT cm/a', body: configMap('a') },
    { line: 'GET cm/a' },
  ),
  one('an update that changes nothing, of a VirtualService', post('vs', virtualService('a')), {
    line: 'PUT vs/a',
    body: virtualService('a', {}, { resourceVersion: '{0.metadata.resourceVersion}' }),
  }),
  one('an update by another manager', post('cm?fieldManager=one', configMap('a', { a: '1', b: '1' })), {
    line: 'PUT cm/a?fieldManager=two',
    body: configMap('a', { a: '1', b: '2', c: '3' }),
  }),
  one('an update of what is not there', { line: 'PUT cm/a', body: configMap('a') }),
  one('an update of a VirtualService that is not there', {
    line: 'PUT vs/a',
    body: virtualService('a', {}, { resourceVersion: '1' }),
  }),
  one('an update under another name', post('cm', configMap('a')), { line: 'PUT cm/a', body: configMap('b') }),
  one('an update without name', post('cm', configMap('a')), { line: 'PUT cm/a', body: { data: { z: '1' } } }),
  one('an update with another uid', post('cm', configMap('a')), {
    line: 'PUT cm/a',
    body: configMap('a', {}, { uid: 'other' }),
  }),
  one(
    'a generation counts',
    post('vs', virtualService('a')),
    {
      line: 'PUT vs/a',
      body: virtualService('a', { hosts: ['b'] }, { resourceVersion: '{0.metadata.resourceVersion}' }),
    },
    {
      line: 'PUT vs/a',
      body: virtualService(
        'a',
        { hosts: ['b'] },
        { resourceVersion: '{1.metadata.resourceVersion}', labels: { x: 'y' } },
      ),
    },
  ),
  one(
    'a status of a VirtualService',
    post('vs', { ...virtualService('a'), status: { conditions: [] } }),
    {
      line: 'PUT vs/a/status',
      body: {
        ...virtualService('a', {}, { resourceVersion: '{0.metadata.resourceVersion}', labels: { l: 'x' } }),
        status: { observedGeneration: 1 },
      },
    },
    { line: 'GET vs/a/status' },
  ),
  one(
    'an immutable ConfigMap',
    post('cm', { ...configMap('a'), immutable: true }),
    { line: 'PUT cm/a', body: { ...configMap('a', { a: '2' }), immutable: true } },
    { line: 'PUT cm/a', body: configMap('a') },
  ),
  one('a ConfigMap with a number', post('cm', configMap('a', { a: 1 }))),
  one('a ConfigMap with a bad key', post('cm', configMap('a', { 'a b': '1' }))),
  one(
    'a scale',
    post('deploy', deployment('d')),
    { line: 'GET deploy/d/scale' },
    {
      line: 'PUT deploy/d/scale',
      body: {
        apiVersion: 'autoscaling/v1',
        kind: 'Scale',
        metadata: { name: 'd', namespace: '{ns}' },
        spec: { replicas: 3 },
      },
    },
    { line: 'GET deploy/d' },
  ),
  one('a selector does not change', post('deploy', deployment('d')), {
    line: 'PUT deploy/d',
    body: deployment('d', {
      selector: { matchLabels: { app: 'd', x: 'y' } },
      template: {
        metadata: { labels: { app: 'd', x: 'y' } },
        spec: { containers: [{ name: 'm', image: 'i' }] },
      },
    }),
  }),
  one(
    'a namespace',
    { line: 'POST /api/v1/namespaces?dryRun=All', body: { metadata: { name: 'new-one' } } },
    { line: 'GET /api/v1/namespaces/{ns}' },
  ),
  one('a body that is no JSON', { line: 'POST cm', body: '{' }),
  one('a body that is a list', { line: 'POST cm', body: '[]' }),
  one('an empty body', { line: 'POST cm', body: '' }),
  one('YAML', {
    line: 'POST cm',
    body: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: y}\ndata: {a: "1"}\n',
    headers: { 'content-type': 'application/yaml' },
  }),
  one('XML', { line: 'POST cm', body: '<a/>', headers: { 'content-type': 'text/xml' } }),
];
