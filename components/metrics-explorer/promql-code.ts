/**
 * CodeMirror around one PromQL text, with Prometheus' own language for editors. Completion asks our API, never Prometheus. Loaded on
 * demand.
 */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, type Extension, Prec } from '@codemirror/state';
import { drawSelection, EditorView, highlightSpecialChars, keymap, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { PromQLExtension } from '@prometheus-io/codemirror-promql';
import { hiddenLetters } from '#components/kit/hidden-letters.ts';
import { codeTheme } from '#components/kit/yaml-editor/code-theme.ts';
import { checkedWhole } from './promql-lint.ts';

export interface PromqlWords {
  label: string;
  placeholder: string;
  /** What Prometheus' check for editors says, in the reader's language. */
  lintText(message: string): string;
}

/** Where completion gets its names from. */
export interface PromqlNames {
  metrics(): Promise<readonly { name: string; type: string; help: string }[]>;
  labels(metric: string | null): Promise<readonly string[]>;
  values(label: string, metric: string | null): Promise<readonly string[]>;
}

export interface PromqlCodeOptions {
  text: string;
  words: PromqlWords;
  names: PromqlNames;
  onEdit(text: string): void;
  onRun(): void;
}

export interface PromqlCode {
  setText(text: string): void;
  setWords(words: PromqlWords): void;
  /** Of this text; null takes it away. */
  setFault(fault: { text: string; offset: number; message: string } | null): void;
  focus(): void;
  destroy(): void;
}

const look = EditorView.theme({
  '&': { height: 'auto', minHeight: '34px', backgroundColor: 'transparent', fontSize: '13px' },
  '.cm-scroller': { lineHeight: '20px', maxHeight: '180px' },
  '.cm-content': { padding: '6px 0' },
  '.cm-line': { padding: '0 10px' },
  '.cm-placeholder': { color: 'var(--sl-dim)' },
  '.cm-matchingBracket': { backgroundColor: 'var(--sl-accent-soft)', outline: 'none' },
  '.cm-nonmatchingBracket': { color: 'var(--sl-failing-text)' },
  '.cm-completionIcon': { display: 'none' },
});

const colours = HighlightStyle.define([
  {
    tag: [tags.function(tags.variableName), tags.keyword, tags.modifier, tags.operatorKeyword],
    color: 'var(--sl-accent)',
  },
  { tag: tags.labelName, color: 'var(--sl-code-key)' },
  { tag: tags.string, color: 'var(--sl-other-version)' },
  { tag: [tags.number, tags.integer], color: 'var(--sl-text)' },
  { tag: tags.lineComment, color: 'var(--sl-dim)', fontStyle: 'italic' },
]);

function wording({ label, placeholder: hint }: PromqlWords): Extension {
  return [
    placeholder(hint),
    EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-multiline': 'true',
      spellcheck: 'false',
      autocapitalize: 'off',
      translate: 'no',
    }),
  ];
}

function promql(names: PromqlNames, lintText: PromqlWords['lintText']): Extension {
  const named = (name: string | undefined) => (name === undefined || name === '' ? null : name);
  const listed = async (all: Promise<readonly string[]>) => [...(await all.catch(() => []))];
  const metrics = () => names.metrics().catch(() => []);
  const extension = new PromQLExtension();
  return extension
    .setLinter(checkedWhole(extension.getLinter(), lintText))
    .setComplete({
      remote: {
        metricNames: async () => (await metrics()).map(({ name }) => name),
        metricMetadata: async () =>
          Object.fromEntries((await metrics()).map(({ name, type, help }) => [name, [{ type, help }]])),
        labelNames: (metric) => listed(names.labels(named(metric))),
        labelValues: (label, metric) => listed(names.values(label, named(metric))),
        series: async () => [],
        flags: async () => ({}),
      },
    })
    .asExtension();
}

export function createPromqlCode(parent: HTMLElement, options: PromqlCodeOptions): PromqlCode {
  const wordsPart = new Compartment();
  let { text, words } = options;
  const run = () => {
    options.onRun();
    return true;
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(
          keymap.of([
            { key: 'Mod-Enter', run },
            { key: 'Shift-Enter', run },
          ]),
        ),
        // Tab leads on: this is a field among others.
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        history(),
        highlightSpecialChars({ addSpecialChars: hiddenLetters }),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        EditorView.lineWrapping,
        autocompletion({ icons: false }),
        promql(options.names, (message) => words.lintText(message)),
        codeTheme,
        Prec.highest(look),
        Prec.high(syntaxHighlighting(colours)),
        wordsPart.of(wording(words)),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          const next = update.state.doc.toString();
          if (next === text) return;
          text = next;
          options.onEdit(text);
        }),
      ],
    }),
  });
  return {
    setText(next) {
      if (next === text) return;
      text = next;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    setWords(next) {
      words = next;
      view.dispatch({ effects: wordsPart.reconfigure(wording(words)) });
    },
    setFault(fault) {
      if (fault !== null && fault.text !== text) return;
      const end = view.state.doc.length;
      const from = fault === null ? 0 : Math.min(fault.offset, Math.max(0, end - 1));
      const marks =
        fault === null
          ? []
          : [{ from, to: Math.min(end, from + 1), severity: 'error' as const, message: fault.message }];
      view.dispatch(setDiagnostics(view.state, marks));
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
