/**
 * CodeMirror 6 around one YAML text that somebody else owns: what is typed is told as splices, what is given is shown.
 * It keeps no history: undo and redo are asked for, so that edits from elsewhere are in the same line.
 */
import { autocompletion, type CompletionContext, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import {
  type Diagnostic,
  forEachDiagnostic,
  lintGutter,
  nextDiagnostic,
  previousDiagnostic,
  setDiagnostics,
} from '@codemirror/lint';
import { search, searchKeymap } from '@codemirror/search';
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  type ViewUpdate,
} from '@codemirror/view';
import type { ChangedLines } from '#lib/document/diff/changed-lines.ts';
import { oneSplice } from '#lib/document/diff/one-splice.ts';
import type { Splice } from '#lib/document/edit/splice.ts';
import { hiddenLetters } from '../hidden-letters.ts';
import { type ChangeWords, changeMarks, showChanges } from './change-marks.ts';
import { codeTheme } from './code-theme.ts';
import type { CodeCompletions, CodeMark } from './code-words.ts';
import { type FoldWords, foldHead, folding, unfoldHead } from './folding.ts';
import { yaml } from './yaml-language.ts';

export interface CodeWords {
  label: string;
  /** CodeMirror's own texts, by their English. */
  phrases: Readonly<Record<string, string>>;
  change: ChangeWords;
  fold: FoldWords;
}

export interface CodeEditorOptions {
  text: string;
  readOnly: boolean;
  words: CodeWords;
  /** The first key after the head, which opens folded. */
  headUntil: string | null;
  onEdit(text: string, splices: readonly Splice[]): void;
  /** The reader moved the cursor, without writing. */
  onCursor(offset: number): void;
  onUndo(): void;
  onRedo(): void;
  complete(text: string, offset: number): CodeCompletions | null;
}

export interface CodeEditor {
  setText(text: string): void;
  setReadOnly(readOnly: boolean): void;
  setWords(words: CodeWords): void;
  /** Of this text; ignored when the editor shows another already: they will be told again. */
  setMarks(text: string, marks: readonly CodeMark[]): void;
  setChanges(text: string, changes: ChangedLines): void;
  /** Scrolls there and puts the cursor there. */
  reveal(offset: number, focus: boolean): void;
  destroy(): void;
}

/** Not typed: it came from the owner of the text. */
const given = Annotation.define<boolean>();

function splicesOf(update: ViewUpdate): Splice[] {
  const splices: Splice[] = [];
  update.changes.iterChanges((from, to, _fromB, _toB, inserted) => {
    splices.push({ from, to, insert: inserted.toString() });
  });
  return splices;
}

function writable(readOnly: boolean): Extension {
  return readOnly
    ? [EditorState.readOnly.of(true), EditorView.contentAttributes.of({ 'aria-readonly': 'true' })]
    : [];
}

function wording(words: CodeWords): Extension {
  return [
    EditorState.phrases.of(words.phrases),
    EditorView.contentAttributes.of({
      'aria-label': words.label,
      spellcheck: 'false',
      translate: 'no',
      tabindex: '0',
    }),
  ];
}

function completionSource(complete: CodeEditorOptions['complete']) {
  return (context: CompletionContext) => {
    const found = complete(context.state.doc.toString(), context.pos);
    if (found === null || (!context.explicit && found.from === context.pos)) return null;
    return { from: found.from, options: found.options.map((option) => ({ ...option })) };
  };
}

/** Marks move with the text by themselves: who types beside a thousand of them need not wait until all are drawn again. */
function standAlready(
  state: EditorState,
  before: readonly Diagnostic[],
  next: readonly Diagnostic[],
): boolean {
  if (before.length !== next.length) return false;
  const spans = new Map<Diagnostic, { from: number; to: number }>();
  forEachDiagnostic(state, (one, from, to) => spans.set(one, { from, to }));
  return next.every(({ from, to, severity, message, source }, index) => {
    const was = before[index];
    const span = was && spans.get(was);
    return (
      span?.from === from &&
      span.to === to &&
      was?.severity === severity &&
      was.message === message &&
      was.source === source
    );
  });
}

export function createCodeEditor(parent: HTMLElement, options: CodeEditorOptions): CodeEditor {
  const access = new Compartment();
  const language = new Compartment();
  let { text, words } = options;
  let diagnostics: readonly Diagnostic[] = [];

  const history = (act: () => void) => () => {
    act();
    return true;
  };
  const undo = history(options.onUndo);
  const redo = history(options.onRedo);

  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        keymap.of([
          { key: 'Mod-z', run: undo, preventDefault: true },
          { key: 'Mod-y', run: redo, preventDefault: true },
          { key: 'Mod-Shift-z', run: redo, preventDefault: true },
          { key: 'F8', run: nextDiagnostic },
          { key: 'Shift-F8', run: previousDiagnostic },
          ...completionKeymap,
          ...searchKeymap,
          // Escape, then Tab, leaves the editor: CodeMirror's own rule.
          indentWithTab,
          ...defaultKeymap,
        ]),
        lineNumbers(),
        folding(options.headUntil, { lines: (count) => words.fold.lines(count) }),
        lintGutter(),
        highlightSpecialChars({ addSpecialChars: hiddenLetters }),
        drawSelection(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        bracketMatching(),
        indentOnInput(),
        indentUnit.of('  '),
        yaml(),
        search({ top: false }),
        autocompletion({ override: [completionSource(options.complete)], icons: false }),
        changeMarks,
        codeTheme,
        access.of(writable(options.readOnly)),
        language.of(wording(words)),
        EditorView.domEventHandlers({
          beforeinput(event) {
            if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return false;
            event.preventDefault();
            if (event.inputType === 'historyUndo') options.onUndo();
            else options.onRedo();
            return true;
          },
        }),
        EditorView.updateListener.of((update) => {
          if (update.selectionSet && !update.docChanged && update.view.hasFocus)
            options.onCursor(update.state.selection.main.head);
          if (!update.docChanged || update.transactions.some((transaction) => transaction.annotation(given)))
            return;
          text = update.state.doc.toString();
          options.onEdit(text, splicesOf(update));
        }),
      ],
    }),
  });
  if (options.headUntil !== null) foldHead(view, options.headUntil);

  return {
    setText(next) {
      const splice = oneSplice(text, next);
      if (splice === null) return;
      view.dispatch({ changes: splice, annotations: given.of(true) });
      // Thousands of lines are not put together again, unless their breaks are others in the editor.
      text = next.includes('\r') ? view.state.doc.toString() : next;
    },
    setReadOnly: (readOnly) => view.dispatch({ effects: access.reconfigure(writable(readOnly)) }),
    setWords(next) {
      words = next;
      view.dispatch({ effects: language.reconfigure(wording(next)) });
    },
    setMarks(of, marks) {
      if (of !== text) return;
      const next = marks.map(({ from, to, severity, message, source }): Diagnostic => {
        return { from, to, severity: severity === 'note' ? 'info' : severity, message, source };
      });
      if (standAlready(view.state, diagnostics, next)) return;
      diagnostics = next;
      view.dispatch(setDiagnostics(view.state, next));
    },
    setChanges(of, changes) {
      if (of === text) view.dispatch({ effects: showChanges(view.state, changes, words.change) });
    },
    reveal(offset, focus) {
      const place = Math.min(offset, view.state.doc.length);
      if (options.headUntil !== null) unfoldHead(view, options.headUntil, place);
      view.dispatch({
        selection: { anchor: place },
        effects: EditorView.scrollIntoView(place, { y: 'center' }),
      });
      if (focus) view.focus();
    },
    destroy: () => view.destroy(),
  };
}
