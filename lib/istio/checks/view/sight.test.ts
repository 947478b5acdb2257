/** Checks for somebody who sees some namespaces only: no false alarm, and not a word that depends on what is hidden. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../objects.ts';
import { createCheckSet } from '../check-set.ts';
import type { CheckFinding } from '../finding.ts';
import { identityOf, knownKind, namespaceOf } from '../kinds.ts';
import { backendCases } from '../testing/backend-cases.ts';
import { expectationCases } from '../testing/expectation-cases.ts';
import { make, routeTo, service } from '../testing/objects.ts';
import { providerCases } from '../testing/provider-cases.ts';
import { routeCases } from '../testing/route-cases.ts';
import { trafficCases } from '../testing/traffic-cases.ts';
import { virtualServiceCases } from '../testing/virtual-service-cases.ts';
import { workloadCases } from '../testing/workload-cases.ts';
import type { Sight } from './sight.ts';

const pool = [
  ...virtualServiceCases,
  ...trafficCases,
  ...workloadCases,
  ...routeCases,
  ...backendCases,
  ...providerCases,
  ...expectationCases,
].flatMap(({ fires, silent }) => [...fires, ...silent]);
const unread = ['Secret', 'ConfigMap', 'Node', 'MutatingWebhookConfiguration', 'CustomResourceDefinition'];

const home = (object: KubernetesObject) =>
  object.kind === 'Namespace' ? object.metadata.name : namespaceOf(object);

function seenBy(objects: readonly KubernetesObject[], visible: ReadonlySet<string>): CheckFinding[] {
  const sight: Sight = {
    sees: (_, namespace) => visible.has(namespace),
    seesAll: () => false,
  };
  const own = objects.filter((object) => visible.has(home(object)));
  return createCheckSet(own, { sight, unread }).findings();
}

const placeOf = ({ code, apiVersion, kind, namespace, name, path }: CheckFinding) =>
  JSON.stringify([code, apiVersion, kind, namespace, name, path]);

const namespaces = [...new Set(pool.map(home))];
const setAndView = fc.tuple(
  fc.uniqueArray(fc.constantFrom(...pool), { maxLength: 40, selector: identityOf }),
  fc.subarray(namespaces).map((names) => new Set(names)),
);

test('what somebody is told who sees a part, somebody who sees all is told as well', () => {
  fc.assert(
    fc.property(setAndView, ([objects, visible]) => {
      const all = new Set(createCheckSet(objects, { unread }).findings().map(placeOf));
      const alarms = seenBy(objects, visible).filter((finding) => !all.has(placeOf(finding)));
      expect(alarms).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test('what is hidden changes nothing', () => {
  fc.assert(
    fc.property(setAndView, ([objects, visible]) => {
      const without = objects.filter((object) => visible.has(home(object)));
      expect(seenBy(objects, visible)).toEqual(seenBy(without, visible));
    }),
    { numRuns: 300 },
  );
});

describe('in a namespace of one’s own', () => {
  const app = new Set(['app']);
  const server = { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] };
  const guarded = (request: object): KubernetesObject => {
    const requests = [
      { name: 'a', from: 'app/web', protocol: 'http', host: 'reviews', port: 9080, ...request },
    ];
    const { spec } = routeTo('reviews', { host: 'reviews' });
    return make('VirtualService', 'reviews', spec as object, {
      annotations: { 'sluice.dev/expectations': JSON.stringify({ v: 1, requests }) },
    });
  };
  /** By a Gateway of a hidden namespace. */
  const sentTo = (...backendRefs: object[]) =>
    make('HTTPRoute', 'r', {
      parentRefs: [{ namespace: 'other', name: 'web' }],
      rules: [{ backendRefs }],
    });
  const codes = (...objects: KubernetesObject[]) => seenBy(objects, app).map(({ code }) => code);

  test.each<[string, KubernetesObject[], string[]]>([
    ['a host that is not there is missed', [routeTo('a', { host: 'gone' })], ['IST0101']],
    ['a host of a hidden namespace is not', [routeTo('a', { host: 'gone.other.svc.cluster.local' })], []],
    ['nor one that a hidden ServiceEntry may have', [routeTo('a', { host: 'api.example.com' })], []],
    [
      'a subset that is not there is missed',
      [service('reviews'), routeTo('a', { host: 'reviews', subset: 'v9' })],
      ['IST0101'],
    ],
    [
      'a gateway of a hidden namespace is not missed',
      [
        service('reviews'),
        routeTo('a', { host: 'reviews' }, { gateways: ['other/web'], hosts: ['x.example.com'] }),
      ],
      [],
    ],
    [
      'pods that a gateway selects may be hidden',
      [make('Gateway', 'web', { selector: { istio: 'x' }, servers: [server] })],
      [],
    ],
    ['a backend that is not there is missed', [sentTo({ name: 'gone', port: 80 })], ['SLU0018']],
    ['one of a hidden namespace is not', [sentTo({ name: 'gone', namespace: 'other', port: 80 })], []],
    [
      'beside one of a hidden namespace others are missed as ever',
      [sentTo({ name: 'there', namespace: 'other', port: 80 }, { name: 'gone', port: 80 })],
      ['SLU0018'],
    ],
    [
      'beside a parent of a hidden namespace others are missed as ever',
      [
        service('reviews'),
        make('HTTPRoute', 'r', {
          parentRefs: [{ namespace: 'other', name: 'web' }, { name: 'gone' }],
          rules: [{ backendRefs: [{ name: 'reviews', port: 9080 }] }],
        }),
      ],
      ['SLU0017'],
    ],
    [
      'beside a host of a hidden namespace others are missed as ever, and their subsets',
      [
        service('reviews'),
        make('VirtualService', 'a', {
          hosts: ['reviews'],
          http: [
            {
              route: [
                { destination: { host: 'pay.other.svc.cluster.local', subset: 'v1' }, weight: 40 },
                { destination: { host: 'gone' }, weight: 30 },
                { destination: { host: 'reviews', subset: 'v9' }, weight: 30 },
              ],
            },
          ],
        }),
      ],
      ['IST0101', 'IST0101'],
    ],
    [
      'beside a gateway of a hidden namespace others are missed as ever',
      [
        service('reviews'),
        routeTo('a', { host: 'reviews' }, { gateways: ['other/web', 'gone'], hosts: ['x.example.com'] }),
      ],
      ['IST0101', 'IST0132'],
    ],
    [
      'beside a delegate of a hidden namespace others are missed as ever',
      [
        make('VirtualService', 'a', {
          hosts: ['x.example.com'],
          http: [
            { match: [{ uri: { prefix: '/a' } }], delegate: { name: 'a', namespace: 'other' } },
            { delegate: { name: 'gone' } },
          ],
        }),
      ],
      ['SLU0008'],
    ],
    [
      'an expectation that is not met is told',
      [service('reviews'), guarded({ host: 'reviews', expect: { outcome: 'not-found' } })],
      ['SLU0012'],
    ],
    [
      'nothing is said of one whose host a hidden ServiceEntry may have',
      [service('reviews'), guarded({ host: 'api.example.com', expect: { outcome: 'not-found' } })],
      [],
    ],
    [
      'nor of one that is sent by a hidden gateway',
      [service('reviews'), guarded({ from: 'gateway:other/web', expect: { outcome: 'not-found' } })],
      [],
    ],
    [
      'nor of one that leads to a hidden namespace',
      [
        service('reviews'),
        guarded({ host: 'pay.other.svc.cluster.local', expect: { outcome: 'not-found' } }),
      ],
      [],
    ],
  ])('%s', (_, objects, expected) => {
    const found = codes(...objects).filter((code) => code !== 'SLU0004');
    expect(found).toEqual(expected);
  });
});

test('every kind of the pool is known', () => {
  expect(pool.filter((object) => knownKind(object) === null)).toEqual([]);
});
