/** Kinds of the Gateway API: what their schemas fill in, what they and their rules refuse, and how they are shown. */
import type { Scenario, Step } from '../scenario.ts';
import { patchTypes } from './objects.ts';

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
  line: `POST ${at(plural, version)}`,
  body,
});

export const gatewayApiCases: readonly Scenario[] = [
  one(
    'an HTTPRoute is filled in',
    post('httproutes', route()),
    { line: `GET ${at('httproutes')}/r` },
    {
      line: `GET ${at('httproutes', 'v1beta1')}`,
    },
  ),
  one('a Gateway is filled in', post('gateways', gateway()), { line: `GET ${at('gateways')}` }),
  one('a ReferenceGrant', post('referencegrants', grant, 'v1beta1'), {
    line: `GET ${at('referencegrants', 'v1beta1')}/g`,
  }),
  one('a patched route', post('httproutes', route()), {
    line: `PATCH ${at('httproutes')}/r`,
    body: { spec: { rules: [{ matches: [{ path: { value: '/x' } }] }] } },
    headers: patchTypes.merge,
  }),
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
    line: `POST ${at('httproutes')}?fieldValidation=Strict`,
    body: route({ hostname: 'x' }),
  }),
];
