/**
 * Where cards stood the last time, per picture, in the browser: a reload or another day shows the same picture. So many pictures
 * are remembered, the oldest is forgotten first.
 */
import type { PlacedCard } from '#lib/graph/layout/model.ts';

type Place = readonly [x: number, y: number, width: number, height: number];
const prefix = 'sluice-graph:';
/** Names of the remembered pictures, the newest first. */
const indexKey = 'sluice-graphs';
const mostCards = 4000;
export const mostPictures = 24;

export type PlaceStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

function isPlace(value: unknown): value is Place {
  return Array.isArray(value) && value.length === 4 && value.every(Number.isFinite);
}

export function recallPlaces(storage: PlaceStorage, picture: string): PlacedCard[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(prefix + picture) ?? '{}');
    const entries = Object.entries(kept ?? {});
    if (!entries.every((entry): entry is [string, Place] => isPlace(entry[1]))) return [];
    return entries.map(([id, [x, y, width, height]]) => ({ id, x, y, width, height }));
  } catch {
    // Storage can be forbidden by the browser, or hold what another version wrote.
    return [];
  }
}

function picturesIn(storage: PlaceStorage): string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(indexKey) ?? '[]');
    return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberPlaces(storage: PlaceStorage, picture: string, places: readonly PlacedCard[]): void {
  try {
    if (places.length === 0 || places.length > mostCards) {
      storage.removeItem(prefix + picture);
      return;
    }
    const entries = places.map(({ id, x, y, width, height }) => [id, [x, y, width, height]]);
    storage.setItem(prefix + picture, JSON.stringify(Object.fromEntries(entries)));
    const names = [picture, ...picturesIn(storage).filter((name) => name !== picture)];
    for (const name of names.slice(mostPictures)) storage.removeItem(prefix + name);
    storage.setItem(indexKey, JSON.stringify(names.slice(0, mostPictures)));
  } catch {
    // A full or forbidden storage costs the memory of places, nothing else.
  }
}
