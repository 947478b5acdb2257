'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { loadCodeEditor } from '#components/kit/yaml-editor/yaml-editor.tsx';
import { useFormSoon } from '#components/object-forms/object-form.tsx';
import { EarlyQuestion } from '#components/shell/document/early-question.tsx';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { useScope } from '#components/shell/use-scope.ts';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { apiRoutes, type KindName, routes } from '#lib/client/address/routes.ts';
import { ApiError } from '#lib/client/call/api-error.ts';
import { draftId } from '#lib/client/drafts/drafts.ts';
import { queries } from '#lib/client/queries/queries.ts';
import type { Kind } from '#lib/istio/kinds/kind.ts';
/** The page that edits one object: what it is now, and the draft of it. */
import { nameOfKind } from '#lib/istio/kinds/kind-name.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import styles from './editor.module.css';
import { GoneWithDraft } from './head/gone-with-draft.tsx';
import { ObjectPageHead } from './head/object-page-head.tsx';
import { LiveEditor } from './live-editor.tsx';
import { useDraftList, useDrafts } from './use-drafts.ts';

export function EditorPage(ref: KindName) {
  const t = useTranslations('editor.state');
  const { namespaces, range } = useScope();
  const kind = kindAt(ref.kind);
  useEditorSoon(kind);
  const drafts = useDrafts();
  const id = draftId({ op: 'update', ...ref });
  const left = useDraftList(drafts).find((one) => one.id === id)?.draft ?? null;
  const query = useQuery({ ...queries.configurationObject(ref), enabled: kind !== undefined });
  const toList = (
    <ButtonLink href={routes.configuration({ namespaces, range })}>
      <ToListText />
    </ButtonLink>
  );
  if (kind === undefined) {
    return (
      <EmptyState
        centered
        title={t('unknownKind')}
        detail={t('unknownKindDetail', { kind: ref.kind })}
        actions={toList}
      />
    );
  }
  if (query.data !== undefined && drafts !== null) {
    const gone = query.error instanceof ApiError && query.error.status === 404;
    return (
      <LiveEditor
        key={`${ref.kind}/${ref.namespace}/${ref.name}`}
        kind={kind}
        live={query.data}
        gone={gone}
        drafts={drafts}
      />
    );
  }
  if (query.error instanceof ApiError && query.error.status === 404) {
    if (left !== null && drafts !== null) {
      return <GoneWithDraft kind={kind} draft={left} drafts={drafts} toList={toList} />;
    }
    return (
      <EmptyState
        centered
        title={t('goneTitle')}
        detail={t('goneDetail', { kind: nameOfKind(kind), name: ref.name, namespace: ref.namespace })}
        actions={toList}
      />
    );
  }
  if (query.error !== null) {
    return (
      <QueryProblem
        error={query.error}
        title={t('unreadable', { name: ref.name })}
        onRetry={() => query.refetch()}
        centered
      />
    );
  }
  return (
    <>
      <EarlyQuestion path={apiRoutes.configurationObject(ref)} />
      <EditorSkeleton namespace={ref.namespace} name={ref.name} kind={nameOfKind(kind)} />
    </>
  );
}

/** What both sides of the editor are made of comes while the object does. */
function useEditorSoon(kind: Kind | undefined): void {
  useFormSoon(kind?.kind);
  useEffect(() => {
    // Where it fails, the code asks again.
    loadCodeEditor().catch(() => undefined);
  }, []);
}

function ToListText() {
  return useTranslations('editor.review')('toList');
}

/** The name is known from the address: it stands there at once. */
function EditorSkeleton({ namespace, name, kind }: { namespace: string; name: string; kind: string }) {
  const common = useTranslations('common');
  return (
    <div className={styles.page} role="status" aria-label={common('loading')}>
      <ObjectPageHead namespace={namespace} kind={kind} title={name} />
      <div className={styles.waiting}>
        {[64, 52, 58, 46, 40].map((width) => (
          <SkeletonBar key={width} width={`${width}%`} />
        ))}
      </div>
    </div>
  );
}
