'use client';
/** The YAML editor as a component: CodeMirror comes when it is first shown; until then the text stands there, to be read. */
import { type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import type { ChangedLines } from '#lib/document/diff/changed-lines.ts';
import type { Splice } from '#lib/document/edit/splice.ts';
import type { CodeEditor, CodeWords } from './code-editor.ts';
import type { CodeCompletions, CodeMark } from './code-words.ts';
import styles from './yaml-editor.module.css';

export interface YamlEditorHandle {
  reveal(offset: number, focus?: boolean): void;
}

export interface YamlEditorProps {
  text: string;
  label: string;
  readOnly?: boolean;
  /** The first key of the root after the head, which opens folded. */
  headUntil?: string | null;
  /** With the text that they are about: what is said of an older one waits for the next. */
  marks?: { text: string; marks: readonly CodeMark[] };
  changes?: { text: string; changes: ChangedLines };
  /** `splices` are those of the text before. */
  onEdit?(text: string, splices: readonly Splice[]): void;
  /** The reader moved the cursor, without writing. */
  onCursor?(offset: number): void;
  onUndo?(): void;
  onRedo?(): void;
  complete?(text: string, offset: number): CodeCompletions | null;
  ref?: Ref<YamlEditorHandle>;
}

/** The phrases of CodeMirror that a reader meets, by their English. */
const phraseKeys = {
  Find: 'find',
  Replace: 'replaceWith',
  next: 'next',
  previous: 'previous',
  all: 'all',
  'match case': 'matchCase',
  'by word': 'byWord',
  regexp: 'regexp',
  replace: 'replace',
  'replace all': 'replaceAll',
  close: 'close',
  'current match': 'currentMatch',
  'replaced $ matches': 'replacedMatches',
  'replaced match on line $': 'replacedOnLine',
  'on line': 'onLine',
  'Go to line': 'goToLine',
  go: 'go',
  'folded code': 'foldedCode',
  'Folded lines': 'foldedLines',
  'Unfolded lines': 'unfoldedLines',
  to: 'to',
  unfold: 'unfold',
  Completions: 'completions',
  Diagnostics: 'diagnostics',
  'No diagnostics': 'noDiagnostics',
  'Selection deleted': 'selectionDeleted',
  'Control character': 'controlCharacter',
} as const;

/** Asked for by a page that will show one, it is there sooner. */
export const loadCodeEditor = () => import('./code-editor.ts');

function useWords(label: string): CodeWords {
  const t = useTranslations('code');
  return useMemo(
    () => ({
      label,
      phrases: Object.fromEntries(
        Object.entries(phraseKeys).map(([english, key]) => [english, t(`phrase.${key}`)]),
      ),
      change: { was: (value) => t('was', { value }), gone: (count) => t('gone', { count }) },
      fold: { lines: (count) => t('foldedCount', { count }) },
    }),
    [t, label],
  );
}

export function YamlEditor(props: YamlEditorProps) {
  const { text, label, readOnly = false, headUntil = null, marks, changes, ref } = props;
  const t = useTranslations('code');
  const words = useWords(label);
  const parent = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  const waiting = useRef<{ offset: number; focus: boolean } | null>(null);
  const [editor, setEditor] = useState<CodeEditor | null>(null);
  const first = useRef({ text, readOnly, words, headUntil });

  useEffect(() => {
    latest.current = props;
    first.current = { text, readOnly, words, headUntil };
  });

  useEffect(() => {
    let made: CodeEditor | null = null;
    let gone = false;
    void loadCodeEditor().then(({ createCodeEditor }) => {
      if (gone || parent.current === null) return;
      made = createCodeEditor(parent.current, {
        ...first.current,
        onEdit: (...edit) => latest.current.onEdit?.(...edit),
        onCursor: (offset) => latest.current.onCursor?.(offset),
        onUndo: () => latest.current.onUndo?.(),
        onRedo: () => latest.current.onRedo?.(),
        complete: (...place) => latest.current.complete?.(...place) ?? null,
      });
      setEditor(made);
    });
    return () => {
      gone = true;
      made?.destroy();
    };
  }, []);

  useEffect(() => editor?.setText(text), [editor, text]);
  useEffect(() => editor?.setReadOnly(readOnly), [editor, readOnly]);
  useEffect(() => editor?.setWords(words), [editor, words]);
  useEffect(() => {
    if (marks !== undefined) editor?.setMarks(marks.text, marks.marks);
  }, [editor, marks]);
  useEffect(() => {
    if (changes !== undefined) editor?.setChanges(changes.text, changes.changes);
  }, [editor, changes]);
  useEffect(() => {
    if (editor === null || waiting.current === null) return;
    editor.reveal(waiting.current.offset, waiting.current.focus);
    waiting.current = null;
  }, [editor]);
  useImperativeHandle(
    ref,
    () => ({
      reveal(offset, focus = true) {
        if (editor === null) waiting.current = { offset, focus };
        else editor.reveal(offset, focus);
      },
    }),
    [editor],
  );

  return (
    <div className={styles.editor} data-ready={editor !== null}>
      <VisuallyHidden>{t('leave')}</VisuallyHidden>
      <div ref={parent} className={styles.code} />
      {editor === null && (
        <pre className={styles.waiting} aria-hidden>
          {text.slice(0, 6000)}
        </pre>
      )}
    </div>
  );
}
