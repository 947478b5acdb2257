'use client';
/** A new object: from an example, as a copy of another, or from nothing; then it is edited like any other. */
import { useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import { useScope } from '#components/shell/use-scope.ts';
import { type Draft, draftId, freeMark } from '#lib/client/drafts/drafts.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import type { EditedObject } from '../edited-object.ts';
import { Editor } from '../editor.tsx';
import { endSession, hasSession, sessionOf } from '../text/text-session.ts';
import { useDrafts } from '../use-drafts.ts';
import { NewCopy } from './new-copy.tsx';
import { NewStart } from './new-start.tsx';
import { NewWaiting } from './new-waiting.tsx';

const nothing = { base: '', resourceVersion: null };
const ignore = () => {};

export function NewPage() {
  const [start, setStart] = useQueryStates(
    {
      kind: parseAsString,
      namespace: parseAsString,
      template: parseAsString,
      from: parseAsString,
      draft: parseAsString,
    },
    { history: 'push' },
  );
  // Counted, since no address tells that a text was given up, or begun once more under the same mark.
  const [times, setTimes] = useState(0);
  const [, setBegun] = useState(0);
  const scope = useScope();
  const drafts = useDrafts();
  const { data: whoami } = useQuery(queries.whoami());
  const kind = start.kind === null ? undefined : kindAt(start.kind);
  const known = whoami?.namespaces.map(({ name }) => name) ?? [];
  const namespace = start.namespace ?? scope.namespaces?.[0] ?? known[0] ?? '';
  const object = useMemo<EditedObject | null>(() => {
    if (kind === undefined || start.kind === null || start.namespace === null || start.draft === null)
      return null;
    return {
      op: 'create',
      kind: start.kind,
      kindInfo: kind,
      namespace: start.namespace,
      name: '',
      mark: start.draft,
    };
  }, [kind, start.kind, start.namespace, start.draft]);
  const id = object === null ? null : draftId(object);
  const returned = id !== null && hasSession(id);
  const found = id === null || drafts === null ? null : drafts.get(id);
  // What was there when the page opened: from its first drawing on, the editor has a session of its own.
  const [opened] = useState(() => new Map<string, Draft | null>());
  if (id !== null && drafts !== null && !opened.has(id)) opened.set(id, returned ? null : found);

  if (drafts === null || whoami === undefined) return <NewWaiting />;
  if (object !== null && id !== null && (returned || found !== null)) {
    return (
      <Editor
        key={`${id} ${times}`}
        object={object}
        session={sessionOf(id, () => found?.text ?? '')}
        origin={nothing}
        live={null}
        gone={false}
        readOnly={false}
        drafts={drafts}
        found={opened.get(id) ?? null}
        onRebase={ignore}
        onAnew={() => {
          endSession(id);
          drafts.remove(id);
          opened.delete(id);
          setTimes((now) => now + 1);
        }}
      />
    );
  }

  /** It is the reader's from here on; nobody else's that is begun in this namespace is in the way. */
  const begin = (chosen: { kind: string; namespace: string }, text: string, wish: string) => {
    const idOf = (mark: string) => draftId({ op: 'create', ...chosen, name: '', mark });
    const mark = freeMark(wish, (one) => hasSession(idOf(one)) || drafts.get(idOf(one)) !== null);
    sessionOf(idOf(mark), () => text);
    setBegun((now) => now + 1);
    return { ...chosen, draft: mark, template: null };
  };
  if (kind !== undefined && start.kind !== null && start.namespace !== null && start.from !== null) {
    const chosen = { kind: start.kind, namespace: start.namespace };
    return (
      <NewCopy
        key={`${start.from} ${times}`}
        {...chosen}
        from={start.from}
        onBegin={(text, name) =>
          void setStart(begin(chosen, text, start.draft ?? name), { history: 'replace' })
        }
      />
    );
  }
  return (
    <NewStart
      kind={start.kind}
      namespace={namespace}
      template={start.template}
      namespaces={known}
      drafts={drafts}
      onChange={(part) => void setStart(part, { history: 'replace' })}
      onBegin={(chosen, text, name) => void setStart(begin(chosen, text, name))}
    />
  );
}
