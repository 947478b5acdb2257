/**
 * The copies that a mirror split sends to the candidate: in `mirror` where a rule has none, in `mirrors` where it has a list (both
 * together are refused by istiod). Copies of others are never touched.
 */
import type { Change } from '../../document/change.ts';
import { isJsonObject, type Json, type JsonObject, own, type Path } from '../../document/json.ts';
import { fail, ok, type Result } from '../../result.ts';
import type { Refusal, RouteTarget, SplitTargets } from '../types.ts';
import { destinationsOf, type NameScope, sameTarget, targetAt, targetOf } from '../weights/rule-shares.ts';

const percentFields = ['mirrorPercentage', 'mirrorPercent', 'mirror_percent'];

/** `percent` 0 takes the copy off. */
export function mirrorChanges(
  rule: Json,
  path: Path,
  targets: SplitTargets,
  percent: number,
  scope: NameScope,
): Result<readonly Change[], Refusal> {
  const written: JsonObject = isJsonObject(rule) ? rule : {};
  const list = own(written, 'mirrors');
  const single = own(written, 'mirror');
  if (Array.isArray(list)) return ok(inList(list, [...path, 'mirrors'], rule, targets, percent, scope));
  if (single !== undefined && !sameTarget(targetAt(single, scope), targets.candidate)) {
    if (percent === 0) return ok([]);
    return fail({ code: 'mirror-in-use', about: { host: targetAt(single, scope).host } });
  }
  if (percent === 0) {
    if (single === undefined) return ok([]);
    const fields = ['mirror', ...percentFields].filter((field) => Object.hasOwn(written, field));
    return ok(fields.map((field) => ({ op: 'remove', path: [...path, field] })));
  }
  const old = percentFields.slice(1).filter((field) => Object.hasOwn(written, field));
  const changes: Change[] = old.map((field) => ({ op: 'remove', path: [...path, field] }));
  if (single === undefined) {
    changes.push({ op: 'set', path: [...path, 'mirror'], value: mirrored(rule, targets, scope) });
  }
  const present = own(written, 'mirrorPercentage');
  if (!isJsonObject(present) || own(present, 'value') !== percent) {
    changes.push({ op: 'set', path: [...path, 'mirrorPercentage'], value: { value: percent } });
  }
  return ok(changes);
}

/** Whether the rule sends copies there: of a split that begins, those of somebody else. */
export function copiesTo(rule: Json, target: RouteTarget, scope: NameScope): boolean {
  const written: JsonObject = isJsonObject(rule) ? rule : {};
  const list = own(written, 'mirrors');
  const single = own(written, 'mirror');
  return (
    (Array.isArray(list) && list.some((item) => sameTarget(targetOf(item, scope), target))) ||
    (single !== undefined && sameTarget(targetAt(single, scope), target))
  );
}

function inList(
  list: readonly Json[],
  path: Path,
  rule: Json,
  targets: SplitTargets,
  percent: number,
  scope: NameScope,
): Change[] {
  const at = list.findIndex((item) => sameTarget(targetOf(item, scope), targets.candidate));
  if (percent === 0) {
    if (at < 0) return [];
    // An empty list is no list: the field goes with its last item.
    return [{ op: 'remove', path: list.length === 1 ? path : [...path, at] }];
  }
  const percentage = { value: percent };
  if (at >= 0) return [{ op: 'set', path: [...path, at, 'percentage'], value: percentage }];
  return [
    {
      op: 'insert',
      path,
      index: list.length,
      value: { destination: mirrored(rule, targets, scope), percentage },
    },
  ];
}

/** The candidate with the port of the rule's own destination. */
function mirrored(rule: Json, { candidate }: SplitTargets, scope: NameScope): JsonObject {
  const [first] = destinationsOf(rule);
  const destination = isJsonObject(first) ? own(first, 'destination') : undefined;
  const port = isJsonObject(destination) ? own(destination, 'port') : undefined;
  const host = isJsonObject(destination) ? own(destination, 'host') : undefined;
  const same = targetAt(destination ?? null, scope).host === candidate.host;
  return {
    host: same && host !== undefined ? host : candidate.host,
    ...(candidate.subset === null ? {} : { subset: candidate.subset }),
    ...(port === undefined ? {} : { port }),
  };
}
