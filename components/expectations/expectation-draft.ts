/** A change of an object's saved requests as a draft for the review, on top of the draft that is there. Pure. */
import type { ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import type { KindName } from '#lib/client/address/routes.ts';
import type { Draft } from '#lib/client/drafts/drafts.ts';
import { editDocument } from '#lib/document/edit/edit.ts';
import { isJsonObject, valueAt } from '#lib/document/json.ts';
import { parseDocument } from '#lib/document/stream.ts';
import {
  type Expectation,
  expectationsAnnotation,
  readExpectations,
  writeExpectations,
} from '#lib/istio/expectations/expectation.ts';
import { fail, ok, type Result } from '#lib/result.ts';

export type ExpectationChange =
  /** `replaces`: the name that it had; null for a new one. */
  | { op: 'put'; expectation: Expectation; replaces: string | null }
  | { op: 'remove'; name: string }
  /** Also of what cannot be read. */
  | { op: 'clear' };

/** `text`: the object's text, or what stands there, cannot be read; `size`: there is no room for more; `taken`: the name is another's. */
export type ExpectationFault = 'text' | 'annotation' | 'size' | 'taken' | 'failed';

export function expectationDraft(
  { kind, namespace, name }: KindName,
  live: Pick<ConfigurationObject, 'text' | 'resourceVersion'>,
  before: Draft | null,
  change: ExpectationChange,
  nowMs: number,
): Result<Draft, ExpectationFault> {
  const document = parseDocument(before?.text ?? live.text);
  if (document.problem !== null || !isJsonObject(document.value)) return fail('text');
  const annotations = valueAt(document.value, ['metadata', 'annotations']);
  const known = isJsonObject(annotations) ? annotations : {};
  const list = changed(known, change);
  if (!list.ok) return list;
  const at = ['metadata', 'annotations'];
  const isOnly = Object.keys(known).every((key) => key === expectationsAnnotation);
  if (list.value.length === 0) {
    if (!Object.hasOwn(known, expectationsAnnotation)) return fail('failed');
    const path = isOnly ? at : [...at, expectationsAnnotation];
    return settled(editDocument(document, { op: 'remove', path }));
  }
  const text = writeExpectations(list.value);
  if (!text.ok) return text;
  return settled(
    editDocument(document, { op: 'set', path: [...at, expectationsAnnotation], value: text.value }),
  );

  function settled(edited: ReturnType<typeof editDocument>): Result<Draft, ExpectationFault> {
    if (!edited.ok) return fail('failed');
    return ok({
      op: 'update',
      kind,
      namespace,
      name,
      base: before?.base ?? live.text,
      resourceVersion: before?.resourceVersion ?? live.resourceVersion,
      text: edited.value.document.text,
      companions: before?.companions ?? [],
      changedAtMs: nowMs,
    });
  }
}

function changed(
  annotations: Readonly<Record<string, unknown>>,
  change: ExpectationChange,
): Result<readonly Expectation[], ExpectationFault> {
  if (change.op === 'clear') return ok([]);
  const text = annotations[expectationsAnnotation];
  const read = readExpectations(text === undefined ? undefined : { [expectationsAnnotation]: String(text) });
  if (!read.ok) return fail('annotation');
  if (change.op === 'remove') return ok(read.value.filter(({ name }) => name !== change.name));
  const { expectation, replaces } = change;
  const others = read.value.filter(({ name }) => name !== replaces);
  if (others.some(({ name }) => name === expectation.name)) return fail('taken');
  const at = read.value.findIndex(({ name }) => name === replaces);
  return ok(at === -1 ? [...others, expectation] : read.value.with(at, expectation));
}
