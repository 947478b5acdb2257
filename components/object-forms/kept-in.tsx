'use client';
/** What no field shows, in the card that it belongs to; what belongs to none, at the end of the form. */
import type { Path } from '#lib/document/json.ts';
import { isBelow, placeName, useForm } from './form-context.ts';
import { KeptPlace } from './kept-place.tsx';

/** Cards of the form itself, not those inside of cards. */
const cardDepth = 3;

/** `path`: of a card; null for the rest. */
export function KeptIn({ path }: { path: Path | null }) {
  const { kept } = useForm();
  if (path !== null && path.length !== cardDepth) return null;
  const own = kept.filter((place) =>
    path === null ? typeof place[cardDepth - 1] !== 'number' : isBelow(place, path),
  );
  return own.map((place) => (
    <KeptPlace
      key={placeName(place)}
      path={place}
      name={place.slice(path === null ? 1 : path.length).join('.')}
    />
  ));
}
