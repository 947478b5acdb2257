import { expect, test } from 'vitest';
import { addLines, bufferLines, emptyBuffer, logText, matchingLines } from './log-buffer.ts';

const request = (code: number) =>
  `[2026-11-21T14:00:00.000Z] "GET /cart HTTP/1.1" ${code} - via_upstream - "-" 0 1 2 2 "-" "curl" "id" "cart" "10.0.0.1:80" inbound|80|| - - - - default`;
const sent = (...texts: string[]) => texts.map((text) => ({ time: '2026-11-21T14:00:00Z', text }));
const buffer = addLines(
  emptyBuffer,
  sent('info starting', 'ERROR: boom', request(200), request(503), request(404), 'nothing said'),
  0,
);

test.each([
  [{}, [1, 2, 3, 4, 5, 6]],
  [{ levels: 'error' }, [2, 4]],
  [{ levels: 'warning' }, [2, 4, 5]],
  [{ requests: true }, [3, 4, 5]],
  [{ text: 'CART 503' }, [4]],
  [{ text: 'boom', requests: true }, []],
] as const)('%j', (wish, expected) => {
  const filter = { text: '', levels: 'all', requests: false, ...wish } as const;
  expect(matchingLines(buffer.lines, filter).map(({ number }) => number)).toEqual(expected);
});

test('holds the newest lines and counts the others, numbers go on', () => {
  const many = Array.from({ length: bufferLines }, (_, index) => `line ${index}`);
  const full = addLines(buffer, sent(...many), 3);
  expect(full.lines).toHaveLength(bufferLines);
  expect(full.lost).toBe(9);
  expect(full.lines.at(-1)?.number).toBe(bufferLines + 6);
});

test('is saved as it was written', () => {
  expect(logText(buffer.lines.slice(0, 1))).toBe('2026-11-21T14:00:00Z info starting\n');
});
