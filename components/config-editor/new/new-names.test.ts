/** The example of a new object is about what is there: no check has to object to a name that the console itself made up. */
import { expect, test } from 'vitest';
import type { HostChoice } from '#lib/api/configuration/choices.ts';
import { type KnownHere, newNames } from './new-names.ts';

const host = (name: string, namespace: string, port: number): HostChoice => ({
  host: `${name}.${namespace}.svc.cluster.local`,
  shortName: namespace === 'shop' ? name : null,
  namespace,
  source: 'service',
  object: name,
  ports: [{ number: port, name: 'http', protocol: 'HTTP' }],
  subsets: [],
  versions: [],
});
const entry: HostChoice = {
  ...host('pay', 'shop', 443),
  host: 'pay.example.com',
  shortName: null,
  source: 'service-entry',
  object: 'payments',
};
const choices: KnownHere = {
  hosts: [host('cart', 'shop', 7070), host('orders', 'shop', 8080), entry, host('other', 'far', 80)],
  gateways: [
    { kind: '', namespace: 'edge', name: 'web', hosts: [], ports: [], selector: { istio: 'edge' } },
    { kind: '', namespace: 'shop', name: 'docs', hosts: [], ports: [], selector: null },
  ],
  labels: [
    { key: 'app', values: [{ value: 'cart', pods: 2 }] },
    { key: 'version', values: [{ value: 'v1', pods: 2 }] },
  ],
};

const at = { namespace: 'shop', subject: '', name: '' };

test('a route is for the first Service, with its port; its name may be another', () => {
  const { subject, names } = newNames('httpRoutes', at, choices);
  expect(subject).toMatchObject({ shown: 'cart', options: [{ value: 'cart' }, { value: 'orders' }, {}] });
  expect(names).toMatchObject({ name: 'cart', host: 'cart', service: 'cart', port: 7070, parent: 'docs' });
  const named = newNames('grpcRoutes', { ...at, subject: 'orders', name: 'mine' }, choices).names;
  expect(named).toMatchObject({ name: 'mine', host: 'orders', service: 'orders', port: 8080 });
});

test('a host that no Service has leaves the Service to the reader', () => {
  const { names } = newNames('httpRoutes', { ...at, subject: 'pay.example.com' }, choices);
  expect(names).toMatchObject({ name: 'pay', host: 'pay.example.com', port: 443 });
  expect(names.service).toBeUndefined();
});

test('what stands at the edge is for a host of the world', () => {
  const { subject, names } = newNames('gateways', at, choices);
  expect(subject).toEqual({ shown: 'example.com', options: [] });
  expect(names).toMatchObject({ name: 'example', host: 'example.com', gatewayPods: { istio: 'edge' } });
});

test('a policy is for pods that are there', () => {
  const { subject, names } = newNames('authorizationPolicies', { ...at, name: 'mine' }, choices);
  expect(subject?.shown).toBe('cart');
  expect(names).toMatchObject({ name: 'mine', app: 'cart' });
});

test('without anything known the example has a name from the reader alone', () => {
  expect(newNames('authorizationPolicies', at, undefined)).toMatchObject({
    subject: { shown: '', options: [] },
    names: { name: '' },
  });
  expect(newNames('peerAuthentications', at, choices)).toMatchObject({ subject: null, names: { name: '' } });
});
