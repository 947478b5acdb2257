/** An injected fault taken off by hand, with the rights of whoever does it: nobody has to look for it in the YAML. */
import type { ActBody, RunAnswer } from '#lib/api/splits/split-plan.ts';
import { endFault } from '#lib/splits/plan/recipes.ts';
import { pointsOf } from '#lib/splits/survey/points.ts';
import type { SplitService } from '#lib/splits/survey/service-versions.ts';
import { toRefusal, virtualServiceOf } from '../world/point-refs.ts';
import type { SplitCaller } from '../world/split-caller.ts';
import {
  type Actor,
  applyWrites,
  counted,
  inOrder,
  isConflict,
  mostAttempts,
  nothing,
  outcomeOf,
  refusedRun,
  rightsRefusals,
  type SplitTools,
} from './run.ts';
import { readAnew } from './write-drafts.ts';

export async function endFaultOf(
  tools: SplitTools,
  caller: SplitCaller,
  actor: Actor,
  service: SplitService,
  { namespace, virtualService: name }: Extract<ActBody['action'], { kind: 'end-fault' }>,
): Promise<RunAnswer> {
  const gone = () =>
    refusedRun([toRefusal({ code: 'gone', about: { namespace, name } }, '/action/virtualService')]);
  // Only of routes of this service, and only those that are visible.
  const point = pointsOf(service.hosts, caller.objects).find(
    (one) => one.namespace === namespace && one.virtualService === name,
  );
  if (point === undefined) return gone();
  for (let attempts = 1; ; attempts++) {
    const objects = await readAnew(tools.services.kubernetes, actor.credential, caller.objects, [
      { kind: 'VirtualService', namespace, name },
    ]);
    const object = virtualServiceOf(point, objects);
    const write = object === undefined ? null : endFault(object);
    if (write === null) return gone();
    const { answer } = await applyWrites(tools, actor, [write], objects);
    if (isConflict(answer) && attempts < mostAttempts) continue;
    const outcomes = inOrder(answer);
    return {
      ...nothing,
      ...counted(outcomes),
      outcome: outcomeOf(outcomes),
      objects: outcomes,
      refusals: rightsRefusals(outcomes),
      attempts,
      recorded: true,
    };
  }
}
