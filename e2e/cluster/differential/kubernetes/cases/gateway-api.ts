/** Kinds of the Gateway API: what their schemas fill in, what they and their rules refuse, and in which versions. */
import type { Scenario, Step } from '../scenario.ts';

const one = (name: string, ...steps: Step[]): Scenario => ({ group: 'Gateway API', name, steps });
const group = 'gateway.networking.k8s.io';
const at = (plural: string, version = 'v1') => `/apis/${group}/${version}/namespaces/{ns}/${plural}`;
const object = (kind: string, name: string, spec: object, version = 'v1') => ({
  apiVersion: `${group}/${version}`,
  kind,
  metadata: { name },
  spec,
});
const route = (spec: object = {}) =>
  object('HTTPRoute', 'r', {
    parentRefs: [{ name: 'g' }],
    rules: [{ backendRefs: [{ name: 's', port: 80 }] }],
    ...spec,
  });
const gateway = (listener: object = {}) =>
  object('Gateway', 'g', {
    gatewayClassName: 'istio',
    listeners: [{ name: 'http', port: 80, protocol: 'HTTP', ...listener }],
  });
const grant = object(
  'ReferenceGrant',
  'g',
  { from: [{ group, kind: 'HTTPRoute', namespace: 'a' }], to: [{ group: '', kind: 'Service' }] },
  'v1beta1',
);
const post = (plural: string, body: unknown, version?: string): Step => ({
  // istiod writes the status of what is there: nothing is stored.
  line: `POST ${at(plural, version)}?dryRun=All`,
  body,
});

export const gatewayApiCases: readonly Scenario[] = [
  one('an HTTPRoute is filled in', post('httproutes', route())),
  one(
    'an HTTPRoute of before',
    post('httproutes', { ...route(), apiVersion: `${group}/v1beta1` }, 'v1beta1'),
  ),
  one('a Gateway is filled in', post('gateways', gateway())),
  one('a ReferenceGrant', post('referencegrants', grant, 'v1beta1')),
  one(
    'what is refused',
    post('httproutes', route({ rules: [{ matches: [{ path: { value: 'x' } }] }] })),
    post('httproutes', route({ rules: [{ filters: [{ type: 'CORS' }] }] })),
    post('httproutes', route({ rules: 'x' })),
    post('gateways', gateway({ port: 0 })),
    post('gateways', gateway({ protocol: 'TLS' })),
    post('gateways', object('Gateway', 'g', {})),
    post('referencegrants', { ...grant, spec: {} }, 'v1beta1'),
  ),
  one('unknown fields', post('httproutes', route({ hostname: 'x' })), {
    line: `POST ${at('httproutes')}?dryRun=All&fieldValidation=Strict`,
    body: route({ hostname: 'x' }),
  }),
];
