/** The cookie that a sticky canary gives with the candidate's answers: one header operation of one destination, and off again. */
import type { Change } from '../../document/change.ts';
import { isJsonObject, type Json, own, type Path, valueAt } from '../../document/json.ts';
import { stickyCookie, stickyHeader } from '../survey/own-rules.ts';

const steps = ['headers', 'response', 'add', 'set-cookie'] as const;

/** `path`: of the destination's entry. `release` null takes ours off, with what it leaves empty. */
export function cookieChanges(entry: Json, path: Path, release: string | null): Change[] {
  const present = valueAt(entry, steps);
  const ours = typeof present === 'string' && present.startsWith(`${stickyCookie}=`);
  if (release !== null) {
    const wanted = stickyHeader(release);
    // A cookie of theirs is theirs: the candidate is then not sticky, which the planner has refused before.
    if (present === wanted || (present !== undefined && !ours)) return [];
    return [{ op: 'set', path: [...path, ...steps], value: wanted }];
  }
  if (!ours) return [];
  let depth: number = steps.length;
  while (depth > 1 && hasOnly(valueAt(entry, steps.slice(0, depth - 1)), steps[depth - 1] ?? '')) depth--;
  return [{ op: 'remove', path: [...path, ...steps.slice(0, depth)] }];
}

/** Whether somebody else's cookie is in the way. */
export function hasForeignCookie(entry: Json): boolean {
  const present = valueAt(entry, steps);
  return present !== undefined && !(typeof present === 'string' && present.startsWith(`${stickyCookie}=`));
}

function hasOnly(value: Json | undefined, key: string): boolean {
  return isJsonObject(value) && Object.keys(value).length === 1 && own(value, key) !== undefined;
}
