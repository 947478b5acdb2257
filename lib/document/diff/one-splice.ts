/** What differs between two texts as one splice: for editors that are given a new text whole. */
import type { Splice } from '../edit/splice.ts';

const piece = 2048;

function sameBehind(before: string, after: string, end: number): boolean {
  const [a, b] = [before.length - end, after.length - end];
  return before.slice(a - piece, a) === after.slice(b - piece, b);
}

/** Null when they are equal. */
export function oneSplice(before: string, after: string): Splice | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let start = 0;
  // Long texts hardly differ: pieces are compared at once.
  while (start + piece <= most && before.slice(start, start + piece) === after.slice(start, start + piece))
    start += piece;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let end = 0;
  while (end + piece <= most - start && sameBehind(before, after, end)) end += piece;
  while (
    end < most - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  ) {
    end += 1;
  }
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
