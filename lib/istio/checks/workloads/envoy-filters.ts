/**
 * Patches of EnvoyFilters that depend on the order of filters (IST0151, IST0155) or that Envoy's configuration has no place
 * for (IST0152 to IST0154). Mirrors analyzers/envoyfilter/envoyfilter.go.
 */
import type { EnvoyFilter } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import type { CheckedObject } from '../view/view.ts';

type ConfigPatch = NonNullable<NonNullable<EnvoyFilter['spec']>['configPatches']>[number];

const routeTargets = new Set<string | undefined>(['ROUTE_CONFIGURATION', 'HTTP_ROUTE']);
const replaceTargets = new Set<string | undefined>(['NETWORK_FILTER', 'HTTP_FILTER', 'VIRTUAL_HOST']);

export function checkEnvoyPatches({ object }: CheckedObject<EnvoyFilter>): Observation[] {
  const { configPatches = [], priority = 0 } = object.spec ?? {};
  const byVersion = new Set<string>();
  const found: Observation[] = [];
  for (const [index, entry] of configPatches.entries()) {
    const { applyTo, patch, match } = entry;
    if (!patch) break;
    const path = ['spec', 'configPatches', index];
    const wrong = misplaced(patch.operation, applyTo);
    const filter = filterName(entry);
    if (wrong) found.push(observe(wrong, [...path, 'applyTo'], { target: applyTo ?? '' }));
    else if (isRelative(patch.operation) && priority === 0) {
      found.push(
        observe(byVersion.has(filter) ? 'IST0155' : 'IST0151', path, { operation: patch.operation ?? '' }),
      );
    }
    if (match?.proxy?.proxyVersion) byVersion.add(filter);
  }
  return found;
}

function misplaced(operation: string | undefined, target: string | undefined) {
  if (operation === 'ADD') return routeTargets.has(target) ? 'IST0153' : null;
  if (operation === 'REMOVE') return routeTargets.has(target) ? 'IST0154' : null;
  if (operation === 'REPLACE') return replaceTargets.has(target) ? null : 'IST0152';
  return null;
}

function isRelative(operation: string | undefined): boolean {
  return ['REMOVE', 'REPLACE', 'INSERT_BEFORE', 'INSERT_AFTER'].includes(operation ?? '');
}

/** Of the value, else of the filter that is looked for. */
function filterName({ patch, match }: ConfigPatch): string {
  const value: Readonly<Record<string, unknown>> | undefined = patch?.value;
  if (value === undefined) return '';
  if (typeof value.name === 'string') return value.name;
  return match?.listener?.filterChain?.filter?.name ?? '';
}
