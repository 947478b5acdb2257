/** Faults that are injected on purpose into the routes of a service, by the records on its VirtualServices. */
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import type { ClusterObjects } from '#lib/istio/objects.ts';
import { readFault } from '#lib/splits/record/fault-record.ts';
import { pointsOf } from '#lib/splits/survey/points.ts';
import type { SplitService } from '#lib/splits/survey/service-versions.ts';
import type { StandingSplit } from '#lib/splits/survey/survey.ts';
import { toRef, virtualServiceOf } from '../world/point-refs.ts';
import { secondsOf } from '../world/world.ts';

export function faultsOf(
  standing: StandingSplit | null,
  service: SplitService,
  objects: ClusterObjects,
  kept: boolean,
): SplitLive['faults'] {
  const points = standing?.points ?? pointsOf(service.hosts, objects);
  return points.flatMap((point) => {
    const fault = readFault(virtualServiceOf(point, objects)?.metadata.annotations);
    if (fault === null || !fault.rules.includes(point.key)) return [];
    return [{ point: toRef(point), endsAt: secondsOf(fault.endsAt), by: fault.by, kept }];
  });
}
