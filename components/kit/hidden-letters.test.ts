import { expect, test } from 'vitest';
import { spelledOut } from './hidden-letters.ts';

test.each([
  ['admin\u202e txt', 'admin‹U+202E› txt'],
  ['re\u200bviews', 're‹U+200B›views'],
  ['a\u2066b\u2069', 'a‹U+2066›b‹U+2069›'],
  ['\ufeffa', '‹U+FEFF›a'],
  ['评论 reviews 😀 é', '评论 reviews 😀 é'],
])('input 43 %j is shown as %s', (text, shown) => expect(spelledOut(text)).toBe(shown));
