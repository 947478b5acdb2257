/** How the code looks, in the variables of both themes: one stylesheet, nothing to switch. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { Decoration, EditorView, MatchDecorator, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const mark = {
  content: 'normal !important',
  width: '11px',
  height: '11px',
  margin: '3px auto 0',
  position: 'relative',
  color: 'var(--sl-code)',
  cursor: 'default',
} as const;
const sign = (text: string) => ({
  content: `"${text}"`,
  position: 'absolute',
  inset: '0',
  fontSize: '9px',
  lineHeight: '11px',
  fontWeight: '700',
  textAlign: 'center',
});

const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--sl-code)', color: 'var(--sl-text)', fontSize: '12px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--sl-font-code)',
    lineHeight: '17.5px',
    overflow: 'auto',
    containerType: 'inline-size',
  },
  '.cm-content': { padding: '6px 0', caretColor: 'var(--sl-text)' },
  '.cm-line': { padding: '0 16px 0 6px' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--sl-text)', borderLeftWidth: '1.5px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--sl-accent) 22%, transparent) !important',
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--sl-text) 3%, transparent)' },
  '.cm-gutters': {
    backgroundColor: 'var(--sl-code)',
    color: 'var(--sl-dim)',
    border: 'none',
    fontFamily: 'var(--sl-font-text)',
    fontVariantNumeric: 'tabular-nums',
    fontSize: '11px',
  },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--sl-text)' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '36px', padding: '0 4px 0 8px' },
  '.cm-gutter-lint': { width: '16px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0' },
  '.cm-foldGutter': { width: '14px' },
  '.cm-foldGutter .cm-gutterElement': { cursor: 'pointer', textAlign: 'center' },
  '.cm-fold': { display: 'inline-block', width: '14px', color: 'var(--sl-dim)' },
  '.cm-fold[data-open=true]': { opacity: '0' },
  '.cm-gutters:hover .cm-fold[data-open=true]': { opacity: '1' },
  '.cm-foldPlaceholder': {
    border: 'none',
    background: 'transparent',
    color: 'var(--sl-dim)',
    padding: '0 4px',
    margin: '0',
  },
  '.cm-changed': { backgroundColor: 'var(--sl-accent-soft)' },
  '.cm-lineNumbers .cm-changed': { boxShadow: 'inset 3px 0 var(--sl-accent)' },
  '.cm-gone': { boxShadow: 'inset 0 -2px color-mix(in srgb, var(--sl-failing) 45%, transparent)' },
  '.cm-lineNumbers .cm-gone': { boxShadow: 'inset 0 -2px var(--sl-failing)' },
  '.cm-was': {
    display: 'inline-block',
    position: 'sticky',
    left: 'calc(100cqw - 196px)',
    width: '180px',
    paddingLeft: '12px',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    verticalAlign: 'bottom',
    textAlign: 'right',
    color: 'var(--sl-dim)',
    fontFamily: 'var(--sl-font-text)',
    fontSize: '11px',
    userSelect: 'none',
    pointerEvents: 'none',
  },
  '.cm-lintRange': { backgroundImage: 'none !important', paddingBottom: '0' },
  '.cm-lintRange-error': {
    textDecoration: 'underline wavy var(--sl-failing) 1px',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-warning': {
    textDecoration: 'underline wavy var(--sl-degraded) 1px',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-info': { textDecoration: 'underline dotted var(--sl-dim) 1px', textUnderlineOffset: '3px' },
  '.cm-lint-marker': { padding: '0' },
  '.cm-lint-marker-error': {
    ...mark,
    background: 'var(--sl-failing)',
    clipPath: 'polygon(30% 0, 70% 0, 100% 30%, 100% 70%, 70% 100%, 30% 100%, 0 70%, 0 30%)',
  },
  '.cm-lint-marker-error::after': sign('×'),
  '.cm-lint-marker-warning': {
    ...mark,
    background: 'var(--sl-degraded)',
    clipPath: 'polygon(50% 2%, 100% 96%, 0 96%)',
  },
  '.cm-lint-marker-warning::after': { ...sign('!'), fontSize: '8px', top: '1px' },
  '.cm-lint-marker-info': {
    ...mark,
    border: '1.5px solid var(--sl-dim)',
    borderRadius: '50%',
    color: 'var(--sl-dim)',
  },
  '.cm-lint-marker-info::after': { ...sign('i'), fontSize: '8px', lineHeight: '8px' },
  '.cm-tooltip': {
    border: '1px solid var(--sl-strong-line)',
    borderRadius: '6px',
    background: 'var(--sl-surface)',
    color: 'var(--sl-text)',
    boxShadow: 'var(--sl-shadow)',
    fontFamily: 'var(--sl-font-text)',
    fontSize: '12px',
    lineHeight: '18px',
    maxWidth: '420px',
    overflow: 'hidden',
  },
  '.cm-diagnostic': { padding: '6px 10px', whiteSpace: 'pre-wrap', border: 'none' },
  '.cm-diagnostic + .cm-diagnostic': { borderTop: '1px solid var(--sl-border)' },
  '.cm-diagnostic-error': { boxShadow: 'inset 3px 0 var(--sl-failing)' },
  '.cm-diagnostic-warning': { boxShadow: 'inset 3px 0 var(--sl-degraded)' },
  '.cm-diagnosticSource': { fontSize: '11px', color: 'var(--sl-dim)', opacity: '1' },
  '.cm-tooltip-autocomplete ul li': { padding: '2px 8px !important', lineHeight: '18px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    background: 'var(--sl-accent-soft) !important',
    color: 'var(--sl-text) !important',
  },
  '.cm-completionDetail': { color: 'var(--sl-dim)', fontStyle: 'normal', fontFamily: 'var(--sl-font-text)' },
  '.cm-panels': {
    background: 'var(--sl-surface)',
    color: 'var(--sl-text)',
    borderTop: '1px solid var(--sl-border)',
    fontFamily: 'var(--sl-font-text)',
  },
  '.cm-panel.cm-search, .cm-panel.cm-gotoLine': {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px',
    padding: '6px 32px 6px 10px',
    fontSize: '12px',
  },
  '.cm-panel br': { flexBasis: '100%', content: '""' },
  '.cm-panel label': { display: 'inline-flex', alignItems: 'center', gap: '4px', fontSize: '12px' },
  '.cm-textfield': {
    height: '26px',
    margin: '0 !important',
    padding: '0 8px',
    border: '1px solid var(--sl-strong-line)',
    borderRadius: '5px',
    background: 'var(--sl-surface)',
    color: 'var(--sl-text)',
    fontSize: '12px',
  },
  '.cm-button': {
    height: '26px',
    margin: '0 !important',
    padding: '0 8px',
    border: '1px solid var(--sl-strong-line)',
    borderRadius: '5px',
    backgroundImage: 'none',
    background: 'var(--sl-surface)',
    color: 'var(--sl-text)',
    fontSize: '12px',
    cursor: 'pointer',
  },
  '.cm-button:hover': { background: 'var(--sl-page)' },
  '.cm-panel [name=close], .cm-dialog-close': {
    color: 'var(--sl-dim)',
    fontSize: '16px',
    top: '6px !important',
    right: '8px !important',
  },
  '.cm-searchMatch': {
    backgroundColor: 'color-mix(in srgb, var(--sl-degraded) 25%, transparent)',
    borderRadius: '2px',
  },
  '.cm-searchMatch-selected': { backgroundColor: 'color-mix(in srgb, var(--sl-degraded) 55%, transparent)' },
  '.cm-flash': {
    animation: 'none',
    backgroundColor: 'color-mix(in srgb, var(--sl-accent) 20%, transparent)',
  },
});

const colours = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName)], color: 'var(--sl-code-key)' },
  { tag: tags.comment, color: 'var(--sl-dim)', fontStyle: 'italic' },
  { tag: [tags.labelName, tags.typeName], color: 'var(--sl-other-version)' },
  { tag: [tags.separator, tags.punctuation], color: 'var(--sl-dim)' },
]);

/** Numbers, durations, true and false: the grammar calls them text like any other. */
const valueWord = /(?<=[:\-,[{]\s+)(?:-?\d+(?:\.\d+)?(?:ms|[smh])?|true|false|null)(?=\s*(?:$|[,}\]#]))/g;
const values = new MatchDecorator({ regexp: valueWord, decoration: Decoration.mark({ class: 'cm-value' }) });
const valueMarks = ViewPlugin.define(
  (view) => ({
    decorations: values.createDeco(view),
    update(update: ViewUpdate) {
      this.decorations = values.updateDeco(update, this.decorations);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);

export const codeTheme: Extension = [
  look,
  syntaxHighlighting(colours),
  valueMarks,
  EditorView.theme({ '.cm-value': { color: 'var(--sl-degraded-text)' } }),
];
