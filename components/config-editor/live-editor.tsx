'use client';
/** The editor of an object that exists: its draft comes back, and what happens to the object meanwhile is told. */
import { useMemo, useState } from 'react';
import type { ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import { type Drafts, draftId } from '#lib/client/drafts/drafts.ts';
import type { Kind } from '#lib/istio/kinds/kind.ts';
import { changedMeanwhile, type EditedObject, type Origin } from './edited-object.ts';
import { Editor } from './editor.tsx';
import { useAnew } from './new/anew.ts';
import { endSession, hasSession, sessionOf } from './text/text-session.ts';

export interface LiveEditorProps {
  kind: Kind;
  live: ConfigurationObject;
  /** It was deleted while the page was open. */
  gone: boolean;
  drafts: Drafts;
}

export function LiveEditor({ kind, live, gone, drafts }: LiveEditorProps) {
  const object = useMemo<EditedObject>(
    () => ({
      op: 'update',
      kind: live.kind,
      kindInfo: kind,
      namespace: live.namespace,
      name: live.name,
    }),
    [kind, live.kind, live.namespace, live.name],
  );
  const id = draftId(object);
  const readOnly = !live.may.update.allowed;
  // Back from the review the session is still there: nothing came back that the reader had left.
  const [returned] = useState(() => hasSession(id));
  const [found] = useState(() => {
    const draft = readOnly ? null : drafts.get(id);
    // A session of before the object was last read shows an old text; its draft has what the reader wrote.
    if (draft === null) endSession(id);
    return draft;
  });
  const [began, setBegan] = useState<Origin>(() =>
    found === null ? originOf(live) : { base: found.base, resourceVersion: found.resourceVersion },
  );
  const [generation, setGeneration] = useState(0);
  const makeAnew = useAnew(drafts);
  const session = sessionOf(id, () => found?.text ?? live.text);

  // Nothing of the reader's own is in the text: it follows the object.
  const untouched = session.text === began.base;
  if (began.resourceVersion !== live.resourceVersion && (untouched || !changedMeanwhile(began, live))) {
    if (untouched && session.text !== live.text) {
      endSession(id);
      setGeneration(generation + 1);
    }
    // A newer version of the same content: the reader's text has the old version's lines, and is compared with these.
    setBegan(untouched ? originOf(live) : { base: began.base, resourceVersion: live.resourceVersion });
  }

  return (
    <Editor
      key={generation}
      object={object}
      session={session}
      origin={began}
      live={live}
      gone={gone}
      readOnly={readOnly}
      drafts={drafts}
      found={generation === 0 && !returned ? found : null}
      onRebase={setBegan}
      onMakeAnew={makeAnew}
    />
  );
}

export function originOf(live: Pick<ConfigurationObject, 'text' | 'resourceVersion'>): Origin {
  return { base: live.text, resourceVersion: live.resourceVersion };
}
