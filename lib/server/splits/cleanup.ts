/** Subsets that a split made, taken off again: the reverse of its start, after a while, and only where nothing names them any more. */

import type { RunAnswer } from '#lib/api/split-plan.ts';
import type { Change } from '#lib/document/change.ts';
import { asJson } from '#lib/istio/objects.ts';
import type { SplitService } from '#lib/splits/service-versions.ts';
import { usesSubset } from '#lib/splits/subset-plan.ts';
import { recordsIn } from '#lib/splits/survey.ts';
import type { Write } from '#lib/splits/types.ts';
import { toRefusal } from './point-refs.ts';
import {
  type Actor,
  applyWrites,
  counted,
  entryOf,
  inOrder,
  refusedRun,
  type SplitTools,
  triedRun,
} from './run.ts';
import type { SplitCaller } from './split-caller.ts';
import { readAnew } from './write-drafts.ts';

/** Until every proxy has heard that no route names the subset. */
const leastSeconds = 30;

export async function cleanUp(
  tools: SplitTools,
  caller: SplitCaller,
  actor: Actor,
  { namespace, name, host }: SplitService,
  releaseId: string | null,
): Promise<RunAnswer> {
  const { services, records } = tools;
  const { entries } = await records.list(actor.credential, namespace, name);
  const own = entries.filter(({ entry }) => entry.release.id === releaseId);
  const [newest] = own;
  const start = own.find(({ entry }) => entry.subsets.length > 0);
  if (newest === undefined || start === undefined) {
    return refusedRun([toRefusal({ code: 'gone', about: { release: releaseId ?? '' } })]);
  }
  const running = recordsIn(caller.objects.virtualServices).byService.get(`${namespace}/${name}`)?.release;
  if (running?.id === releaseId && running?.phase !== 'Aborted') {
    return refusedRun(
      [toRefusal({ code: 'phase', about: { phase: running?.phase ?? '', action: 'cleanup' } })],
      running ?? null,
    );
  }
  const waited = services.clock.now() / 1000 - Date.parse(newest.entry.at) / 1000;
  if (waited < leastSeconds) {
    return refusedRun([
      toRefusal({ code: 'too-soon', about: { seconds: Math.ceil(leastSeconds - waited) } }),
    ]);
  }
  const rules = start.entry.subsets.map(({ rule }) => ({
    kind: 'DestinationRule' as const,
    namespace,
    name: rule,
  }));
  const objects = await readAnew(services.kubernetes, actor.credential, caller.objects, rules);
  const { domain } = objects.meshConfig;
  const writes: Write[] = [];
  const kept: string[] = [];
  for (const { rule: ruleName, names } of start.entry.subsets) {
    const rule = objects.destinationRules.find(
      ({ metadata }) => metadata.namespace === namespace && metadata.name === ruleName,
    );
    const list = rule?.spec?.subsets ?? [];
    const changes = [...list.entries()].reverse().flatMap(([index, subset]): Change[] => {
      if (!names.includes(subset.name)) return [];
      const isUsed = objects.virtualServices.some((one) =>
        usesSubset(asJson(one), host, subset.name, one.metadata.namespace ?? '', domain),
      );
      if (isUsed) {
        kept.push(subset.name);
        return [];
      }
      return [{ op: 'remove', path: ['spec', 'subsets', index] }];
    });
    if (changes.length > 0) {
      writes.push({
        group: 'networking.istio.io',
        kind: 'DestinationRule',
        namespace,
        name: ruleName,
        changes,
      });
    }
  }
  if (writes.length === 0) {
    return refusedRun([toRefusal({ code: 'subset-in-use', about: { subsets: kept.join(', ') } })]);
  }
  // A namespace that nobody sees may hold a route to it.
  if (caller.rights.unreadable('virtualServices').length > 0) {
    const hidden = caller.rights.unreadable('virtualServices').join(', ');
    return refusedRun([toRefusal({ code: 'subset-in-use', about: { subsets: '', namespaces: hidden } })]);
  }
  const { answer } = await applyWrites(tools, actor, writes, objects);
  const outcomes = inOrder(answer);
  const { written, total } = counted(outcomes);
  const at = new Date(services.clock.now()).toISOString();
  const recorded =
    written > 0
      ? await records.keep(
          actor.credential,
          entryOf('cleanup', actor, at, newest.entry.release, { written, total }),
        )
      : false;
  return {
    ...triedRun(outcomes),
    release: running ?? null,
    attempts: 1,
    recorded,
  };
}
