/** Splits whose delegates no root hands requests to (yet): which rules those are, and what Git would have to say. */
import { equalJson } from '#lib/document/json.ts';
import { asJson, type ClusterObjects } from '#lib/istio/objects.ts';
import { ownershipOf } from '#lib/istio/ownership.ts';
import { handingText } from '#lib/splits/plan/hand-over.ts';
import { baseOf } from '#lib/splits/plan/restore.ts';
import type { Release } from '#lib/splits/record/record.ts';
import { rulesOf } from '#lib/splits/record/route-key.ts';
import { delegateOf, handingRule, isDelegate } from '#lib/splits/survey/delegation.ts';
import type { SplitPoint } from '#lib/splits/survey/points.ts';
import { noRootOf, virtualServiceOf } from '../world/point-refs.ts';

export function unhandedPoints(
  { points }: Pick<Release, 'points'>,
  handed: ReadonlySet<string>,
  objects: ClusterObjects,
): Release['points'] {
  return points.filter((point) => noRootOf(point, handed, objects) !== null);
}

/** The rules of roots that say what the delegates began as, as they would have to be; null where none is found. */
export function missingHandings(
  unhanded: Release['points'],
  { name, standing }: { name: string; standing: readonly SplitPoint[] },
  objects: ClusterObjects,
): string | null {
  const { domain } = objects.meshConfig;
  const texts = unhanded.flatMap(({ namespace, virtualService, base }) => {
    const delegate = { namespace, name: virtualService };
    return standing.flatMap((point) => {
      const root = virtualServiceOf(point, objects);
      if (root === undefined || point.layer !== 'http' || isDelegate(root) || !ownershipOf(root).reverts)
        return [];
      const rule = rulesOf(asJson(root), 'http')[point.index] ?? null;
      const begun = delegateOf(rule, { ...delegate, service: name }, { namespace: point.namespace, domain });
      const [first = null] = rulesOf(asJson(begun), 'http');
      if (base === null || !equalJson(baseOf(first), base)) return [];
      return [
        handingText({
          root: { namespace: point.namespace, name: point.virtualService },
          index: point.index,
          rule: handingRule(rule, delegate),
          delegate,
        }),
      ];
    });
  });
  return texts.length === 0 ? null : [...new Set(texts)].join('---\n');
}
