'use client';
/** A new object that begins as a copy of another: that one is read, and its text without what is its alone is the start. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { queries } from '#lib/client/queries/queries.ts';
import { copyText } from './new-text.ts';
import { NewWaiting } from './new-waiting.tsx';

export interface NewCopyProps {
  kind: string;
  /** Of the new object. */
  namespace: string;
  /** `name`, or `namespace/name`. */
  from: string;
  onBegin: (text: string, name: string) => void;
}

export function NewCopy({ kind, namespace, from, onBegin }: NewCopyProps) {
  const t = useTranslations('editor');
  const slash = from.indexOf('/');
  const [owner, name] = slash < 0 ? [namespace, from] : [from.slice(0, slash), from.slice(slash + 1)];
  const source = useQuery(queries.configurationObject({ kind, namespace: owner, name }));
  const begun = useRef(false);
  const text = source.data?.text;
  useEffect(() => {
    if (text === undefined || begun.current) return;
    begun.current = true;
    onBegin(copyText(text, namespace), `${name}-copy`);
  });
  if (text === undefined && source.error !== null) {
    return (
      <QueryProblem
        error={source.error}
        title={t('state.unreadable', { name })}
        onRetry={() => source.refetch()}
        centered
      />
    );
  }
  return <NewWaiting />;
}
