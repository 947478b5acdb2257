'use client';
/** The field for one PromQL text; CodeMirror comes when it is first shown, until then a plain field takes what is typed. */
import { useQueryClient } from '@tanstack/react-query';
import { type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { queries } from '#lib/client/queries/queries.ts';
import styles from './metrics-explorer.module.css';
import type { PromqlCode, PromqlNames } from './promql-code.ts';
import { useLintText } from './use-lint-text.ts';

export interface PromqlEditorHandle {
  /** What was not typed. */
  setText(text: string): void;
}

export interface PromqlEditorProps {
  /** What is typed; changes from elsewhere come through the handle, so that no key is lost on the way. */
  text: string;
  ref?: Ref<PromqlEditorHandle>;
  letter: string;
  fault: { text: string; offset: number; message: string } | null;
  onEdit(text: string): void;
  onRun(): void;
}

function useNames(): PromqlNames {
  const client = useQueryClient();
  return useMemo(
    () => ({
      metrics: async () => (await client.fetchQuery(queries.exploreMetrics())).metrics,
      labels: async (metric) => (await client.fetchQuery(queries.exploreLabels(metric))).names,
      values: async (label, metric) => (await client.fetchQuery(queries.exploreValues(label, metric))).names,
    }),
    [client],
  );
}

export function PromqlEditor(props: PromqlEditorProps) {
  const { text, letter, fault, ref, onEdit, onRun } = props;
  const t = useTranslations('metrics.query');
  const lintText = useLintText();
  const words = useMemo(
    () => ({ label: t('editor', { letter }), placeholder: t('placeholder'), lintText }),
    [t, letter, lintText],
  );
  const names = useNames();
  const parent = useRef<HTMLDivElement>(null);
  const waiting = useRef<HTMLTextAreaElement>(null);
  const latest = useRef(props);
  const first = useRef({ text, words, names });
  const [code, setCode] = useState<PromqlCode | null>(null);

  useEffect(() => {
    latest.current = props;
    first.current = { text, words, names };
  });
  useEffect(() => {
    let made: PromqlCode | null = null;
    let gone = false;
    void import('./promql-code.ts').then(({ createPromqlCode }) => {
      if (gone || parent.current === null) return;
      const focused = document.activeElement === waiting.current;
      made = createPromqlCode(parent.current, {
        ...first.current,
        onEdit: (next) => latest.current.onEdit(next),
        onRun: () => latest.current.onRun(),
      });
      if (focused) made.focus();
      setCode(made);
    });
    return () => {
      gone = true;
      made?.destroy();
    };
  }, []);
  useImperativeHandle(ref, () => ({ setText: (next) => code?.setText(next) }), [code]);
  useEffect(() => code?.setWords(words), [code, words]);
  useEffect(() => code?.setFault(fault), [code, fault]);

  return (
    <div className={styles.editor} data-ready={code !== null} data-wrong={fault !== null || undefined}>
      <div ref={parent} />
      {code === null && (
        <textarea
          ref={waiting}
          className={styles.plain}
          aria-label={words.label}
          placeholder={words.placeholder}
          rows={1}
          spellCheck={false}
          value={text}
          onChange={(event) => onEdit(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.shiftKey || event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            onRun();
          }}
        />
      )}
    </div>
  );
}
