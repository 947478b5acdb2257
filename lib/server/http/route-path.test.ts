import { describe, expect, test } from 'vitest';
import type { RouteContract } from '#lib/api/route-contract.ts';
import { isAppError } from '../app-error.ts';
import type { Operation } from './operation.ts';
import { checkNames, createRouteFinder } from './route-path.ts';

function operation(method: RouteContract['method'], path: RouteContract['path']): Operation {
  const route = { method, path, summary: '', access: 'public', writes: false } as const;
  return { route: { ...route, query: null, body: null, answer: null }, run: async () => ({ kind: 'empty' }) };
}

const find = createRouteFinder([
  operation('GET', '/api/v1/graph'),
  operation('GET', '/api/v1/namespaces/{namespace}/services/{service}'),
  operation('GET', '/api/v1/namespaces/{namespace}/workloads/{name}'),
  operation('GET', '/api/v1/namespaces/{namespace}/pods/{name}/log'),
]);

function refusal(method: string, path: string): string {
  try {
    checkNames(find(method, path).parameters);
  } catch (error) {
    return isAppError(error) ? error.code : String(error);
  }
  return 'found';
}

describe('a path with names', () => {
  test.each([
    ['/api/v1/graph', '/api/v1/graph', {}],
    [
      '/api/v1/namespaces/shop/services/cart',
      '/api/v1/namespaces/{namespace}/services/{service}',
      { namespace: 'shop', service: 'cart' },
    ],
    [
      '/api/v1/namespaces/a-1/services/paycard.example',
      '/api/v1/namespaces/{namespace}/services/{service}',
      { namespace: 'a-1', service: 'paycard.example' },
    ],
    [
      '/api/v1/namespaces/shop/services/*.tiles.example',
      '/api/v1/namespaces/{namespace}/services/{service}',
      { namespace: 'shop', service: '*.tiles.example' },
    ],
    [
      '/api/v1/namespaces/shop/pods/cart-0/log',
      '/api/v1/namespaces/{namespace}/pods/{name}/log',
      { namespace: 'shop', name: 'cart-0' },
    ],
  ])('%s is answered by %s', (path, route, parameters) => {
    const found = find('GET', path);
    expect(found.operation.route.path).toBe(route);
    expect(found.parameters).toEqual(parameters);
  });

  test.each([
    ['/api/v1/namespaces/../services/cart', 'invalid'],
    ['/api/v1/namespaces//services/cart', 'invalid'],
    ['/api/v1/namespaces/shop/services/', 'invalid'],
    ['/api/v1/namespaces/shop/services/..', 'invalid'],
    ['/api/v1/namespaces/shop/services/%2e%2e', 'invalid'],
    ['/api/v1/namespaces/shop.x/services/cart', 'invalid'],
    ['/api/v1/namespaces/Shop/services/cart', 'invalid'],
    ['/api/v1/namespaces/shop/services/__proto__', 'invalid'],
    [`/api/v1/namespaces/shop/services/${'a'.repeat(254)}`, 'invalid'],
    ['/api/v1/namespaces/shop/services/*', 'invalid'],
    ['/api/v1/namespaces/shop/services/*.*.example', 'invalid'],
    ['/api/v1/namespaces/*.shop/services/cart', 'invalid'],
    ['/api/v1/namespaces/shop/workloads/*.example', 'invalid'],
    ['/api/v1/namespaces/shop/services', 'not-found'],
    ['/api/v1/namespaces/shop/services/cart/log', 'not-found'],
    ['/api/v1/namespaces/shop/secrets/cart', 'not-found'],
  ])('inputs 23 and 24: %s: %s', (path, code) => expect(refusal('GET', path)).toBe(code));

  test('another method is told from another path', () => {
    expect(refusal('DELETE', '/api/v1/namespaces/shop/services/cart')).toBe('method-not-allowed');
  });
});
