/** A former state as a draft for the review: a change of the object that is there, or an object to create where it is gone. */
import type { ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import type { KindName } from '#lib/client/address/routes.ts';
import type { Draft } from '#lib/client/drafts/drafts.ts';
import { writeDocument } from '#lib/document/edit/write.ts';
import { isJsonObject, type JsonObject } from '#lib/document/json.ts';
import { editableObject, objectText } from '#lib/document/object-text.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { revertTo } from '#lib/history/revert.ts';
import { fail, ok, type Result } from '#lib/result.ts';

export type RevertFault = 'another' | 'failed';

function objectOf(text: string): JsonObject | null {
  const { value, problem } = parseDocument(text);
  return problem === null && isJsonObject(value) ? value : null;
}

/** `former`: the text of a revision; `live`: null where the object is gone. */
export function revertDraft(
  { kind, namespace, name }: KindName,
  former: string,
  live: Pick<ConfigurationObject, 'text' | 'resourceVersion'> | null,
  nowMs: number,
): Result<Draft, RevertFault> {
  const then = objectOf(former);
  if (then === null) return fail('failed');
  const draft = { kind, namespace, companions: [], changedAtMs: nowMs };
  if (live === null) {
    const text = objectText(then);
    return ok({ ...draft, op: 'create', name, mark: name, base: '', resourceVersion: null, text });
  }
  const document = parseDocument(live.text);
  if (document.problem !== null || !isJsonObject(document.value)) return fail('failed');
  const reverted = revertTo(document.value, then);
  if (!reverted.ok) return fail('another');
  // Lines that say the same already stay as they are.
  const wanted = editableObject(reverted.value);
  const written = writeDocument(document, wanted);
  const text = written.ok ? written.value.document.text : objectText(wanted);
  return ok({ ...draft, op: 'update', name, base: live.text, resourceVersion: live.resourceVersion, text });
}
