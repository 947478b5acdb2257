/** Lines that changed: tinted, with an accent edge, and what stood there at the right. */
import { type EditorState, type Extension, RangeSet, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutterLineClass,
  WidgetType,
} from '@codemirror/view';
import type { ChangedLines } from '#lib/document/diff/changed-lines.ts';

class Was extends WidgetType {
  private readonly text: string;
  constructor(text: string) {
    super();
    this.text = text;
  }
  override eq(other: Was): boolean {
    return other.text === this.text;
  }
  override toDOM(): HTMLElement {
    const element = document.createElement('span');
    element.className = 'cm-was';
    element.textContent = this.text;
    return element;
  }
  override ignoreEvent(): boolean {
    return true;
  }
}

class LineClass extends GutterMarker {
  override readonly elementClass: string;
  constructor(elementClass: string) {
    super();
    this.elementClass = elementClass;
  }
}

const changedGutter = new LineClass('cm-changed');
const goneGutter = new LineClass('cm-gone');
const changedLine = Decoration.line({ class: 'cm-changed' });
const goneLine = Decoration.line({ class: 'cm-gone' });

interface Marks {
  lines: DecorationSet;
  gutter: RangeSet<GutterMarker>;
}

export interface ChangeWords {
  was(value: string): string;
  gone(count: number): string;
}

const setMarks = StateEffect.define<Marks>();
const field = StateField.define<Marks>({
  create: () => ({ lines: Decoration.none, gutter: RangeSet.empty }),
  update(marks, transaction) {
    for (const effect of transaction.effects) if (effect.is(setMarks)) return effect.value;
    if (!transaction.docChanged) return marks;
    return { lines: marks.lines.map(transaction.changes), gutter: marks.gutter.map(transaction.changes) };
  },
  provide: (own) => [
    EditorView.decorations.from(own, ({ lines }) => lines),
    gutterLineClass.from(own, ({ gutter }) => gutter),
  ],
});

export const changeMarks: Extension = field;

/** The effect that shows these changes. */
export function showChanges(
  { doc }: EditorState,
  { changed, gone }: ChangedLines,
  words: ChangeWords,
): StateEffect<Marks> {
  const lines = [];
  const gutter = [];
  for (const { line: number, was } of changed) {
    if (number > doc.lines) continue;
    const line = doc.line(number);
    lines.push(changedLine.range(line.from));
    gutter.push(changedGutter.range(line.from));
    if (was !== null) {
      lines.push(Decoration.widget({ widget: new Was(words.was(was)), side: 1 }).range(line.to));
    }
  }
  for (const { behind, count } of gone) {
    const line = doc.line(Math.min(Math.max(1, behind), doc.lines));
    lines.push(goneLine.range(line.from));
    gutter.push(goneGutter.range(line.from));
    lines.push(Decoration.widget({ widget: new Was(words.gone(count)), side: 2 }).range(line.to));
  }
  return setMarks.of({ lines: Decoration.set(lines, true), gutter: RangeSet.of(gutter, true) });
}
