/** The patch, applied by a reader of RFC 6902, gives the wished value. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { equalJson, isJsonObject, type Json } from '../json.ts';
import { byName } from '../match-items.ts';
import { jsonPatch, type PatchStep, pointer } from './json-patch.ts';

/** Plain and strict: every parent must exist, `test` must hold. */
function applied(value: Json, patch: readonly PatchStep[]): Json {
  let root = structuredClone(value);
  for (const step of patch) {
    const path = step.path
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = path.pop();
    if (last === undefined) {
      if (step.op === 'test') expect(equalJson(root, step.value)).toBe(true);
      else if (step.op !== 'remove') root = structuredClone(step.value);
      continue;
    }
    let parent: Json | undefined = root;
    for (const part of path) {
      parent = Array.isArray(parent) ? parent[Number(part)] : isJsonObject(parent) ? parent[part] : undefined;
    }
    if (Array.isArray(parent)) {
      const index = Number(last);
      if (step.op === 'test') expect(equalJson(parent[index], step.value)).toBe(true);
      else if (step.op === 'add') parent.splice(index, 0, structuredClone(step.value));
      else if (step.op === 'remove') parent.splice(index, 1);
      else parent[index] = structuredClone(step.value);
    } else if (isJsonObject(parent)) {
      if (step.op === 'test') expect(equalJson(parent[last], step.value)).toBe(true);
      else if (step.op === 'remove') {
        expect(Object.hasOwn(parent, last)).toBe(true);
        delete parent[last];
      } else parent[last] = structuredClone(step.value);
    } else throw new Error(`no parent at ${step.path}`);
  }
  return root;
}

const scalar = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom('a', 'b', 'c/d~e'), fc.boolean());
const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('name', 'x', 'y/z', 'w~v'), tie('tree'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
}));

test('any difference', () => {
  fc.assert(
    fc.property(tree, tree, (before, after) => {
      expect(equalJson(applied(before, jsonPatch(before, after, byName)), after)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('a weight is one replaced field, and a test that nobody else changed it', () => {
  const route = (weight: number): Json => ({ spec: { http: [{ name: 'a' }, { name: 'b', weight }] } });
  expect(jsonPatch(route(100), route(75), byName)).toEqual([
    { op: 'test', path: '/spec/http/1/weight', value: 100 },
    { op: 'replace', path: '/spec/http/1/weight', value: 75 },
  ]);
});

test('a new item is added where it belongs; a new order is the list written whole', () => {
  const list = (...names: string[]): Json => names.map((name) => ({ name }));
  expect(jsonPatch(list('a', 'c'), list('a', 'b', 'c'), byName)).toEqual([
    { op: 'add', path: '/1', value: { name: 'b' } },
  ]);
  expect(jsonPatch(list('a', 'b'), list('b', 'a'), byName).map(({ op }) => op)).toEqual(['test', 'replace']);
});

test('pointers escape what they must', () => {
  expect(pointer(['metadata', 'annotations', 'a/b~c'])).toBe('/metadata/annotations/a~1b~0c');
});
