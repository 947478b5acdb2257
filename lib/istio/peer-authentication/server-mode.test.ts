import { expect, test } from 'vitest';
import { noObjects, type PeerAuthentication } from '../objects.ts';
import { type MtlsLayer, type MtlsMode, mtlsPolicies, namespaceMode, serverMode } from './server-mode.ts';

type Spec = NonNullable<PeerAuthentication['spec']>;

function policy(namespace: string, name: string, spec: Spec, day = 1): PeerAuthentication {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { namespace, name, creationTimestamp: `2026-01-0${day}T00:00:00Z` },
    spec,
  };
}

const mode = (text: NonNullable<Spec['mtls']>['mode']): Spec => ({ mtls: { mode: text } });
const forApp = (app: string, spec: Spec): Spec => ({ ...spec, selector: { matchLabels: { app } } });

test.each<[string, PeerAuthentication[], MtlsMode, MtlsLayer, Record<number, MtlsMode>?]>([
  ['nothing said', [], 'PERMISSIVE', 'default'],
  ['the mesh', [policy('istio-system', 'default', mode('STRICT'))], 'STRICT', 'mesh'],
  [
    'the namespace before the mesh',
    [policy('istio-system', 'default', mode('STRICT')), policy('app', 'default', mode('DISABLE'))],
    'DISABLE',
    'namespace',
  ],
  [
    'UNSET leaves what is above',
    [policy('istio-system', 'default', mode('STRICT')), policy('app', 'default', mode('UNSET'))],
    'STRICT',
    'mesh',
  ],
  ['no mtls at all leaves it too', [policy('app', 'default', {})], 'PERMISSIVE', 'default'],
  [
    'the oldest of a layer',
    [policy('app', 'young', mode('DISABLE'), 3), policy('app', 'old', mode('STRICT'), 2)],
    'STRICT',
    'namespace',
  ],
  [
    'the workload before all',
    [policy('app', 'default', mode('STRICT')), policy('app', 'web', forApp('web', mode('PERMISSIVE')))],
    'PERMISSIVE',
    'workload',
  ],
  [
    'another workload’s policy says nothing',
    [policy('app', 'default', mode('STRICT')), policy('app', 'db', forApp('db', mode('DISABLE')))],
    'STRICT',
    'namespace',
  ],
  [
    'a selector in the root namespace reaches nobody',
    [policy('istio-system', 'web', forApp('web', mode('STRICT')))],
    'PERMISSIVE',
    'default',
  ],
  ['another namespace', [policy('other', 'default', mode('STRICT'))], 'PERMISSIVE', 'default'],
  [
    'ports, of which UNSET is the workload’s',
    [
      policy('app', 'web', {
        ...forApp('web', mode('STRICT')),
        portLevelMtls: { 8080: { mode: 'DISABLE' }, 9090: { mode: 'UNSET' } },
      }),
    ],
    'STRICT',
    'workload',
    { 8080: 'DISABLE', 9090: 'STRICT' },
  ],
])('%s', (_, peerAuthentications, expected, layer, ports = {}) => {
  const policies = mtlsPolicies({ ...noObjects, peerAuthentications });
  const found = serverMode(policies, 'app', { app: 'web' });
  expect({ ...found, policy: undefined, ports: Object.fromEntries(found.ports) }).toEqual({
    mode: expected,
    layer,
    policy: undefined,
    ports,
  });
});

test('a namespace without a workload takes no notice of selectors', () => {
  const policies = mtlsPolicies({
    ...noObjects,
    peerAuthentications: [policy('app', 'web', forApp('web', mode('STRICT')))],
  });
  expect(namespaceMode(policies, 'app')).toMatchObject({ mode: 'PERMISSIVE', layer: 'default' });
});
