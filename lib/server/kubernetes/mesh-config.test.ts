import { expect, test } from 'vitest';
import { defaultMeshConfig } from '#lib/istio/objects.ts';
import { parseMeshConfig } from './mesh-config.ts';

test.each([
  ['', {}],
  ['a: [', {}],
  ['- 1', {}],
  ['rootNamespace: istio-config', { rootNamespace: 'istio-config' }],
  ['outboundTrafficPolicy:\n  mode: REGISTRY_ONLY', { outboundTrafficPolicy: 'REGISTRY_ONLY' }],
  ['outboundTrafficPolicy: nonsense', {}],
  ['enableAutoMtls: false\ntrustDomain: td', { enableAutoMtls: false }],
])('%j', (text, expected) => {
  expect(parseMeshConfig(text)).toEqual({ ...defaultMeshConfig, ...expected });
});
