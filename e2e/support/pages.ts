/** Every page and layer that there is: each route of app/ at least once (pages.test.ts), and what stands over them. */
import { isRealCluster } from './demo.ts';
import { changedPlaces } from './places/changed.ts';
import { observedPlaces } from './places/observed.ts';
import type { Place } from './places/place.ts';
import { platformPlaces } from './places/platform.ts';

export const places: readonly Place[] = [...platformPlaces, ...observedPlaces, ...changedPlaces];

/** Those of the world that is looked at. */
export const placesHere = places.filter(({ onlyOnTheDemo }) => !isRealCluster || onlyOnTheDemo === undefined);
