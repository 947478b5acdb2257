/** A Sidecar steers what leaves its namespace: its callers are told as if all had been looked at, and for all others nothing would move. */
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import type { ClusterObjects, Sidecar } from '../../istio/objects.ts';
import { deployment, destinationRule, requests, telemetryOf, virtualService } from '../testing/fixture.ts';
import { type Prediction, predict } from './predict.ts';
import { only, sent, to, told, withRules } from './testing/shop.ts';

const fullWeb = 'web.shop.svc.cluster.local';
const sidecar = (
  namespace: string,
  hosts: string[],
  more: Partial<NonNullable<Sidecar['spec']>> = {},
): Sidecar => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'Sidecar',
  metadata: { name: 'default', namespace },
  spec: { egress: [{ hosts }], ...more },
});

const { records } = telemetryOf({
  requests: [
    requests({ from: 'shop/store/v1', to: 'shop/web/v1' }, 8),
    requests({ from: 'office/desk/v1', to: 'shop/web/v1' }, 4),
    requests({ from: 'shop/ingress/v1', to: 'shop/api/v1' }, 2),
  ],
  tcp: [...sent('shop/redis/v1', 3), ...sent('shop/redis/v2', 1, 'office/desk/v1')],
});
const now = withRules({
  web: { hosts: ['web'], http: [{ route: [to('web')] }] },
  ...only([{ route: [to('redis', 'v1')] }]),
});

test.each([
  // Not imported, web is an unknown host to its callers: they reach its address, past its rules.
  ['its own callers are told', sidecar('office', ['./*']), ['web http 0: web v1 4 -> passthrough 4']],
  ['what it imports stays', sidecar('office', ['shop/*']), ['web http 0: web v1 4 -> web v1 4']],
  [
    'nothing is let out that it does not import',
    sidecar('office', ['./*'], { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }),
    ['web http 0: web v1 4 -> blocked 4'],
  ],
  [
    'that of the root namespace is for all',
    sidecar('istio-system', ['*/*']),
    [
      'web http 0: web v1 8 -> web v1 8',
      'web http 0: web v1 4 -> web v1 4',
      'unexplained: api v1 2 -> api v1 2',
    ],
  ],
  ['nobody is in its namespace', sidecar('empty', ['./*']), []],
])('%s', (_, one, is) => {
  expect(told(predict(records, { now, after: { ...now, sidecars: [one] } }).requests)).toEqual(is);
});

test("the rule alone is imported no more: its callers get the host's own route", () => {
  const rule = virtualService('rules/web', { hosts: [fullWeb], http: [{ route: [to(fullWeb, 'v2')] }] });
  const two = {
    ...now,
    workloads: [...now.workloads, deployment('shop/web/v2')],
    virtualServices: [rule],
    destinationRules: [
      destinationRule('shop/web', { host: fullWeb, subsets: [{ name: 'v2', labels: { version: 'v2' } }] }),
    ],
  };
  const calls = telemetryOf({
    requests: [requests({ from: 'office/desk/v1', to: 'shop/web/v2' }, 4)],
  }).records;
  const both = { ...two, sidecars: [sidecar('office', ['shop/*', 'rules/*'])] };
  const one = { ...two, sidecars: [sidecar('office', ['shop/*'])] };
  expect(told(predict(calls, { now: both, after: one }).requests)).toEqual([
    'web http 0: web v2 4 -> web v1 2, web v2 2',
  ]);
  expect(told(predict(calls, { now: one, after: both }).requests)).toEqual(['own: web v2 4 -> web v2 4']);
});

test('who was never let see the host comes to its rules when it is imported', () => {
  const calls = telemetryOf({
    requests: [requests({ from: 'office/desk/v1', to: 'shop/web/v1' }, 4)],
  }).records;
  const unseen = { ...now, sidecars: [sidecar('office', ['./*'])] };
  expect(told(predict(calls, { now: unseen, after: now }).requests)).toEqual(['own: web v1 4 -> web v1 4']);
});

const namespaces = ['shop', 'office', 'empty', 'istio-system'];
const anySidecars = fc.uniqueArray(
  fc
    .record({
      namespace: fc.constantFrom(...namespaces),
      hosts: fc.subarray(['./*', 'shop/*', 'shop/web.shop.svc.cluster.local', '*/*'], { minLength: 1 }),
      outboundTrafficPolicy: fc.constantFrom(
        { mode: 'ALLOW_ANY' as const },
        { mode: 'REGISTRY_ONLY' as const },
      ),
    })
    .map(({ namespace, hosts, outboundTrafficPolicy }) =>
      sidecar(namespace, hosts, { outboundTrafficPolicy }),
    ),
  { selector: ({ metadata }) => metadata.namespace, maxLength: 3 },
);

it('says what it says when everything is looked at', () => {
  fc.assert(
    fc.property(anySidecars, anySidecars, (before, after) => {
      const objects = { now: { ...now, sidecars: before }, after: { ...now, sidecars: after } };
      // Another list of ServiceEntries: everything may be touched.
      const all: ClusterObjects = { ...objects.after, serviceEntries: [] };
      const whole = predict(records, { ...objects, after: all });
      const narrow = predict(records, objects);
      const touched = new Set([...before, ...after].map(({ metadata }) => metadata.namespace));
      for (const layer of ['requests', 'connections'] as const satisfies (keyof Prediction)[]) {
        const isTouched = ({ source }: { source: { namespace: string } }) =>
          touched.has('istio-system') || touched.has(source.namespace);
        expect(narrow[layer]).toEqual(whole[layer].filter(isTouched));
        for (const flow of whole[layer].filter((one) => !isTouched(one))) {
          expect(flow.after).toEqual(flow.now);
          expect(flow.undetermined).toBe(0);
        }
      }
    }),
  );
});
