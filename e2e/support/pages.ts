/** Every page and layer that there is: each route of app/ at least once (pages.test.ts), and what stands over them. */
import { changedPlaces } from './places/changed.ts';
import { observedPlaces } from './places/observed.ts';
import type { Place } from './places/place.ts';
import { platformPlaces } from './places/platform.ts';

export const places: readonly Place[] = [...platformPlaces, ...observedPlaces, ...changedPlaces];
