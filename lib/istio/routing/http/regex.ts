/**
 * RE2 patterns, which Istio uses everywhere, matched in time linear in the value: the pattern comes from a cluster's users,
 * and JavaScript's own engine can be made to backtrack for hours. A Pike VM (https://swtch.com/~rsc/regexp/regexp2.html).
 */
import { fail, ok, type Result } from '#lib/result.ts';
import {
  type Assertion,
  type CharTest,
  isWord,
  parseRegex,
  type RegexNode,
  RegexSyntaxError,
} from './re2-syntax.ts';

export interface CompiledRegex {
  /** True when the whole value matches, as Envoy asks. */
  fullMatch(value: string): boolean;
  /** Replaces every match; `\1` in the replacement is the first group, `\\` a backslash. */
  replaceAll(value: string, replacement: string): string;
}

type Instruction =
  | { op: 'char'; test: CharTest }
  | { op: 'assert'; assertion: Assertion }
  | { op: 'save'; slot: number }
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { op: 'match' };

const maxInstructions = 20_000;

/** Fails with the reason, in English, where RE2 would not take the pattern. */
export function compileRegex(pattern: string): Result<CompiledRegex, string> {
  try {
    const { root } = parseRegex(pattern);
    const program: Instruction[] = [];
    emit(program, { kind: 'group', index: 0, inner: root });
    program.push({ op: 'match' });
    return ok({
      fullMatch: (value) => run(program, codePoints(value), 0, true) !== undefined,
      replaceAll: (value, replacement) => replaceAll(program, codePoints(value), replacement),
    });
  } catch (error) {
    if (error instanceof RegexSyntaxError) return fail(error.message);
    throw error;
  }
}

function codePoints(value: string): number[] {
  return Array.from(value, (character) => character.codePointAt(0) ?? 0);
}

function emit(program: Instruction[], node: RegexNode): void {
  if (program.length > maxInstructions) throw new RegexSyntaxError('pattern is too large');
  switch (node.kind) {
    case 'char':
      program.push({ op: 'char', test: node.test });
      return;
    case 'assert':
      program.push({ op: 'assert', assertion: node.assertion });
      return;
    case 'sequence':
      for (const item of node.items) emit(program, item);
      return;
    case 'group':
      program.push({ op: 'save', slot: node.index * 2 });
      emit(program, node.inner);
      program.push({ op: 'save', slot: node.index * 2 + 1 });
      return;
    case 'choice':
      emitChoice(program, node.options);
      return;
    case 'repeat':
      for (let count = 0; count < node.min; count += 1) emit(program, node.inner);
      if (node.max === Number.POSITIVE_INFINITY) emitLoop(program, node.inner, node.greedy);
      else emitOptional(program, node.inner, node.max - node.min, node.greedy);
  }
}

function emitChoice(program: Instruction[], options: readonly RegexNode[]): void {
  const jumps: { op: 'jump'; to: number }[] = [];
  options.forEach((option, position) => {
    if (position === options.length - 1) {
      emit(program, option);
      return;
    }
    const split = { op: 'split' as const, first: program.length + 1, second: 0 };
    program.push(split);
    emit(program, option);
    const jump = { op: 'jump' as const, to: 0 };
    program.push(jump);
    jumps.push(jump);
    split.second = program.length;
  });
  for (const jump of jumps) jump.to = program.length;
}

function emitLoop(program: Instruction[], inner: RegexNode, greedy: boolean): void {
  const start = program.length;
  const split = { op: 'split' as const, first: 0, second: 0 };
  program.push(split);
  emit(program, inner);
  program.push({ op: 'jump', to: start });
  point(split, start + 1, program.length, greedy);
}

function emitOptional(program: Instruction[], inner: RegexNode, times: number, greedy: boolean): void {
  const splits: { split: { first: number; second: number }; body: number }[] = [];
  for (let count = 0; count < times; count += 1) {
    const split = { op: 'split' as const, first: 0, second: 0 };
    program.push(split);
    splits.push({ split, body: program.length });
    emit(program, inner);
  }
  for (const { split, body } of splits) point(split, body, program.length, greedy);
}

