import { expect, test } from 'vitest';
import { mostPictures, type PlaceStorage, recallPlaces, rememberPlaces } from './remembered-places.ts';

function memory(initial: Record<string, string> = {}): PlaceStorage & { entries: Map<string, string> } {
  const entries = new Map(Object.entries(initial));
  return {
    entries,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  };
}

const places = [{ id: 'a', x: 10, y: 20, width: 100, height: 40 }];

test('places come back, each picture with its own', () => {
  const storage = memory();
  rememberPlaces(storage, 'one', places);
  expect(recallPlaces(storage, 'one')).toEqual(places);
  expect(recallPlaces(storage, 'two')).toEqual([]);
});

test.each(['{', '[]', '{"a":[1,2]}', '{"a":"x"}', 'null', ''])('what is not ours is ignored: %s', (text) => {
  expect(recallPlaces(memory({ 'sluice-graph:one': text }), 'one')).toEqual([]);
});

test('a forbidden or full storage costs nothing but the memory', () => {
  const forbidden: PlaceStorage = {
    getItem: () => {
      throw new DOMException('denied', 'SecurityError');
    },
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
    removeItem: () => {},
  };
  expect(() => rememberPlaces(forbidden, 'one', places)).not.toThrow();
  expect(recallPlaces(forbidden, 'one')).toEqual([]);
});

test('a picture without cards is forgotten', () => {
  const storage = memory();
  rememberPlaces(storage, 'one', places);
  rememberPlaces(storage, 'one', []);
  expect(recallPlaces(storage, 'one')).toEqual([]);
});

test('the oldest pictures are forgotten, those used again are not', () => {
  const storage = memory();
  rememberPlaces(storage, 'first', places);
  rememberPlaces(storage, 'second', places);
  rememberPlaces(storage, 'first', places);
  for (let index = 2; index <= mostPictures; index++) rememberPlaces(storage, `picture ${index}`, places);
  expect(recallPlaces(storage, 'first')).toEqual(places);
  expect(recallPlaces(storage, 'second')).toEqual([]);
  expect(storage.entries.size).toBe(mostPictures + 1);
});
