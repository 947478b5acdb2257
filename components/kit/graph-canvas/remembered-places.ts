/** Where cards stood the last time, per picture, in the browser: a reload or another day shows the same picture. */
import * as z from 'zod/mini';
import type { PlacedCard } from '#lib/graph/layout-model.ts';

const schema = z.record(z.string(), z.tuple([z.number(), z.number(), z.number(), z.number()]));
const prefix = 'sluice-graph:';
const mostCards = 4000;

export type PlaceStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export function recallPlaces(storage: PlaceStorage, picture: string): PlacedCard[] {
  try {
    const parsed = schema.safeParse(JSON.parse(storage.getItem(prefix + picture) ?? '{}'));
    if (!parsed.success) return [];
    return Object.entries(parsed.data).map(([id, [x, y, width, height]]) => ({ id, x, y, width, height }));
  } catch {
    // Storage can be forbidden by the browser, or hold what another version wrote.
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
  } catch {
    // A full or forbidden storage costs the memory of places, nothing else.
  }
}
