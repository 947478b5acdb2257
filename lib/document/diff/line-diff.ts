/** Two texts line by line: Myers' shortest edit (An O(ND) Difference Algorithm, 1986) in linear space, and hunks with context. */

export interface LineRange {
  /** From 0; `end` is exclusive. */
  beforeStart: number;
  beforeEnd: number;
  afterStart: number;
  afterEnd: number;
}

export interface HunkLine {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

export interface Hunk extends LineRange {
  lines: HunkLine[];
}

/** Lines with their breaks: a missing last one is a difference. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** What differs, in order, nothing equal in between. */
export function diffLines(before: readonly string[], after: readonly string[]): LineRange[] {
  const numbers = new Map<string, number>();
  const numbered = (lines: readonly string[]): number[] =>
    lines.map((line) => {
      const known = numbers.get(line) ?? numbers.size;
      numbers.set(line, known);
      return known;
    });
  const ranges: LineRange[] = [];
  let [beforeStart, afterStart] = [0, 0];
  for (const [beforeEnd, afterEnd] of equalLines(numbered(before), numbered(after))) {
    if (beforeEnd > beforeStart || afterEnd > afterStart) {
      ranges.push({ beforeStart, beforeEnd, afterStart, afterEnd });
    }
    beforeStart = beforeEnd + 1;
    afterStart = afterEnd + 1;
  }
  if (before.length > beforeStart || after.length > afterStart) {
    ranges.push({ beforeStart, beforeEnd: before.length, afterStart, afterEnd: after.length });
  }
  return ranges;
}

/** Pairs of lines that stay. What only one side has cannot, and is left out of the search. */
function equalLines(before: readonly number[], after: readonly number[]): [number, number][] {
  const [known, wanted] = [new Set(before), new Set(after)];
  const old = [...before.keys()].filter((at) => wanted.has(before[at] ?? -1));
  const fresh = [...after.keys()].filter((at) => known.has(after[at] ?? -1));
  const pick = (lines: readonly number[], at: readonly number[]): Int32Array =>
    Int32Array.from(at, (index) => lines[index] ?? -1);
  const pairs: [number, number][] = [];
  let [a, b] = [0, 0];
  const pairUntil = (end: number): void => {
    for (; a < end; a += 1, b += 1) pairs.push([old[a] ?? 0, fresh[b] ?? 0]);
  };
  for (const range of new Myers(pick(before, old), pick(after, fresh)).ranges()) {
    pairUntil(range.beforeStart);
    a = range.beforeEnd;
    b = range.afterEnd;
  }
  pairUntil(old.length);
  return pairs;
}

/** `context`: how many equal lines stand around a difference. */
export function hunks(before: readonly string[], after: readonly string[], context = 3): Hunk[] {
  const found: Hunk[] = [];
  let group: LineRange[] = [];
  const close = (): void => {
    const first = group[0];
    const last = group[group.length - 1];
    if (first !== undefined && last !== undefined)
      found.push(hunkOf(before, after, group, first, last, context));
    group = [];
  };
  for (const range of diffLines(before, after)) {
    const previous = group[group.length - 1];
    if (previous !== undefined && range.beforeStart - previous.beforeEnd > 2 * context) close();
    group.push(range);
  }
  close();
  return found;
}

function hunkOf(
  before: readonly string[],
  after: readonly string[],
  group: readonly LineRange[],
  first: LineRange,
  last: LineRange,
  context: number,
): Hunk {
  const lead = Math.min(context, first.beforeStart);
  const tail = Math.min(context, before.length - last.beforeEnd);
  const lines: HunkLine[] = [];
  const push = (kind: HunkLine['kind'], from: readonly string[], start: number, end: number): void => {
    for (const text of from.slice(start, end)) lines.push({ kind, text });
  };
  let at = first.beforeStart - lead;
  for (const range of group) {
    push('same', before, at, range.beforeStart);
    push('removed', before, range.beforeStart, range.beforeEnd);
    push('added', after, range.afterStart, range.afterEnd);
    at = range.beforeEnd;
  }
  push('same', before, at, last.beforeEnd + tail);
  return {
    beforeStart: first.beforeStart - lead,
    beforeEnd: last.beforeEnd + tail,
    afterStart: first.afterStart - lead,
    afterEnd: last.afterEnd + tail,
    lines,
  };
}

interface Snake {
  x: number;
  y: number;
  u: number;
  v: number;
}

/** Past this many edits a region counts as different throughout: nobody reads such a diff line by line. */
const mostEdits = 1500;

class Myers {
  private readonly before: Int32Array;
  private readonly after: Int32Array;
  private readonly forward: Int32Array;
  private readonly backward: Int32Array;
  private readonly found: LineRange[] = [];

