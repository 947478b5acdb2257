/** What a check may look at: one object, and others by name (facets.ts). Looking up is remembered, so that changes find their way. */

import { selectsLabels } from '../../hosts/labels.ts';
import type { KubernetesObject, Labels, MeshConfig } from '../../objects.ts';
import type { Observation } from '../finding.ts';
import { named } from './facets.ts';

export interface CheckedObject<T extends KubernetesObject = KubernetesObject> {
  id: string;
  kind: string;
  /** Empty for objects of the cluster. */
  namespace: string;
  name: string;
  /** Safe to read; without unknown fields. */
  object: T;
  /** False when the schema refuses it: then only its name is left. */
  sound: boolean;
}

export interface CheckView {
  meshConfig: MeshConfig;
  /** Objects under a name, in an order that does not depend on how they came. */
  find(name: string): readonly CheckedObject[];
  /** How many are found there now, for who chooses where to look: that is no looking up. */
  countUnder(name: string): number;
  /** One of several things that an object names: where too little is known of it, the check is silent about it alone (sight.ts). */
  byItself(judge: () => Observation[]): Observation[];
}

export type Check<T extends KubernetesObject = KubernetesObject> = (
  subject: CheckedObject<T>,
  view: CheckView,
) => Observation[];

/** Those of a kind, as their type; a refused object has no spec. */
export function findAs<T extends KubernetesObject>(
  view: CheckView,
  name: string,
): readonly CheckedObject<T>[] {
  return view.find(name) as readonly CheckedObject<T>[];
}

/**
 * Pods that have all of these labels; every pod when there are none. Each of them lies under each of its labels: looked up is where
 * the fewest lie, so that a pod of another service with the same version is no reason to look again.
 */
export function podsSelected<T extends KubernetesObject>(
  view: CheckView,
  selector: Labels,
): readonly CheckedObject<T>[] {
  const [first, ...others] = Object.entries(selector).map(([key, value]) => named.podsWith(key, value));
  if (first === undefined) return findAs<T>(view, named.all('Pod'));
  let [fewest, least] = [first, view.countUnder(first)];
  for (const name of others) {
    const count = view.countUnder(name);
    if (count < least) [fewest, least] = [name, count];
  }
  return findAs<T>(view, fewest).filter(({ object }) =>
    selectsLabels(selector, object.metadata.labels ?? {}),
  );
}

/** As Kubernetes prints a selector: `app=x,version=v1`. */
export function selectorText(selector: Labels): string {
  return Object.keys(selector)
    .sort()
    .map((key) => `${key}=${selector[key]}`)
    .join(',');
}

export function qualified({ namespace, name }: { namespace: string; name: string }): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}
