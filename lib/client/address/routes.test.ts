/** Every address, as a person would see it: a change here changes links that people keep. */
import { describe, expect, it } from 'vitest';
import { apiRoutes, routes } from './routes.ts';

describe('routes', () => {
  it.each([
    [routes.overview(), '/overview'],
    [
      routes.overview({ namespaces: ['bookinfo', 'shop'], range: '1h' }),
      '/overview?ns=bookinfo,shop&range=1h',
    ],
    [routes.overview({ namespaces: null, range: null }), '/overview'],
    [routes.graph({ namespaces: ['shop'] }, 'w/shop/cart'), '/graph?ns=shop&focus=w/shop/cart'],
    [routes.graph(undefined, 'a&b=c d'), '/graph?focus=a%26b%3Dc+d'],
    [
      routes.podLog({ namespace: 'shop', name: 'cart-v1' }, 'cart-v1-x', {
        namespaces: ['shop'],
        range: null,
      }),
      '/workloads/shop/cart-v1?tab=logs&pod=cart-v1-x&ns=shop',
    ],
    [routes.settings(), '/settings'],
    [routes.login(), '/login'],
    [routes.login('/graph?ns=a,b', true), '/login?returnTo=/graph%3Fns%3Da,b&ended=1'],
    [apiRoutes.search('a b&c'), '/api/v1/search?q=a+b%26c'],
    [apiRoutes.overview({ namespaces: 'a,b', range: '30m' }), '/api/v1/overview?namespaces=a,b&range=30m'],
    [
      apiRoutes.split({ namespace: 'shop', name: 'a/b' }, { release: 'r7' }),
      '/api/v1/splits/shop/a%2Fb?release=r7',
    ],
    [apiRoutes.actOnSplit({ namespace: 'shop', name: 'cart' }), '/api/v1/splits/shop/cart/act'],
    [apiRoutes.decideSplit({ namespace: 'shop', name: 'p1' }), '/api/v1/splits/proposals/shop/p1'],
    [apiRoutes.graph({ type: 'app', window: '5m' }), '/api/v1/graph?type=app&window=5m'],
  ])('%s', (built, expected) => {
    expect(built).toBe(expected);
  });
});
