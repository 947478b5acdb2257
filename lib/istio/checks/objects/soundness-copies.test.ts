/** Of thousands of objects nearly all are sound as they are: no copy is made of them. */
import { expect, test } from 'vitest';
import { destinationRule, pod, routeTo, service } from '../testing/objects.ts';
import { judge } from './soundness.ts';

test.each([
  ['a VirtualService', routeTo('shop/web', { host: 'web' })],
  ['a DestinationRule', destinationRule('shop/web', { host: 'web' })],
  ['a Service', service('shop/web')],
  ['a Pod', pod('shop/web-1', { app: 'web' })],
])('%s is what it was', (_, object) => {
  expect(judge(object)).toEqual({ sound: object, observations: [] });
  expect(judge(object).sound).toBe(object);
});

test('where something goes, what is left is another object', () => {
  const object = destinationRule('shop/web', { host: 'web', nobody: 'knows' });
  expect(judge(object).sound?.metadata).toEqual(object.metadata);
  expect(judge(object).sound).not.toBe(object);
});
