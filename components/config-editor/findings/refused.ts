/**
 * What the cluster last said against a draft: the editor shows it at its field until that is changed. It is known from the review on,
 * and forgotten with the page: the next dry run says it again.
 */
import type { TryVerdict } from '#lib/api/configuration/configuration.ts';
import { equalJson, type Json, type Path, valueAt } from '#lib/document/json.ts';

type Verdict = Pick<TryVerdict, 'refusal' | 'message' | 'webhook' | 'causes'>;

export interface Refused {
  /** The object as it was refused. */
  value: Json;
  verdict: Verdict;
}

export interface RefusedPlace {
  /** Empty: of the whole object. */
  path: Path;
  message: string;
  webhook: string | null;
}

const byDraft = new Map<string, Refused>();

/** Only a no to the object itself: missing rights and silence say nothing of its fields. */
export function noteVerdict(draft: string, value: Json, verdict: Verdict): void {
  if (verdict.refusal === 'invalid' || verdict.refusal === 'webhook') byDraft.set(draft, { value, verdict });
  else if (verdict.refusal === null) byDraft.delete(draft);
}

export function refusedOf(draft: string): Refused | null {
  return byDraft.get(draft) ?? null;
}

/** What of it still holds for a text that reads so. */
export function stillRefused({ value: before, verdict }: Refused, now: Json): RefusedPlace[] {
  const { causes, message, webhook } = verdict;
  const placed = causes.filter(({ path }) => path.length > 0 && path[0] !== 'status');
  if (placed.length > 0) {
    return placed
      .filter(({ path }) => equalJson(valueAt(before, path), valueAt(now, path)))
      .map(({ path, message: words }) => ({ path, message: words, webhook }));
  }
  if (message === null || !equalJson(before, now)) return [];
  return [{ path: [], message, webhook }];
}
