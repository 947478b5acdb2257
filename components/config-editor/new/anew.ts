/** An object that somebody deleted while it was edited is made anew from its draft: what was written stays, what the API server gave the old one goes. */
import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { type Draft, type Drafts, draftId, freeMark } from '#lib/client/drafts/drafts.ts';
import { isJsonObject, own } from '#lib/document/json.ts';
import { textWithout } from '#lib/document/object-text.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { editAddress } from '../review/edit-address.ts';
import { endSession, hasSession } from '../text/text-session.ts';
import { serverMetadata } from './new-text.ts';

/** The text of an object to make; comments and everything that was written stay as they are. */
export function anewText(text: string): string {
  const { value } = parseDocument(text);
  const metadata = isJsonObject(value) ? own(value, 'metadata') : undefined;
  const keys = isJsonObject(metadata) ? serverMetadata.filter((key) => Object.hasOwn(metadata, key)) : [];
  return textWithout(
    text,
    keys.map((key) => ['metadata', key]),
  );
}

export function anewDraft(draft: Draft, isTaken: (mark: string) => boolean, nowMs: number): Draft {
  return {
    ...draft,
    op: 'create',
    name: '',
    mark: freeMark(draft.name, isTaken),
    base: '',
    resourceVersion: null,
    text: anewText(draft.text),
    changedAtMs: nowMs,
  };
}

/** Puts the draft of an object to make in the place of the one of the object that is gone; answers it. */
export function makeAnew(drafts: Drafts, draft: Draft): Draft {
  const made = anewDraft(
    draft,
    (mark) => {
      const id = draftId({ ...draft, op: 'create', mark });
      return hasSession(id) || drafts.get(id) !== null;
    },
    Date.now(),
  );
  drafts.put(made);
  endSession(draftId(draft));
  drafts.remove(draftId(draft));
  return made;
}

/** The same, and on to its editor. */
export function useAnew(drafts: Drafts | null): (draft: Draft) => void {
  const router = useRouter();
  return useCallback(
    (draft) => {
      if (drafts !== null) router.push(editAddress({ draft: makeAnew(drafts, draft) }));
    },
    [drafts, router],
  );
}
