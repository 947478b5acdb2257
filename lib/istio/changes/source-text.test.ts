import { expect, test } from 'vitest';
import { sourceText } from './source-text.ts';

const source = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: web # ours
  namespace: shop
spec:
  hosts: [web]   # as it was
`;

test('what the API server writes is not in it, and all else as it was', () => {
  const live = `${source.replace(
    '  namespace: shop\n',
    `  namespace: shop
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"a":1}
  uid: 1-2
  resourceVersion: "7"
  generation: 3
  creationTimestamp: "2026-01-01T00:00:00Z"
  managedFields:
  - manager: x
`,
  )}status:
  observedGeneration: 3
`;
  expect(sourceText(live)).toBe(source);
});

test('annotations of others stay', () => {
  const live = source.replace(
    '  namespace: shop\n',
    '  namespace: shop\n  annotations:\n    team: a\n    kubectl.kubernetes.io/last-applied-configuration: x\n',
  );
  expect(sourceText(live)).toBe(
    source.replace('  namespace: shop\n', '  namespace: shop\n  annotations:\n    team: a\n'),
  );
});

test.each(['', 'a: [', source])('%j is left as it is', (text) => {
  expect(sourceText(text)).toBe(text);
});
