/** Line diffs: they lead from one text to the other, are as short as can be, and are quick on what the API server may hold. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestProcessorTimeMs } from '../testing/processor-time.ts';
import { diffLines, hunks, linesOf } from './line-diff.ts';

const line = fc.constantFrom('a\n', 'b\n', 'c\n', 'd\n');
const lines = fc.array(line, { maxLength: 14 });

function common(a: readonly string[], b: readonly string[]): number {
  let row = b.map(() => 0);
  for (const one of a) {
    const next: number[] = [];
    for (const [at, other] of b.entries()) {
      next.push(one === other ? (row[at - 1] ?? 0) + 1 : Math.max(row[at] ?? 0, next[at - 1] ?? 0));
    }
    row = next;
  }
  return row[row.length - 1] ?? 0;
}

test('what is removed and added leads from one to the other, and no shorter way exists', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const ranges = diffLines(before, after);
      const built: string[] = [];
      let at = 0;
      let edits = 0;
      for (const range of ranges) {
        built.push(...before.slice(at, range.beforeStart), ...after.slice(range.afterStart, range.afterEnd));
        at = range.beforeEnd;
        edits += range.beforeEnd - range.beforeStart + range.afterEnd - range.afterStart;
      }
      expect([...built, ...before.slice(at)]).toEqual(after);
      expect(edits).toBe(before.length + after.length - 2 * common(before, after));
    }),
    { numRuns: 2000 },
  );
});

test('hunks hold every difference once, with its surroundings', () => {
  fc.assert(
    fc.property(lines, lines, fc.nat(3), (before, after, context) => {
      for (const hunk of hunks(before, after, context)) {
        const side = (kind: string): string[] =>
          hunk.lines.filter((one) => one.kind === 'same' || one.kind === kind).map(({ text }) => text);
        expect(side('removed')).toEqual(before.slice(hunk.beforeStart, hunk.beforeEnd));
        expect(side('added')).toEqual(after.slice(hunk.afterStart, hunk.afterEnd));
      }
      const changed = hunks(before, after, context).flatMap((hunk) =>
        hunk.lines.filter(({ kind }) => kind !== 'same'),
      );
      const expected = before.length + after.length - 2 * common(before, after);
      expect(changed).toHaveLength(expected);
    }),
  );
});

test('a weight that changed is one hunk of eight lines', () => {
  const before = Array.from({ length: 40 }, (_, at) => `line ${at}`).join('\n');
  const [hunk, ...more] = hunks(linesOf(before), linesOf(before.replace('line 20', 'weight')));
  expect(more).toEqual([]);
  expect(hunk).toMatchObject({ beforeStart: 17, beforeEnd: 24, afterStart: 17, afterEnd: 24 });
  expect(hunk?.lines).toHaveLength(8);
});

test('a missing last line break is a difference', () => {
  expect(diffLines(linesOf('a\nb'), linesOf('a\nb\n'))).toHaveLength(1);
  expect(linesOf('')).toEqual([]);
});

test.each([
  ['every other line replaced', (at: number) => (at % 2 === 0 ? `line ${at}\n` : `new ${at}\n`)],
  ['nothing in common', (at: number) => `new ${at}\n`],
  ['backwards', (at: number) => `line ${8499 - at}\n`],
])('8,500 lines, %s: soon done', (_name, line) => {
  const before = Array.from({ length: 8500 }, (_, at) => `line ${at}\n`);
  const after = Array.from({ length: 8500 }, (_, at) => line(at));
  const ms = bestProcessorTimeMs(() => expect(hunks(before, after).length).toBeGreaterThan(0));
  expect(ms).toBeLessThan(250);
});
