/** How the candidate did when somebody acted: a word for the record. Nothing waits for it longer than a moment, an abort least of all. */
import type { ClusterObjects } from '#lib/istio/objects.ts';
import type { Entry } from '#lib/splits/record/entry.ts';
import type { Release } from '#lib/splits/record/record.ts';
import { splitServiceOf } from '#lib/splits/survey/service-versions.ts';
import type { Clock } from '../../clock.ts';
import { isRunning } from '../world/world.ts';
import { judgeSplit } from './judge.ts';
import { questionOf, type SplitMetrics } from './split-metrics.ts';

const patienceMs = 500;

/** Null where there is no verdict in time. */
export async function verdictNow(
  { metrics, clock }: { metrics: SplitMetrics; clock: Clock },
  release: Release,
  objects: ClusterObjects,
): Promise<Entry['verdict']> {
  const service = isRunning(release.phase) ? splitServiceOf(objects, release.service) : null;
  if (service === null) return null;
  const { windowSeconds } = release.guard;
  const reading = await Promise.race([
    metrics.read(questionOf(service, windowSeconds, objects)),
    clock.delay(patienceMs).then(() => null),
  ]);
  if (reading === null) return null;
  const { word, reasons } = judgeSplit(reading, service, release, objects).judgement;
  return {
    word,
    // Others who read the record may not know of callers in namespaces that they do not see.
    reasons: reasons.map((one) => (one.code === 'share' ? { ...one, callers: [] } : { ...one })),
  };
}
