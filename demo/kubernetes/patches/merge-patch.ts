/** JSON Merge Patch (RFC 7386). */
import { isRecord } from '#lib/record.ts';
import type { JsonRecord } from '../coding/json.ts';

export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const next: JsonRecord = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete next[key];
    else next[key] = applyMergePatch(next[key], value);
  }
  return next;
}
