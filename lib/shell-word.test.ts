import { expect, test } from 'vitest';
import { shellWord } from './shell-word.ts';

test.each([
  ['mara.lind@example.com', 'mara.lind@example.com'],
  ['system:serviceaccount:a:b', 'system:serviceaccount:a:b'],
  ['', "''"],
  ['a b', "'a b'"],
  ["o'neil; rm -rf /", "'o'\\''neil; rm -rf /'"],
  ['$(id)', "'$(id)'"],
])('%s as one word', (text, word) => {
  expect(shellWord(text)).toBe(word);
});
