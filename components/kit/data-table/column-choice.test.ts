import { expect, it } from 'vitest';
import { normalizeChoice, recallChoice, rememberChoice } from './column-choice.ts';

const columns = [{ id: 'name' }, { id: 'rate' }, { id: 'age', extra: true }];

it.each([
  [null, null],
  [['rate', 'name'], null],
  [['age'], ['name', 'age']],
  [
    ['age', 'rate'],
    ['name', 'rate', 'age'],
  ],
  [['name'], ['name']],
  [['nothing'], null],
])('%j is kept as %j', (chosen, kept) => {
  expect(normalizeChoice(columns, chosen)).toEqual(kept);
});

it('is remembered for each table, and forgotten with the default', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  rememberChoice(storage, 'services', ['name', 'age']);
  expect([recallChoice(storage, 'services'), recallChoice(storage, 'workloads')]).toEqual([
    ['name', 'age'],
    null,
  ]);
  rememberChoice(storage, 'services', null);
  expect(kept.size).toBe(0);
});

it('costs nothing but the memory where storage is forbidden', () => {
  const forbidden = () => {
    throw new Error('forbidden');
  };
  const storage = { getItem: forbidden, setItem: forbidden, removeItem: forbidden };
  rememberChoice(storage, 'services', ['name']);
  expect(recallChoice(storage, 'services')).toBeNull();
});