function point(split: { first: number; second: number }, body: number, end: number, greedy: boolean): void {
  split.first = greedy ? body : end;
  split.second = greedy ? end : body;
}

interface Thread {
  at: number;
  captures: readonly number[];
}

/**
 * The captures (start and end per group) of the leftmost match from `from` on, of several the first by priority; `whole` asks
 * for a match of everything instead. Undefined when there is none.
 */
function run(
  program: readonly Instruction[],
  text: readonly number[],
  from: number,
  whole: boolean,
): readonly number[] | undefined {
  let threads: Thread[] = [];
  let found: readonly number[] | undefined;
  for (let position = from; position <= text.length; position += 1) {
    const seen = new Set<number>();
    const current: Thread[] = [];
    for (const thread of threads) follow(program, text, position, thread, seen, current);
    if (!found && (!whole || position === from)) {
      follow(program, text, position, { at: 0, captures: [] }, seen, current);
    }
    threads = [];
    for (const { at, captures } of current) {
      const instruction = program[at];
      if (instruction?.op === 'match') {
        if (whole && position < text.length) continue;
        found = captures;
        // Threads behind have lower priority.
        break;
      }
      const codePoint = text[position];
      if (instruction?.op === 'char' && codePoint !== undefined && instruction.test(codePoint)) {
        threads.push({ at: at + 1, captures });
      }
    }
    if (threads.length === 0 && (found || whole)) break;
  }
  return found;
}

/** Adds the states that the thread reaches without reading; a stack of its own, so that long patterns do not overflow. */
function follow(
  program: readonly Instruction[],
  text: readonly number[],
  position: number,
  start: Thread,
  seen: Set<number>,
  into: Thread[],
): void {
  const pending: Thread[] = [start];
  for (let thread = pending.pop(); thread; thread = pending.pop()) {
    const { at, captures } = thread;
    if (seen.has(at)) continue;
    seen.add(at);
    const instruction = program[at];
    if (instruction?.op === 'jump') pending.push({ at: instruction.to, captures });
    else if (instruction?.op === 'split') {
      pending.push({ at: instruction.second, captures }, { at: instruction.first, captures });
    } else if (instruction?.op === 'save') {
      pending.push({ at: at + 1, captures: Object.assign([...captures], { [instruction.slot]: position }) });
    } else if (instruction?.op === 'assert') {
      if (holds(instruction.assertion, text, position)) pending.push({ at: at + 1, captures });
    } else into.push(thread);
  }
}

function holds(assertion: Assertion, text: readonly number[], position: number): boolean {
  const before = text[position - 1];
  const after = text[position];
  switch (assertion) {
    case 'text-start':
      return position === 0;
    case 'text-end':
      return position === text.length;
    case 'line-start':
      return before === undefined || before === 10;
    case 'line-end':
      return after === undefined || after === 10;
    default: {
      const edge = (before !== undefined && isWord(before)) !== (after !== undefined && isWord(after));
      return edge === (assertion === 'word-edge');
    }
  }
}

/** As RE2's GlobalReplace: no empty match right behind another match. */
function replaceAll(program: readonly Instruction[], text: readonly number[], replacement: string): string {
  let result = '';
  let position = 0;
  let lastEnd = -1;
  while (position <= text.length) {
    const captures = run(program, text, position, false);
    const [start = text.length, end = text.length] = captures ?? [];
    result += String.fromCodePoint(...text.slice(position, start));
    if (!captures) break;
    if (start === end && start === lastEnd) {
      result += String.fromCodePoint(...text.slice(start, start + 1));
      position = start + 1;
      continue;
    }
    result += replacement.replace(/\\(\d|\\)/g, (_, name: string) => {
      if (name === '\\') return '\\';
      const [from, to] = captures.slice(Number(name) * 2, Number(name) * 2 + 2);
      return from === undefined || to === undefined ? '' : String.fromCodePoint(...text.slice(from, to));
    });
    position = end;
    lastEnd = end;
  }
  return result;
}
