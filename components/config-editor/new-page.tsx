'use client';
/** A new object: from an example, as a copy of another, or from nothing; then it is edited like any other. */
import { useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { QueryProblem } from '#components/shell/query-problem.tsx';
import { useScope } from '#components/shell/use-scope.ts';
import { SkeletonBar } from '#components/ui/skeleton-bar.tsx';
import { type Draft, draftId } from '#lib/client/drafts.ts';
import { queries } from '#lib/client/queries.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import type { EditedObject } from './edited-object.ts';
import styles from './editor.module.css';
import { Editor } from './editor.tsx';
import { NewStart } from './new-start.tsx';
import { copyText } from './new-text.ts';
import { endSession, hasSession, sessionOf } from './text-session.ts';
import { useDrafts } from './use-drafts.ts';

const nothing = { base: '', resourceVersion: null };
const ignore = () => {};

export function NewPage() {
  const t = useTranslations('editor');
  const [start, setStart] = useQueryStates(
    { kind: parseAsString, namespace: parseAsString, template: parseAsString, from: parseAsString },
    { history: 'push' },
  );
  const [, setBegun] = useState(0);
  const scope = useScope();
  const drafts = useDrafts();
  const { data: whoami } = useQuery(queries.whoami());
  const kind = start.kind === null ? undefined : kindAt(start.kind);
  const known = whoami?.namespaces.map(({ name }) => name) ?? [];
  const namespace = start.namespace ?? scope.namespaces?.[0] ?? known[0] ?? '';
  const object = useMemo<EditedObject | null>(
    () =>
      kind === undefined || start.kind === null || start.namespace === null
        ? null
        : { op: 'create', kind: start.kind, kindInfo: kind, namespace: start.namespace, name: '' },
    [kind, start.kind, start.namespace],
  );
  const id = object === null ? null : draftId(object);
  const returned = id !== null && hasSession(id);
  const found = id === null || drafts === null ? null : drafts.get(id);
  // What was there when the page opened: from its first drawing on, the editor has a session of its own.
  const [opened] = useState(() => new Map<string, Draft | null>());
  if (id !== null && drafts !== null && !opened.has(id)) opened.set(id, returned ? null : found);
  const [fromNamespace = '', fromName = ''] = sourceOf(start.from, namespace);
  const source = useQuery({
    ...queries.configurationObject({ kind: start.kind ?? '', namespace: fromNamespace, name: fromName }),
    enabled: object !== null && start.from !== null && !returned && found === null,
  });

  if (drafts === null || whoami === undefined) return <Waiting />;
  if (object !== null && id !== null) {
    if (returned || found !== null) {
      return (
        <Editor
          key={id}
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
            drafts.remove(id);
            endSession(id);
            opened.set(id, null);
            setBegun((times) => times + 1);
          }}
        />
      );
    }
    if (start.from !== null) {
      if (source.data !== undefined) {
        const text = copyText(source.data.text, object.namespace);
        // The copy is the reader's from here on: it is edited as a draft.
        sessionOf(id, () => text);
        return (
          <Editor
            key={id}
            object={object}
            session={sessionOf(id, () => text)}
            origin={nothing}
            live={null}
            gone={false}
            readOnly={false}
            drafts={drafts}
            found={null}
            onRebase={ignore}
          />
        );
      }
      if (source.error !== null) {
        return (
          <QueryProblem
            error={source.error}
            title={t('state.unreadable', { name: fromName })}
            onRetry={() => source.refetch()}
            centered
          />
        );
      }
      return <Waiting />;
    }
  }
  return (
    <NewStart
      kind={start.kind}
      namespace={namespace}
      template={start.template}
      namespaces={known}
      onChange={(part) => void setStart(part, { history: 'replace' })}
      onBegin={(chosen, text) => {
        sessionOf(
          draftId({ op: 'create', kind: chosen.kind, namespace: chosen.namespace, name: '' }),
          () => text,
        );
        void setStart({ kind: chosen.kind, namespace: chosen.namespace });
      }}
    />
  );
}

/** `name`, or `namespace/name`. */
function sourceOf(from: string | null, namespace: string): [string, string] {
  const [first = '', second] = (from ?? '').split('/');
  return second === undefined ? [namespace, first] : [first, second];
}

function Waiting() {
  const common = useTranslations('common');
  return (
    <div className={styles.waiting} role="status" aria-label={common('loading')}>
      <SkeletonBar width="40%" />
      <SkeletonBar width="64%" />
      <SkeletonBar width="52%" />
    </div>
  );
}
