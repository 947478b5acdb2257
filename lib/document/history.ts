/** What was done to a text, for undo and redo: typing in the code and edits of the form in one line, each kept as splices. */
import { applySplices, inOrder, type Splice } from './edit/splice.ts';

interface Step {
  forward: readonly Splice[];
  back: readonly Splice[];
  /** Milliseconds of the last keystroke; null for a step that takes no more typing. */
  typedAtMs: number | null;
}

export interface TextHistory {
  readonly text: string;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
}

/** A text after one step more or less, and where the step was made. */
export interface Stepped {
  history: TextHistory;
  splices: readonly Splice[];
}

/** Typing that pauses shorter is one step. */
const pauseMs = 700;
const mostSteps = 500;

export function historyOf(text: string): TextHistory {
  return { text, past: [], future: [] };
}

/** `typedAtMs`: of a keystroke; absent for whole edits, each a step of its own. @throws RangeError when splices overlap */
export function withEdit(
  history: TextHistory,
  splices: readonly Splice[],
  typedAtMs: number | null = null,
): TextHistory {
  const text = applySplices(history.text, splices);
  if (text === null) throw new RangeError('the splices overlap');
  if (text === history.text) return history;
  const forward = inOrder(splices);
  const step: Step = { forward, back: inverse(history.text, forward), typedAtMs };
  const last = history.past[history.past.length - 1];
  const joined = last === undefined ? null : join(history.text, last, step);
  const past =
    joined === null ? [...history.past, step].slice(-mostSteps) : [...history.past.slice(0, -1), joined];
  return { text, past, future: [] };
}

/** Null when there is nothing to undo. */
export function undone({ text, past, future }: TextHistory): Stepped | null {
  const step = past[past.length - 1];
  const before = step === undefined ? null : applySplices(text, step.back);
  if (step === undefined || before === null) return null;
  const closed = { ...step, typedAtMs: null };
  return {
    history: { text: before, past: past.slice(0, -1), future: [...future, closed] },
    splices: step.back,
  };
}

/** Null when there is nothing to redo. */
export function redone({ text, past, future }: TextHistory): Stepped | null {
  const step = future[future.length - 1];
  const after = step === undefined ? null : applySplices(text, step.forward);
  if (step === undefined || after === null) return null;
  return {
    history: { text: after, past: [...past, step], future: future.slice(0, -1) },
    splices: step.forward,
  };
}

/** What takes the splices back, as splices of the text after them. */
function inverse(text: string, splices: readonly Splice[]): Splice[] {
  let shift = 0;
  return splices.map(({ from, to, insert }) => {
    const start = from + shift;
    shift += insert.length - (to - from);
    return { from: start, to: start + insert.length, insert: text.slice(from, to) };
  });
}

/** One step of two that touch, when both were typed without a pause; `text` is the text between them. */
function join(text: string, last: Step, step: Step): Step | null {
  if (last.typedAtMs === null || step.typedAtMs === null) return null;
  if (step.typedAtMs - last.typedAtMs > pauseMs) return null;
  const [a, taken] = [last.forward[0], last.back[0]];
  const b = step.forward[0];
  if (a === undefined || taken === undefined || b === undefined) return null;
  if (last.forward.length > 1 || step.forward.length > 1) return null;
  // A line break ends a step: what was typed on one line is undone together.
  if (a.insert.includes('\n')) return null;
  const end = a.from + a.insert.length;
  if (b.from > end || b.to < a.from) return null;
  const from = Math.min(a.from, b.from);
  const until = Math.max(end, b.to);
  const insert = text.slice(from, b.from) + b.insert + text.slice(b.to, until);
  const removed = text.slice(from, a.from) + taken.insert + text.slice(end, until);
  return {
    forward: [{ from, to: from + removed.length, insert }],
    back: [{ from, to: from + insert.length, insert: removed }],
    typedAtMs: step.typedAtMs,
  };
}
