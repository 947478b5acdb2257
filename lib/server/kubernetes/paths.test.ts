import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAppError } from '../app-error.ts';
import { ApiPath, collectionPath, fixedPaths, objectPath } from './paths.ts';
import { resources } from './resources.ts';

const hostile = [
  '',
  '.',
  '..',
  'a/b',
  '%2e%2e',
  '%2e%2e%2f',
  '%252e%252e',
  '..;/',
  '\\',
  '%00',
  '\0',
  'A',
  'a'.repeat(254),
  'a b',
  'a?b',
  'a#b',
  ' a',
  'a\n',
  'a\r\nImpersonate-User: admin',
  'reviews.',
  '.reviews',
  '-a',
  'a-',
  ':8080@evil',
  'https:grafana:443',
  'grafana:80/proxy/..',
  'a"} or vector(1)#',
  'rеviews',
];

function refused(build: () => unknown): string | null {
  try {
    build();
    return null;
  } catch (error) {
    return isAppError(error) ? error.code : String(error);
  }
}

describe('the maker of paths', () => {
  test.each(hostile)('%j is no name of an object', (name) => {
    expect(refused(() => objectPath(resources.virtualServices, 'bookinfo', name))).toBe('invalid');
    expect(refused(() => objectPath(resources.namespaces, null, name))).toBe('invalid');
  });

  test.each([...hostile, 'a.b', 'a'.repeat(64)])('%j is no namespace', (namespace) => {
    expect(refused(() => objectPath(resources.virtualServices, namespace, 'reviews'))).toBe('invalid');
    expect(refused(() => collectionPath(resources.virtualServices, namespace))).toBe('invalid');
  });

  test('a namespaced object needs its namespace', () => {
    expect(refused(() => objectPath(resources.virtualServices, null, 'reviews'))).toBe('invalid');
  });

  test('good names give the path of that very object', () => {
    expect(objectPath(resources.virtualServices, 'bookinfo', 'reviews.v1').text).toBe(
      '/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices/reviews.v1',
    );
    expect(objectPath(resources.pods, 'shop', 'cart-0').text).toBe('/api/v1/namespaces/shop/pods/cart-0');
    expect(collectionPath(resources.services, null).text).toBe('/api/v1/services');
  });

  test('SEC-15 whatever the name, the path means one object or there is none: 10,000 of them', () => {
    // Any text at all is hardly ever a name: most are made of what names are, with some of what they are not.
    const near = fc.string({
      unit: fc.constantFrom(
        ...'abcdefghijklmnopqrstuvwxyz0123456789--',
        '/',
        '%2e',
        '\\',
        ':',
        '?',
        '#',
        '\t',
        'é',
      ),
    });
    const names = fc.oneof(fc.string({ unit: 'binary' }), { weight: 3, arbitrary: near });
    let built = 0;
    fc.assert(
      fc.property(names, names, (namespace, name) => {
        const build = () => objectPath(resources.virtualServices, namespace, name);
        if (refused(build) !== null) return;
        const { text, scope } = build();
        built += 1;
        expect(scope).toBe('object');
        // A URL parser, which resolves dots and drops tabs, must see the very same path.
        expect(new URL(text, 'https://cluster.test').pathname).toBe(text);
        expect(text.split('/')).toHaveLength(8);
      }),
      { numRuns: 10_000 },
    );
    expect(built).toBeGreaterThan(100);
  });

  test('nobody else makes a path', () => {
    expect(() => new ApiPath(Symbol('mine') as never, '/api/v1/secrets', 'collection')).toThrow(TypeError);
  });

  test('no path leads to a Secret', () => {
    const paths = [
      ...Object.values(resources).map((resource) => collectionPath(resource, null).text),
      ...Object.values(fixedPaths).map(({ text }) => text),
    ];
    expect(paths.filter((path) => path.includes('secret'))).toEqual([]);
  });
});
