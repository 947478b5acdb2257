/** Subsets that a split made, taken off again: the reverse of its start, after a while, and only where nothing names them any more. */
import type { Change } from '#lib/api/configuration/configuration.ts';
import type { Leftover, RunAnswer } from '#lib/api/splits/split-plan.ts';
import type { SplitRefusal } from '#lib/api/splits/split-shapes.ts';
import { resolveShortName } from '#lib/istio/hosts/host-name.ts';
import { kindId, kinds } from '#lib/istio/kinds/registry.ts';
import { asJson, type ClusterObjects, type DestinationRule } from '#lib/istio/objects.ts';
import { usesSubset } from '#lib/splits/plan/subset-plan.ts';
import type { SplitService } from '#lib/splits/survey/service-versions.ts';
import { recordsIn } from '#lib/splits/survey/survey.ts';
import type { Write } from '#lib/splits/types.ts';
import { toRefusal } from '../world/point-refs.ts';
import type { SplitCaller } from '../world/split-caller.ts';
import {
  type Actor,
  applyChanges,
  applyWrites,
  counted,
  entryOf,
  inOrder,
  refusedRun,
  type SplitTools,
  triedRun,
} from './run.ts';
import { changesOf, readAnew } from './write-drafts.ts';

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
  const writes: Write[] = [];
  const kept: string[] = [];
  for (const { rule: ruleName, names } of start.entry.subsets) {
    const rule = ruleNamed(objects, namespace, ruleName);
    if (rule === undefined) continue;
    const used = usedOf(names, host, objects);
    kept.push(...used.filter((one) => rule.spec?.subsets?.some((subset) => subset.name === one)));
    const write = withoutSubsets(
      rule,
      names.filter((one) => !used.includes(one)),
    );
    if (write !== null) writes.push(write);
  }
  if (writes.length === 0) {
    return refusedRun([toRefusal({ code: 'subset-in-use', about: { subsets: kept.join(', ') } })]);
  }
  const hidden = hiddenRoutes(caller);
  if (hidden !== null) return refusedRun([hidden]);
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

/**
 * Subsets that a start left behind when its routes were refused. No route named them, so nobody has to be waited for; whoever uses one
 * by now keeps it.
 */
export async function cleanLeft(
  tools: SplitTools,
  caller: SplitCaller,
  actor: Actor,
  { namespace, host }: SplitService,
  left: readonly Leftover[],
): Promise<RunAnswer> {
  const { services } = tools;
  const rules = left.map(({ name }) => ({ kind: 'DestinationRule' as const, namespace, name }));
  const objects = await readAnew(services.kubernetes, actor.credential, caller.objects, rules);
  const { domain } = objects.meshConfig;
  const changes: Change[] = [];
  for (const { namespace: at, name, subsets, made } of left) {
    const rule = ruleNamed(objects, namespace, name);
    const isOfService =
      rule?.spec !== undefined && resolveShortName(rule.spec.host, namespace, domain).toLowerCase() === host;
    if (at !== namespace || (rule !== undefined && !isOfService))
      return refusedRun([toRefusal({ code: 'gone', about: { rule: name } })]);
    const used = usedOf(subsets, host, objects);
    if (used.length > 0)
      return refusedRun([toRefusal({ code: 'subset-in-use', about: { subsets: used.join(', ') } })]);
    const write = rule === undefined ? null : withoutSubsets(rule, subsets);
    if (rule === undefined || write === null) continue;
    const isEmptied = (rule.spec?.subsets ?? []).every((one) => subsets.includes(one.name));
    const { resourceVersion } = rule.metadata;
    if (made && isEmptied)
      changes.push({
        op: 'delete',
        kind: kindId(kinds.destinationRules),
        namespace,
        name,
        ...(resourceVersion === undefined ? {} : { resourceVersion }),
      });
    else changes.push(...changesOf([write], objects).map(({ change }) => change));
  }
  const hidden = hiddenRoutes(caller);
  if (hidden !== null) return refusedRun([hidden]);
  if (changes.length === 0) return { ...triedRun([]), attempts: 1 };
  const { answer } = await applyChanges(tools, actor, changes, objects);
  return { ...triedRun(inOrder(answer)), attempts: 1 };
}

function ruleNamed(
  { destinationRules }: ClusterObjects,
  namespace: string,
  name: string,
): DestinationRule | undefined {
  return destinationRules.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
}

/** Of these subsets those that a route names. */
export function usedOf(
  names: readonly string[],
  host: string,
  { virtualServices, meshConfig: { domain } }: ClusterObjects,
): string[] {
  return names.filter((name) =>
    virtualServices.some((one) => usesSubset(asJson(one), host, name, one.metadata.namespace ?? '', domain)),
  );
}

/** Null where none of them is there. */
function withoutSubsets({ metadata, spec }: DestinationRule, names: readonly string[]): Write | null {
  const changes = [...(spec?.subsets ?? []).entries()]
    .reverse()
    .flatMap(([index, { name }]) =>
      names.includes(name) ? [{ op: 'remove' as const, path: ['spec', 'subsets', index] }] : [],
    );
  if (changes.length === 0) return null;
  const { namespace = '', name } = metadata;
  return { group: 'networking.istio.io', kind: 'DestinationRule', namespace, name, changes };
}

/** A namespace whose routes the caller may not read may hold one to a subset. */
function hiddenRoutes({ rights }: SplitCaller): SplitRefusal | null {
  const hidden = rights.unreadable('virtualServices');
  return hidden.length === 0
    ? null
    : toRefusal({ code: 'subset-in-use', about: { subsets: '', namespaces: hidden.join(', ') } });
}
