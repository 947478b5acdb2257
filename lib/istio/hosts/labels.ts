/** Label selection by equality, as Services, subsets, Gateways and Sidecars do it. */
import type { Labels } from '../objects.ts';

/** True when every selector label is present with the same value; an empty selector selects everything. */
export function selectsLabels(selector: Labels | undefined, labels: Labels): boolean {
  if (!selector) return true;
  for (const key in selector) {
    if (labels[key] !== selector[key]) return false;
  }
  return true;
}

/** The same labels with the same values, and no others. */
export function sameLabels(one: Labels, other: Labels): boolean {
  return Object.keys(one).length === Object.keys(other).length && selectsLabels(one, other);
}
