import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Permission, permissions } from './permissions.ts';
import { combineRights, personaOf } from './rights.ts';

const all: Permission[] = ['seeTraffic', 'readWorkloads', 'readConfiguration', 'editRouting', 'administer'];

test.each<[string, Permission[]]>([
  ['none', []],
  ['none', ['editRouting', 'administer']],
  ['viewer', ['seeTraffic']],
  ['viewer', ['seeTraffic', 'readConfiguration', 'readWorkloads']],
  ['developer', ['seeTraffic', 'editRouting']],
  ['cluster-admin', ['seeTraffic', 'editRouting', 'administer']],
])('%s is who has %j', (persona, granted) => {
  expect(personaOf(new Set(granted))).toBe(persona);
});

test('a namespace appears exactly when its traffic may be seen', () => {
  const permissionSet = fc.uniqueArray(fc.constantFrom(...all)).map((list) => new Set(list));
  const perNamespace = fc
    .array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), permissionSet))
    .map((list) => new Map(list));
  fc.assert(
    fc.property(permissionSet, perNamespace, (meshWide, granted) => {
      const rights = combineRights(meshWide, granted);
      for (const [name, own] of granted) {
        const seen = meshWide.has('seeTraffic') || own.has('seeTraffic');
        expect(rights.namespaces.has(name)).toBe(seen);
        if (seen) expect(rights.namespaces.get(name)?.permissions).toEqual(new Set([...meshWide, ...own]));
      }
      expect(rights.allNamespaces).toBe(meshWide.has('seeTraffic'));
    }),
  );
});

test('the overall persona is the highest that holds anywhere', () => {
  const rights = combineRights(
    new Set(),
    new Map([
      ['a', new Set<Permission>(['seeTraffic'])],
      ['b', new Set<Permission>(['seeTraffic', 'editRouting'])],
    ]),
  );
  expect(rights.persona).toBe('developer');
});

test('no permission rests on a question about Secrets, and only editing asks for writes', () => {
  for (const [name, questions] of Object.entries(permissions)) {
    for (const { verb, resource } of questions) {
      expect(resource).not.toContain('secret');
      if (name !== 'editRouting' && name !== 'administer') expect(verb).toBe('list');
    }
  }
});
