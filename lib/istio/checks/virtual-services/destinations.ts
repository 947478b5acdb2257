/** Every place of a VirtualService that names a destination, with its path. */
import type { Path } from '../../admission/finding.ts';
import type { VirtualServiceSpec } from '../../generated/types.ts';
import type { Destination } from '../../routing/rules.ts';

export interface PlacedDestination {
  destination: Destination;
  path: Path;
  isMirror: boolean;
}

let last: { of: VirtualServiceSpec; found: readonly PlacedDestination[] } | null = null;

/** Several checks of one object ask one after the other. */
export function destinationsOf(spec: VirtualServiceSpec): readonly PlacedDestination[] {
  if (last?.of !== spec) last = { of: spec, found: placesIn(spec) };
  return last.found;
}

function placesIn(spec: VirtualServiceSpec): PlacedDestination[] {
  const found: PlacedDestination[] = [];
  for (const list of ['tcp', 'tls', 'http'] as const) {
    for (const [index, rule] of (spec[list] ?? []).entries()) {
      for (const [place, { destination }] of (rule.route ?? []).entries()) {
        found.push({
          destination,
          path: ['spec', list, index, 'route', place, 'destination'],
          isMirror: false,
        });
      }
    }
  }
  for (const [index, rule] of (spec.http ?? []).entries()) {
    const here = ['spec', 'http', index];
    if (rule.mirror) found.push({ destination: rule.mirror, path: [...here, 'mirror'], isMirror: true });
    for (const [place, { destination }] of (rule.mirrors ?? []).entries()) {
      found.push({ destination, path: [...here, 'mirrors', place, 'destination'], isMirror: true });
    }
  }
  return found;
}
