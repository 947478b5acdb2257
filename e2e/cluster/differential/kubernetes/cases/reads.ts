/** Lists with pages and selectors, single reads, views, watches. */
import type { Scenario, Step } from '../scenario.ts';
import { deployment, pod, secret, service, virtualService } from './objects.ts';
import { get, post } from './steps.ts';

const group =
  (name: string) =>
  (title: string, ...steps: Step[]): Scenario => ({ group: name, name: title, steps });
const lists = group('lists');
const views = group('views');
const watches = group('watches');

const letters = ['a', 'b', 'c', 'd', 'e'];
const five: readonly Step[] = letters.map((name, index) =>
  post(
    'secret',
    secret(
      name,
      {},
      { labels: { n: name, half: index % 2 === 0 ? 'even' : 'odd', ...(index > 2 ? { late: '' } : {}) } },
    ),
  ),
);
const selectors = [
  'n=a',
  'n==a',
  'n!=a',
  'n in (a,b)',
  'n notin (a,b)',
  'n in (a, b),half=even',
  'late',
  '!late',
  'late=',
  'n',
  'n=a,n=b',
  'half=even,n!=a',
  'n in ()',
  'n=',
  '',
  'n in (a',
  'n=a=b',
  '=a',
  'n a',
  'a b=c',
  'n>1',
  'n<1',
  'x.y/z=1',
  '/z=1',
  'n in (a),',
  ',',
  'n = a',
  'n!in(a)',
  '-a=b',
  `${'x'.repeat(64)}=a`,
  `n=${'x'.repeat(64)}`,
];
const fieldSelectors = [
  'metadata.name=a',
  'metadata.name!=a',
  'metadata.name=a,metadata.namespace=x',
  'metadata.namespace={ns}',
  'metadata.uid=x',
  'data.a=1',
  'metadata.name',
  'a=b=c',
  'metadata.name==b',
  '',
];

