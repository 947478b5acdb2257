import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyJsonPatch } from './json-patch.ts';
import { applyMergePatch } from './merge-patch.ts';
import { applyStrategicMergePatch } from './strategic-merge-patch.ts';

describe('JSON patch (RFC 6902, appendix A)', () => {
  test.each<[what: string, document: unknown, patch: unknown, expected: unknown]>([
    ['add a member', { foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { foo: 'bar', baz: 'qux' }],
    [
      'add an element',
      { foo: ['bar', 'baz'] },
      [{ op: 'add', path: '/foo/1', value: 'qux' }],
      { foo: ['bar', 'qux', 'baz'] },
    ],
    ['remove a member', { baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
    [
      'remove an element',
      { foo: ['bar', 'qux', 'baz'] },
      [{ op: 'remove', path: '/foo/1' }],
      { foo: ['bar', 'baz'] },
    ],
    ['replace', { baz: 'qux' }, [{ op: 'replace', path: '/baz', value: 'boo' }], { baz: 'boo' }],
    [
      'move a value',
      { foo: { bar: 'baz', waldo: 'fred' }, qux: {} },
      [{ op: 'move', from: '/foo/waldo', path: '/qux/thud' }],
      { foo: { bar: 'baz' }, qux: { thud: 'fred' } },
    ],
    [
      'move an element',
      { foo: ['all', 'grass', 'cows', 'eat'] },
      [{ op: 'move', from: '/foo/1', path: '/foo/3' }],
      { foo: ['all', 'cows', 'eat', 'grass'] },
    ],
    ['copy', { a: { b: 1 } }, [{ op: 'copy', from: '/a', path: '/c' }], { a: { b: 1 }, c: { b: 1 } }],
    [
      'test',
      { baz: 'qux', foo: ['a', 2] },
      [{ op: 'test', path: '/foo/1', value: 2 }],
      { baz: 'qux', foo: ['a', 2] },
    ],
    ['append', { foo: ['bar'] }, [{ op: 'add', path: '/foo/-', value: ['abc'] }], { foo: ['bar', ['abc']] }],
    [
      'escaped keys',
      { '/': 9, '~1': 10 },
      [
        { op: 'replace', path: '/~1', value: 1 },
        { op: 'replace', path: '/~01', value: 2 },
      ],
      { '/': 1, '~1': 2 },
    ],
    [
      'ignored members',
      { foo: 'bar' },
      [{ op: 'add', path: '/baz', value: 1, xyz: 123 }],
      { foo: 'bar', baz: 1 },
    ],
  ])('%s', (_what, document, patch, expected) => {
    expect(applyJsonPatch(document, patch)).toEqual({ ok: true, value: expected });
  });

  test.each<[what: string, document: unknown, patch: unknown, step: string]>([
    ['a failing test', { baz: 'qux' }, [{ op: 'test', path: '/baz', value: 'bar' }], 'apply'],
    ['a test of another type', { a: 10 }, [{ op: 'test', path: '/a', value: '10' }], 'apply'],
    ['a missing parent', { foo: 'bar' }, [{ op: 'add', path: '/baz/bat', value: 1 }], 'apply'],
    ['an absent member', {}, [{ op: 'remove', path: '/a' }], 'apply'],
    ['an inherited member', {}, [{ op: 'remove', path: '/toString' }], 'apply'],
    ['an index past the end', { a: [1] }, [{ op: 'add', path: '/a/2', value: 1 }], 'apply'],
    ['an index with a leading zero', { a: [1, 2] }, [{ op: 'remove', path: '/a/01' }], 'apply'],
    ['the whole document', {}, [{ op: 'replace', path: '', value: 1 }], 'apply'],
    ['an unknown operation', {}, [{ op: 'twist', path: '/a' }], 'apply'],
    ['no list', {}, {}, 'decode'],
    ['no operation', {}, [1], 'decode'],
  ])('%s fails', (_what, document, patch, step) => {
    expect(applyJsonPatch(document, patch)).toMatchObject({ ok: false, error: { step } });
  });

  test('never changes the document that it is given', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.string(),
        fc.jsonValue(),
        (document, key, value) => {
          const copy = structuredClone(document);
          const path = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
          applyJsonPatch(document, [
            { op: 'add', path, value },
            { op: 'remove', path },
          ]);
          expect(document).toEqual(copy);
        },
      ),
    );
  });
});

