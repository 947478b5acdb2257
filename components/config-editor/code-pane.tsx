'use client';
/** The right side: the code with its marks, undo and redo over form and code alike, and the checks below. */
import { Check, Copy, Redo2, Undo2 } from 'lucide-react';
import {
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useTranslations } from 'use-intl';
import { YamlEditor, type YamlEditorHandle } from '#components/kit/yaml-editor/yaml-editor.tsx';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import { Segments } from '#components/ui/buttons/segments.tsx';
import { useCopied } from '#components/ui/use-copied.ts';
import type { ChangedLines } from '#lib/document/diff/changed-lines.ts';
import styles from './editor.module.css';
import type { ShownFinding } from './findings/shown-finding.ts';
import type { TextSession } from './text/text-session.ts';
import { useCompletion } from './use-completion.ts';

export interface CodePaneProps {
  session: TextSession;
  /** Shown as the code's name. */
  label: string;
  kind: { group: string; kind: string };
  readOnly: boolean;
  /** The text that findings and changes are of. */
  saidOf: string;
  findings: readonly ShownFinding[];
  changes: ChangedLines;
  /** All of it is new: no line is changed. */
  isNew: boolean;
  /** What the draft does, in sentences; null where nothing says it. */
  sentences: ReactNode;
  editor: RefObject<YamlEditorHandle | null>;
  onCursor: (offset: number) => void;
  /** Below the code. */
  children: ReactNode;
}

export function CodePane({
  session,
  label,
  kind,
  readOnly,
  saidOf,
  findings,
  changes,
  isNew,
  sentences,
  editor,
  onCursor,
  children,
}: CodePaneProps) {
  const t = useTranslations('editor.pane');
  const state = useSyncExternalStore(session.subscribe, session.snapshot, session.snapshot);
  const [view, setView] = useState<'yaml' | 'sentences'>('yaml');
  const clipboard = useCopied();
  const near = useCallback(() => session.snapshot().valid, [session]);
  const complete = useCompletion(kind, near);
  const { text, past, future } = state.history;
  const shown = sentences === null ? 'yaml' : view;

  const marks = useMemo(
    () => ({
      text: saidOf,
      marks: findings.flatMap(({ place, severity, text: message, code }) =>
        place === null
          ? []
          : [{ from: place.from, to: place.to, severity, message, source: code ?? undefined }],
      ),
    }),
    [saidOf, findings],
  );
  const marked = useMemo(() => ({ text: saidOf, changes }), [saidOf, changes]);

  // An edit of the form is shown in the code; one of the code is where the reader looks already.
  const { place } = state;
  const followed = useRef(place);
  useEffect(() => {
    if (place === null || place === followed.current) return;
    followed.current = place;
    editor.current?.reveal(place.offset, false);
  }, [place, editor]);

  return (
    <section className={styles.codePane} aria-label={t('code')}>
      <div className={styles.paneHead}>
        {sentences === null ? (
          <h2>{t('yaml')}</h2>
        ) : (
          <Segments
            label={t('view')}
            value={shown}
            onChange={setView}
            options={[
              { value: 'yaml', name: t('yaml') },
              { value: 'sentences', name: t('sentences') },
            ]}
          />
        )}
        <span
          className={styles.changed}
          data-any={changes.changed.length + changes.gone.length > 0 || undefined}
        >
          {!isNew &&
            t('changed', {
              count: changes.changed.length + changes.gone.reduce((sum, { count }) => sum + count, 0),
            })}
        </span>
        <span className={styles.reading} role="status">
          {state.reading && t('reading')}
        </span>
        {!readOnly && (
          <>
            <IconButton
              size="small"
              label={t('undo')}
              icon={<Undo2 size={15} aria-hidden />}
              disabled={past.length === 0}
              onClick={() => session.undo()}
            />
            <IconButton
              size="small"
              label={t('redo')}
              icon={<Redo2 size={15} aria-hidden />}
              disabled={future.length === 0}
              onClick={() => session.redo()}
            />
          </>
        )}
        <IconButton
          size="small"
          label={t('copy')}
          icon={clipboard.copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
          onClick={() => clipboard.copy(text)}
        />
      </div>
      <div className={styles.code}>
        {shown === 'yaml' ? (
          <YamlEditor
            ref={editor}
            text={text}
            label={label}
            readOnly={readOnly}
            headUntil="spec"
            marks={marks}
            changes={marked}
            onEdit={(_text, splices) => session.type(splices)}
            onCursor={onCursor}
            onUndo={() => session.undo()}
            onRedo={() => session.redo()}
            complete={complete}
          />
        ) : (
          <div className={styles.sentences}>{sentences}</div>
        )}
      </div>
      {children}
    </section>
  );
}