export const readCases: readonly Scenario[] = [
  ...selectors.map((selector) =>
    lists(
      `labels ${JSON.stringify(selector)}`,
      ...five,
      get(`secret?labelSelector=${encodeURIComponent(selector)}`),
    ),
  ),
  ...fieldSelectors.map((selector) =>
    lists(
      `fields ${JSON.stringify(selector)}`,
      ...five,
      get(`secret?fieldSelector=${encodeURIComponent(selector).replace('%7Bns%7D', '{ns}')}`),
    ),
  ),
  lists(
    'fields of pods',
    post('pod', pod('p', { nodeName: 'n1' })),
    get('pod?fieldSelector=spec.nodeName%3Dn1'),
    get('pod?fieldSelector=status.phase%3DPending'),
    get('pod?fieldSelector=status.phase!%3DPending'),
    get('pod?fieldSelector=spec.containers%3Dx'),
  ),
  lists(
    'fields of VirtualServices',
    post('vs', virtualService('a')),
    get('vs?fieldSelector=metadata.name%3Da'),
    get('vs?fieldSelector=spec.hosts%3Da'),
  ),
  lists('an empty list', get('secret'), get('vs'), get('deploy')),
  lists('all of them', ...five, get('secret')),
  lists(
    'VirtualServices',
    post('vs', virtualService('a')),
    post('vs', virtualService('b')),
    get('vs'),
    get('/apis/networking.istio.io/v1beta1/namespaces/{ns}/virtualservices'),
  ),
  lists(
    'pages',
    ...five,
    get('secret?limit=2'),
    get('secret?limit=2&continue={5.metadata.continue}'),
    get('secret?limit=2&continue={6.metadata.continue}'),
  ),
  lists(
    'pages of a selection',
    ...five,
    get('secret?limit=1&labelSelector=half%3Deven'),
    get('secret?limit=5&labelSelector=half%3Deven&continue={5.metadata.continue}'),
  ),
  lists(
    'a page does not see what comes later',
    ...five,
    get('secret?limit=2'),
    post('secret', secret('cc')),
    { line: 'DELETE secret/d' },
    get('secret?limit=9&continue={5.metadata.continue}'),
  ),
  lists(
    'pages of VirtualServices',
    post('vs', virtualService('a')),
    post('vs', virtualService('b')),
    post('vs', virtualService('c')),
    get('vs?limit=2'),
    get('vs?limit=2&continue={3.metadata.continue}'),
  ),
  lists('a token that is none', get('secret?limit=1&continue=xxx')),
  lists(
    'a token with a revision',
    ...five,
    get('secret?limit=2'),
    get('secret?limit=2&continue={5.metadata.continue}&resourceVersion={0.metadata.resourceVersion}'),
  ),
  lists('limits that are none', get('secret?limit=x'), get('secret?limit=-1'), get('secret?limit=0')),
  lists('at revision 0', ...five, get('secret?resourceVersion=0')),
  lists(
    'at an exact revision',
    ...five,
    get('secret?resourceVersion={1.metadata.resourceVersion}&resourceVersionMatch=Exact'),
  ),
  lists(
    'not older than',
    ...five,
    get('secret?resourceVersion={1.metadata.resourceVersion}&resourceVersionMatch=NotOlderThan'),
  ),
  lists(
    'matches that are none',
    get('secret?resourceVersionMatch=Exact'),
    get('secret?resourceVersion=0&resourceVersionMatch=Exact'),
    get('secret?resourceVersion=1&resourceVersionMatch=Sort'),
    get('secret?resourceVersion=x'),
  ),
  lists('initial events without a watch', get('secret?sendInitialEvents=true')),
  lists('of a namespace that is not there', get('/api/v1/namespaces/nowhere/configmaps')),
  lists(
    'a collection is deleted',
    ...five,
    { line: 'DELETE secret?labelSelector=half%3Deven' },
    get('secret'),
  ),
  lists('a collection is deleted, dry', ...five, { line: 'DELETE secret?dryRun=All' }, get('secret?limit=1')),
  views(
    'one as a table',
    post('secret', secret('a')),
    get('secret/a', 'application/json;as=Table;v=v1;g=meta.k8s.io'),
  ),
  views(
    'a list as a table',
    ...five,
    get('secret', 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'),
  ),
  views(
    'a table without objects',
    ...five,
    get('secret?includeObject=None', 'application/json;as=Table;v=v1;g=meta.k8s.io'),
  ),
  views(
    'a table with objects',
    post('secret', secret('a')),
    get('secret?includeObject=Object', 'application/json;as=Table;v=v1;g=meta.k8s.io'),
  ),
  views(
    'VirtualServices as a table',
    post('vs', virtualService('a', { gateways: ['public'] })),
    get('vs', 'application/json;as=Table;v=v1;g=meta.k8s.io'),
  ),
  views(
    'services as a table',
    post('svc', service('s')),
    get('svc', 'application/json;as=Table;v=v1;g=meta.k8s.io'),
  ),
  views('pods as a table', post('pod', pod('p')), get('pod', 'application/json;as=Table;v=v1;g=meta.k8s.io')),
  views(
    'deployments as a table',
    post('deploy', deployment('d')),
    get('deploy', 'application/json;as=Table;v=v1;g=meta.k8s.io'),
  ),
  views(
    'an empty table',
    get('secret', 'application/json;as=Table;v=v1;g=meta.k8s.io'),
    get('vs', 'application/json;as=Table;v=v1;g=meta.k8s.io'),
  ),
  views(
    'metadata alone',
    post('secret', secret('a')),
    get('secret/a', 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io'),
    get('secret', 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io'),
  ),
  views(
    'a view that is none',
    post('secret', secret('a')),
    get('secret/a', 'application/json;as=Picture;v=v1;g=meta.k8s.io'),
  ),
  views('a media type that is none', get('secret', 'text/html')),
  views(
    'whatever',
    get('secret', '*/*'),
    get('secret', 'text/html,*/*;q=0.1'),
    get('secret', 'application/*'),
  ),
  views('a created object as a table', {
    line: 'POST secret',
    body: secret('a'),
    headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
  }),
  watches(
    'what happened since',
    post('secret', secret('a')),
    post('secret', secret('b')),
    { line: 'PUT secret/b', body: secret('b', { z: '1' }) },
    { line: 'DELETE secret/a' },
    { line: 'GET secret?watch=1&timeoutSeconds=1&resourceVersion={0.metadata.resourceVersion}', events: 3 },
  ),
  watches('all that is there', ...five, { line: 'GET secret?watch=true&timeoutSeconds=1', events: 5 }),
  watches('from revision 0', ...five, {
    line: 'GET secret?watch=true&resourceVersion=0&timeoutSeconds=1',
    events: 5,
  }),
  watches(
    'with a selector, things come and go',
    ...five,
    { line: 'PUT secret/a', body: secret('a', {}, { labels: { half: 'odd' } }) },
    { line: 'PUT secret/b', body: secret('b', {}, { labels: { half: 'even' } }) },
    {
      line: 'GET secret?watch=1&timeoutSeconds=1&labelSelector=half%3Deven&resourceVersion={4.metadata.resourceVersion}',
      events: 2,
    },
  ),
  watches('initial events', ...five, {
    line: 'GET secret?watch=1&timeoutSeconds=2&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
    events: 6,
  }),
  watches('initial events without a match', { line: 'GET secret?watch=1&sendInitialEvents=true', events: 1 }),
  watches('a match without initial events', {
    line: 'GET secret?watch=1&resourceVersionMatch=NotOlderThan&resourceVersion=1',
    events: 1,
  }),
  watches('a revision that is none', { line: 'GET secret?watch=1&resourceVersion=x', events: 1 }),
  watches('a revision long gone', {
    line: 'GET secret?watch=1&resourceVersion=1&timeoutSeconds=1',
    events: 1,
  }),
  watches('as tables', post('secret', secret('a')), post('secret', secret('b')), {
    line: 'GET secret?watch=1&timeoutSeconds=1',
    events: 2,
    headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
  }),
  watches('one name', ...five, {
    line: 'GET secret?watch=1&timeoutSeconds=1&fieldSelector=metadata.name%3Dc',
    events: 1,
  }),
  watches(
    'VirtualServices',
    post('vs', virtualService('a')),
    { line: 'DELETE vs/a' },
    { line: 'GET vs?watch=1&timeoutSeconds=1&resourceVersion={0.metadata.resourceVersion}', events: 1 },
  ),
  watches('a last bookmark', post('secret', secret('a')), {
    line: 'GET secret?watch=1&timeoutSeconds=1&allowWatchBookmarks=true&resourceVersion={0.metadata.resourceVersion}',
    events: 1,
  }),
];
