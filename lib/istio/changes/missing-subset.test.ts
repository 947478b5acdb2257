/** The one-press fix is offered where nothing is left to guess. */
import { expect, test } from 'vitest';
import type { Choices, HostChoice } from '#lib/api/configuration/choices.ts';
import { definingSubset, missingSubset } from './missing-subset.ts';

const rule = { namespace: 'shop', name: 'checkout' };
const host: HostChoice = {
  host: 'checkout.shop.svc.cluster.local',
  shortName: 'checkout',
  namespace: 'shop',
  source: 'service',
  object: 'checkout',
  ports: [],
  subsets: [{ name: 'v1', labels: { version: 'v1' }, pods: 3, destinationRule: rule }],
  versions: [
    { value: 'v1', pods: 3 },
    { value: 'v2', pods: 2 },
    { value: 'v3', pods: 0 },
  ],
};
function choices(part: Partial<HostChoice> = {}): Choices {
  return {
    namespace: 'shop',
    hosts: [{ ...host, ...part }],
    gateways: [],
    namespaces: [],
    workloads: [],
    labels: [],
    serviceAccounts: [],
    secrets: null,
    mesh: {
      rootNamespace: 'istio-system',
      domain: 'cluster.local',
      outboundTrafficPolicy: 'ALLOW_ANY',
      enableAutoMtls: true,
      extensionProviders: [],
    },
    virtualServices: [],
    localities: [],
    creatable: [],
    apiVersions: {},
    warnings: [],
  };
}
const other = { name: 'x', labels: {}, pods: 0, destinationRule: { namespace: 'shop', name: 'second' } };

test.each<[what: string, params: Record<string, string>, choices: Choices | null, found: boolean]>([
  ['pods of that version, one rule', { host: 'checkout', subset: 'v2' }, choices(), true],
  ['the full name', { host: 'checkout.shop.svc.cluster.local', subset: 'v2' }, choices(), true],
  ['no pods', { host: 'checkout', subset: 'v3' }, choices(), false],
  ['no such version', { host: 'checkout', subset: 'v9' }, choices(), false],
  ['no rule', { host: 'checkout', subset: 'v2' }, choices({ subsets: [] }), false],
  ['two rules', { host: 'checkout', subset: 'v2' }, choices({ subsets: [...host.subsets, other] }), false],
  ['another host', { host: 'cart', subset: 'v2' }, choices(), false],
  ['nothing known', { host: 'checkout', subset: 'v2' }, null, false],
])('%s', (_what, params, known, found) => {
  expect(missingSubset(params, known)).toEqual(found ? { subset: 'v2', rule } : null);
});

test('the definition goes behind the others, and is made once', () => {
  const value = { name: 'v2', labels: { version: 'v2' } };
  expect(definingSubset({ spec: { subsets: [{ name: 'v1' }] } }, 'v2')).toEqual({
    op: 'insert',
    path: ['spec', 'subsets'],
    index: 1,
    value,
  });
  expect(definingSubset({ spec: { host: 'a' } }, 'v2')).toEqual({
    op: 'set',
    path: ['spec', 'subsets'],
    value: [value],
  });
  expect(definingSubset({ spec: { subsets: [value] } }, 'v2')).toBeNull();
});
