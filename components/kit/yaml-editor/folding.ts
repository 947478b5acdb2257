/** Folding by structure, and the head of a document as one fold: what says which object it is, not what it does. */
import {
  codeFolding,
  foldEffect,
  foldGutter,
  foldKeymap,
  foldService,
  unfoldEffect,
} from '@codemirror/language';
import type { EditorState, Extension } from '@codemirror/state';
import { type EditorView, keymap } from '@codemirror/view';

export interface FoldWords {
  lines(count: number): string;
}

/** From the end of the first line to the end of the line before the key that the reader came for; null for a short head. */
function headFold({ doc }: EditorState, untilKey: string): { from: number; to: number } | null {
  const most = Math.min(doc.lines, 4000);
  for (let number = 2; number <= most; number += 1) {
    const line = doc.line(number);
    if (!line.text.startsWith(`${untilKey}:`)) continue;
    return number < 4 ? null : { from: doc.line(1).to, to: doc.line(number - 1).to };
  }
  return null;
}

/** `untilKey`: the first key of the root that is not head, e.g. `spec`. */
export function folding(untilKey: string | null, words: FoldWords): Extension {
  return [
    codeFolding({
      preparePlaceholder: (state, { from, to }) =>
        words.lines(state.doc.lineAt(to).number - state.doc.lineAt(from).number),
      placeholderDOM(_view, onclick, text: string) {
        const element = document.createElement('span');
        element.className = 'cm-foldPlaceholder';
        element.textContent = text;
        element.onclick = onclick;
        return element;
      },
    }),
    foldGutter({
      markerDOM(open) {
        const element = document.createElement('span');
        element.className = 'cm-fold';
        element.dataset.open = String(open);
        element.textContent = open ? '⌄' : '›';
        element.setAttribute('aria-hidden', 'true');
        return element;
      },
    }),
    keymap.of(foldKeymap),
    ...(untilKey === null
      ? []
      : [foldService.of((state, start) => (start === 0 ? headFold(state, untilKey) : null))]),
  ];
}

export function foldHead(view: EditorView, untilKey: string): void {
  const range = headFold(view.state, untilKey);
  if (range !== null) view.dispatch({ effects: foldEffect.of(range) });
}

/** Opens the fold of the head when a place in it is to be seen; other folds open by themselves when the cursor enters. */
export function unfoldHead(view: EditorView, untilKey: string, place: number): void {
  const range = headFold(view.state, untilKey);
  if (range !== null && place > range.from && place <= range.to) {
    view.dispatch({ effects: unfoldEffect.of(range) });
  }
}