  constructor(before: Int32Array, after: Int32Array) {
    this.before = before;
    this.after = after;
    const size = 2 * (before.length + after.length) + 4;
    this.forward = new Int32Array(size);
    this.backward = new Int32Array(size);
  }

  ranges(): LineRange[] {
    this.compare(0, this.before.length, 0, this.after.length);
    return this.found;
  }

  private compare(fromA: number, toA: number, fromB: number, toB: number): void {
    let [a, endA, b, endB] = [fromA, toA, fromB, toB];
    while (a < endA && b < endB && this.before[a] === this.after[b]) {
      a += 1;
      b += 1;
    }
    while (a < endA && b < endB && this.before[endA - 1] === this.after[endB - 1]) {
      endA -= 1;
      endB -= 1;
    }
    if (a === endA || b === endB) {
      this.add(a, endA, b, endB);
      return;
    }
    const snake = this.middle(a, endA, b, endB);
    if (snake === null) {
      this.add(a, endA, b, endB);
      return;
    }
    this.compare(a, snake.x, b, snake.y);
    this.compare(snake.u, endA, snake.v, endB);
  }

  private add(beforeStart: number, beforeEnd: number, afterStart: number, afterEnd: number): void {
    if (beforeStart === beforeEnd && afterStart === afterEnd) return;
    const last = this.found[this.found.length - 1];
    if (last !== undefined && last.beforeEnd === beforeStart && last.afterEnd === afterStart) {
      last.beforeEnd = beforeEnd;
      last.afterEnd = afterEnd;
    } else {
      this.found.push({ beforeStart, beforeEnd, afterStart, afterEnd });
    }
  }

  /** Equal lines in the middle of a shortest edit, searched from both ends; both regions differ at both ends. */
  private middle(fromA: number, toA: number, fromB: number, toB: number): Snake | null {
    const { before, after, forward, backward } = this;
    const n = toA - fromA;
    const m = toB - fromB;
    const delta = n - m;
    const odd = (delta & 1) !== 0;
    const offset = (forward.length >> 1) | 0;
    forward[offset + 1] = 0;
    backward[offset + 1] = 0;
    // Diagonals that leave the region are not walked.
    const lowest = (d: number, end: number): number => -(d - 2 * Math.max(0, d - end));
    const highest = (d: number, end: number): number => d - 2 * Math.max(0, d - end);
    const at = (v: Int32Array, k: number): number => v[offset + k] ?? 0;
    for (let d = 0; d <= Math.min(mostEdits, (n + m + 1) >> 1); d += 1) {
      for (let k = lowest(d, m); k <= highest(d, n); k += 2) {
        let x =
          k === -d || (k !== d && at(forward, k - 1) < at(forward, k + 1))
            ? at(forward, k + 1)
            : at(forward, k - 1) + 1;
        let y = x - k;
        const start = { x, y };
        while (x < n && y < m && before[fromA + x] === after[fromB + y]) {
          x += 1;
          y += 1;
        }
        forward[offset + k] = x;
        const back = delta - k;
        if (odd && back >= -(d - 1) && back <= d - 1 && x + at(backward, back) >= n) {
          return { x: fromA + start.x, y: fromB + start.y, u: fromA + x, v: fromB + y };
        }
      }
      for (let k = lowest(d, m); k <= highest(d, n); k += 2) {
        let x =
          k === -d || (k !== d && at(backward, k - 1) < at(backward, k + 1))
            ? at(backward, k + 1)
            : at(backward, k - 1) + 1;
        let y = x - k;
        const start = { x, y };
        while (x < n && y < m && before[toA - 1 - x] === after[toB - 1 - y]) {
          x += 1;
          y += 1;
        }
        backward[offset + k] = x;
        const back = delta - k;
        if (!odd && back >= -d && back <= d && x + at(forward, back) >= n) {
          return { x: toA - x, y: toB - y, u: toA - start.x, v: toB - start.y };
        }
      }
    }
    return null;
  }
}
