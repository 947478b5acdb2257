import { expect, test } from 'vitest';
import { builtInProviders } from '#lib/istio/extension-providers.ts';
import { defaultMeshConfig } from '#lib/istio/objects.ts';
import { parseMeshConfig } from './mesh-config.ts';

test.each([
  ['', {}],
  ['a: [', {}],
  ['- 1', {}],
  ['rootNamespace: istio-config', { rootNamespace: 'istio-config' }],
  ['outboundTrafficPolicy:\n  mode: REGISTRY_ONLY', { outboundTrafficPolicy: 'REGISTRY_ONLY' }],
  ['outboundTrafficPolicy: nonsense', {}],
  [
    'extensionProviders:\n- name: opa\n  envoyExtAuthzGrpc: {port: 9191}',
    {
      extensionProviders: [
        { name: 'envoy', type: 'envoyFileAccessLog' },
        { name: 'opa', type: 'envoyExtAuthzGrpc' },
        { name: 'prometheus', type: 'prometheus' },
        { name: 'stackdriver', type: 'stackdriver' },
      ],
    },
  ],
  ['enableAutoMtls: false\ntrustDomain: td', { enableAutoMtls: false }],
])('%j', (text, expected) => {
  expect(parseMeshConfig(text)).toEqual({
    ...defaultMeshConfig,
    extensionProviders: builtInProviders,
    ...expected,
  });
});
