import { expect, test } from 'vitest';
import { tracedNode } from './traces-link.tsx';

test.each([
  [
    { kind: 'app', namespace: 'shop', app: 'cart' },
    { namespace: 'shop', app: 'cart' },
  ],
  [{ kind: 'restricted', namespace: '', app: null }, null],
  [{ kind: 'external', namespace: '', app: null }, null],
  [{ kind: 'service', namespace: 'shop', app: null }, null],
] as const)('%o', (node, traced) => {
  expect(tracedNode(node)).toEqual(traced);
});
