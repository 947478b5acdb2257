/**
 * Sets of objects for the analyzers: each case of our own checks, made wrong and put right, and random mixtures of all of
 * their objects, with values swapped among them, in which mistakes meet. A mixture follows from its seed.
 */
import { identityOf } from '#lib/istio/checks/kinds.ts';
import { trafficCases } from '#lib/istio/checks/testing/traffic-cases.ts';
import { virtualServiceCases } from '#lib/istio/checks/testing/virtual-service-cases.ts';
import { workloadCases } from '#lib/istio/checks/testing/workload-cases.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { seeded } from '../routes/random.ts';
import { swapValues, valuesByField } from './swap-values.ts';

export interface ObjectSet {
  name: string;
  /** Made at random, not written. */
  isMixture: boolean;
  objects: readonly KubernetesObject[];
}

const cases = [...virtualServiceCases, ...trafficCases, ...workloadCases];
const pool = cases.flatMap(({ fires, silent }) => [...fires, ...silent]);

const values = valuesByField(pool);

export function corpus(mixtures: number, seed: number): ObjectSet[] {
  const made = cases.flatMap(({ code, name, fires, silent }) => [
    { name: `${code} ${name}`, isMixture: false, objects: unique(fires) },
    { name: `${code} ${name}, put right`, isMixture: false, objects: unique(silent) },
  ]);
  const mixed = Array.from({ length: mixtures }, (_, index) => {
    const random = seeded(seed + index);
    const objects = random.many(2, 40, () => swapValues(random, random.one(pool), values));
    return { name: `mixture ${seed + index}`, isMixture: true, objects: unique(objects) };
  });
  return [...made, ...mixed];
}

/** Of two objects with one name the first. */
function unique(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const byName = new Map<string, KubernetesObject>();
  for (const object of objects) {
    const id = identityOf(object);
    if (!byName.has(id)) byName.set(id, object);
  }
  // As both sides would read them: fields without a value are not there.
  return JSON.parse(JSON.stringify([...byName.values()])) as KubernetesObject[];
}
