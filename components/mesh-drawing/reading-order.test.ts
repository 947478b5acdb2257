import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { inReadingOrder } from './reading-order.ts';

const node = (namespace: string, name: string, id = `${namespace}/${name}`) => ({
  cluster: 'here',
  namespace,
  name,
  id,
});

test('namespaces by name, apps by name inside, what is in no namespace last, the nameless after the named', () => {
  const ids = inReadingOrder([
    node('', '', 'restricted/1'),
    node('', 'api.example'),
    node('shop', 'cart', 'v2'),
    node('bookinfo', 'reviews'),
    node('shop', 'cart', 'v1'),
    node('bookinfo', 'details'),
  ]).map(({ id }) => id);
  expect(ids).toEqual(['bookinfo/details', 'bookinfo/reviews', 'v1', 'v2', '/api.example', 'restricted/1']);
});

test('does not depend on the order in which things come', () => {
  const names = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', ''), fc.string()), {
    selector: (pair) => pair.join('/'),
  });
  void fc.assert(
    fc.property(names, (pairs) => {
      const nodes = pairs.map(([namespace, name]) => node(namespace, name));
      expect(inReadingOrder(nodes.toReversed())).toEqual(inReadingOrder(nodes));
    }),
  );
});
