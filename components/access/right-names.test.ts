import { expect, test } from 'vitest';
import { abilities } from '#lib/access/abilities.ts';
import { groupRights, resourceName } from './right-names.ts';

test('every kind that an ability asks about has a name of its own', () => {
  const asked = new Map(
    abilities.flatMap(({ questions }) => questions).map((one) => [`${one.group}/${one.resource}`, one]),
  );
  const names = [...asked.values()].map(resourceName);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[A-Z]/);
});

test.each([
  [[], []],
  [['get a/x', 'list a/x', 'get a/y', 'list a/y'], [{ verbs: ['get', 'list'], kinds: ['x', 'y'] }]],
  [
    ['get a/x', 'list a/x', 'get a/y'],
    [
      { verbs: ['get', 'list'], kinds: ['x'] },
      { verbs: ['get'], kinds: ['y'] },
    ],
  ],
])('%j', (texts, groups) => {
  const questions = texts.map((text) => {
    const [verb = '', kind = ''] = text.split(' ');
    return { verb, group: 'a', resource: kind.slice(2) };
  });
  expect(groupRights(questions)).toEqual(groups);
});

test('a word that every object inherits is a resource like others', () => {
  expect(resourceName({ group: '', resource: 'constructor' })).toBe('constructor');
});
