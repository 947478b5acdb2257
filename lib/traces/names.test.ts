import { expect, test } from 'vitest';
import type { Labels } from '../istio/objects.ts';
import { appNamePattern, readTraceNaming, type TracedPod, traceNames } from './names.ts';

const pod = (workload: string, labels: Labels): TracedPod => ({ workload, labels });
const ask = (app: string, pods: readonly TracedPod[], naming?: string, selector: Labels | null = null) =>
  traceNames({ namespace: 'shop', app, pods, selector }, readTraceNaming(naming));

const cart = [pod('cart-v1', { app: 'cart' }), pod('cart-v2', { app: 'cart' })];
const named = [pod('web-server', { 'app.kubernetes.io/name': 'web' })];
const both = [pod('pay-1', { app: 'pay-api', 'app.kubernetes.io/name': 'payment' })];

test.each<[string, string[], string[]]>([
  ['the label app, of all versions', ask('cart', cart), ['cart.shop']],
  ['no label app: the workload, whatever metrics call it', ask('web', named), ['web-server.shop']],
  ['two labels: metrics have the one, traces the other', ask('payment', both), ['pay-api.shop']],
  ['asked by the label itself', ask('pay-api', both), ['pay-api.shop']],
  ['asked by the workload', ask('web-server', named), ['web-server.shop']],
  [
    'asked by a Service of another name',
    ask('front', named, undefined, { 'app.kubernetes.io/name': 'web' }),
    ['web-server.shop'],
  ],
  [
    'a Service in front of two apps',
    ask('all', [...cart, ...named], undefined, {}),
    ['cart.shop', 'web-server.shop'],
  ],
  ['nothing runs any more', ask('gone', cart), ['gone.shop']],
  ['canonical name', ask('payment', both, 'CANONICAL_NAME_ONLY'), ['payment']],
  ['canonical name with namespace', ask('payment', both, 'CANONICAL_NAME_AND_NAMESPACE'), ['payment.shop']],
  ['canonical name of what is gone', ask('gone', cart, 'CANONICAL_NAME_ONLY'), ['gone']],
  ['a setting that is none', ask('payment', both, 'whatever'), ['pay-api.shop']],
])('%s', (_, names, expected) => {
  expect(names).toEqual(expected);
});

test('no more than four are asked for', () => {
  const many = [...'abcdefg'].map((letter) => pod(letter, { app: letter }));
  expect(ask('all', many, undefined, {})).toEqual(['a.shop', 'b.shop', 'c.shop', 'd.shop']);
});

test.each<[string, 'service' | 'workload' | undefined, string]>([
  ['an app', undefined, 'cart.shop'],
  ['a Service, whose pods are another app’s', 'service', 'web-server.shop'],
  ['a workload', 'workload', 'basket.shop'],
])('three things of one name: asked as %s', (_, kind, expected) => {
  const pods = [...named, pod('cart', { app: 'basket' }), pod('cart-v1', { app: 'cart' })];
  const asked = { namespace: 'shop', app: 'cart', pods, selector: { 'app.kubernetes.io/name': 'web' } };
  const names = traceNames(kind === undefined ? asked : { ...asked, kind }, 'APP_LABEL_AND_NAMESPACE');
  expect(names).toEqual([expected]);
});

test.each<[string, boolean]>([
  ['cart', true],
  ['Cart_v1.2', true],
  ['api.example.com', true],
  ['a'.repeat(253), true],
  ['a'.repeat(254), false],
  ['', false],
  ['-cart', false],
  ['cart"', false],
  ['cart}', false],
  ['cart\\', false],
  ['cart\n', false],
  ['ca rt', false],
])('“%s” may be the name of an app: %s', (name, expected) => {
  expect(appNamePattern.test(name)).toBe(expected);
});