describe('merge patch (RFC 7386, appendix A)', () => {
  test.each<[document: unknown, patch: unknown, expected: unknown]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j is %j', (document, patch, expected) => {
    expect(applyMergePatch(document, patch)).toEqual(expected);
  });

  test('a second time changes nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (document, patch) => {
        const once = applyMergePatch(document, patch);
        expect(applyMergePatch(once, patch)).toEqual(once);
      }),
    );
  });
});

describe('strategic merge patch', () => {
  const a = { name: 'a', image: 'a:1' };
  const b = { name: 'b', image: 'b:1' };
  test.each<[what: string, plural: string, document: unknown, patch: unknown, expected: unknown]>([
    [
      'merges by name',
      'pods',
      { containers: [a, b] },
      { containers: [{ name: 'b', image: 'b:2' }] },
      { containers: [a, { name: 'b', image: 'b:2' }] },
    ],
    ['adds before the rest', 'pods', { containers: [a] }, { containers: [b] }, { containers: [b, a] }],
    [
      'deletes an entry',
      'pods',
      { containers: [a, b] },
      { containers: [{ name: 'a', $patch: 'delete' }] },
      { containers: [b] },
    ],
    [
      'replaces a list',
      'pods',
      { containers: [a] },
      { containers: [{ $patch: 'replace' }, b] },
      { containers: [b] },
    ],
    [
      'replaces a map',
      'pods',
      { labels: { x: '1' } },
      { labels: { $patch: 'replace', y: '2' } },
      { labels: { y: '2' } },
    ],
    [
      'orders',
      'pods',
      { containers: [a] },
      { $setElementOrder: 0, '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }], containers: [b] },
      { containers: [b, a] },
    ],
    [
      'keeps named keys',
      'deployments',
      { strategy: { type: 'RollingUpdate', rollingUpdate: {} } },
      { strategy: { $retainKeys: ['type'], type: 'Recreate' } },
      { strategy: { type: 'Recreate' } },
    ],
    [
      'deletes of a primitive list',
      'pods',
      { finalizers: ['x', 'y'] },
      { '$deleteFromPrimitiveList/finalizers': ['x'] },
      { finalizers: ['y'] },
    ],
    [
      'joins a primitive set',
      'pods',
      { finalizers: ['x'] },
      { finalizers: ['y', 'x'] },
      { finalizers: ['x', 'y'] },
    ],
    ['removes with null', 'pods', { a: 1, b: 2 }, { a: null }, { b: 2 }],
    ['replaces lists without a key', 'pods', { args: ['a', 'b'] }, { args: ['c'] }, { args: ['c'] }],
    [
      'ports of a container',
      'pods',
      { ports: [{ containerPort: 1, name: 'x' }] },
      { ports: [{ containerPort: 1, name: 'y' }] },
      { ports: [{ containerPort: 1, name: 'y' }] },
    ],
    [
      'ports of a service',
      'services',
      { ports: [{ port: 1 }, { port: 2 }] },
      { ports: [{ port: 2, name: 'y' }] },
      { ports: [{ port: 1 }, { port: 2, name: 'y' }] },
    ],
    [
      'ports of a slice',
      'endpointslices',
      { ports: [{ port: 1 }] },
      { ports: [{ port: 2 }] },
      { ports: [{ port: 2 }] },
    ],
  ])('%s', (_what, plural, document, patch, expected) => {
    expect(applyStrategicMergePatch(plural, document, patch)).toEqual(expected);
  });
});
