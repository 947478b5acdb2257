/** Ten thousand texts that nobody writes in good faith: each is refused at its place or read to something small, and numbers stay numbers. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judge } from '#lib/istio/checks/objects/soundness.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { isJsonObject, type Json } from './json.ts';
import { parseDocument } from './stream.ts';
import { bestProcessorTimeMs } from './testing/processor-time.ts';

/** Values of a tree, aliases counted as often as they stand for something; stops past `most`. */
function sizeOf(value: Json, most: number): number {
  const open: Json[] = [value];
  let count = 0;
  while (open.length > 0 && count <= most) {
    const next = open.pop() ?? null;
    count += 1;
    if (Array.isArray(next)) for (const item of next) open.push(item);
    else if (isJsonObject(next)) for (const item of Object.values(next)) open.push(item);
  }
  return count;
}

const anchors = fc.array(
  fc.record({
    width: fc.integer({ min: 1, max: 12 }),
    back: fc.integer({ min: 1, max: 3 }),
    merge: fc.boolean(),
  }),
  { minLength: 1, maxLength: 14 },
);

/** Maps and lists of aliases of those before: grows with every line as the ninth power. */
const bomb = anchors.map((lines) =>
  ['a0: &a0 {k: v}']
    .concat(
      lines.map(({ width, back, merge }, index) => {
        const target = `*a${Math.max(0, index + 1 - back)}`;
        const name = `a${index + 1}`;
        return merge
          ? `${name}: &${name} {${Array.from({ length: width }, (_, place) => `k${place}: ${target}`).join(', ')}, <<: ${target}}`
          : `${name}: &${name} [${Array(width).fill(target).join(', ')}]`;
      }),
    )
    .join('\n'),
);
const nested = fc
  .tuple(
    fc.constantFrom('[', '{', '- ', '? ', '{a: ', '[a, ', '&a ', '!!map '),
    fc.integer({ min: 1, max: 3000 }),
  )
  .map(([piece, count]) => `a: ${piece.repeat(count)}`);
const noise = fc
  .array(
    fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '- ',
      '&x',
      '*x',
      '<<',
      '!',
      '!!js/function',
      '"',
      "'",
      '|',
      '>',
      '#',
      '\t',
      '%',
      '---',
      '[',
      ']',
      '{',
      '}',
      ',',
      '? ',
      '\0',
      '\u202e',
      '.nan',
      '017',
    ),
    {
      maxLength: 60,
    },
  )
  .map((pieces) => pieces.join(''));

test('REL-42 10,000 bombs: an error with a place, or a small value', () => {
  fc.assert(
    fc.property(fc.oneof(bomb, nested, noise), (text) => {
      const { problem, value } = parseDocument(text);
      if (problem !== null) {
        expect(problem.line).toBeGreaterThan(0);
        expect(value).toBeNull();
        return;
      }
      // Each alias may stand for so much, and all of them together.
      expect(sizeOf(value, 200_000)).toBeLessThan(100_000);
    }),
    { numRuns: 10_000 },
  );
});

const digits = fc.stringMatching(/^\d{1,20}$/);
const spelled = fc.oneof(
  digits,
  digits.map((text) => `-${text}`),
  digits.map((text) => `0x${text}`),
  digits.map((text) => `0o${text}`),
  digits.map((text) => `0${text}`),
  digits.map((text) => `+${text}`),
  fc.tuple(digits, digits).map(([a, b]) => `${a}.${b}`),
  fc.tuple(digits, digits).map(([a, b]) => `${a}_${b}`),
  fc.tuple(digits, fc.integer({ min: -400, max: 400 })).map(([a, b]) => `${a}e${b}`),
  fc.constantFrom(
    '.nan',
    '.NaN',
    '.inf',
    '-.inf',
    'null',
    '~',
    '',
    'true',
    '"50"',
    "'1'",
    '1:30',
    '0b101',
    '2147483648',
    '-0',
  ),
  fc.double().map(String),
);

test('REL-37 10,000 spellings of a weight: an error at it, or a whole number that the API server takes', () => {
  fc.assert(
    fc.property(spelled, (weight) => {
      const text = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: a, namespace: b}
spec:
  hosts: [a]
  http:
  - route:
    - destination: {host: a, subset: v1}
      weight: ${weight}
    - destination: {host: a, subset: v2}
      weight: 1
`;
      const { value, problem } = parseDocument(text);
      if (problem !== null) return;
      const refused = judge(value as unknown as KubernetesObject).observations.some(
        ({ code }) => code === 'IST0106',
      );
      const [first] =
        (value as { spec: { http: { route: { weight: Json }[] }[] } }).spec.http[0]?.route ?? [];
      const read = first?.weight;
      // Absent for the API server; the console says it beside the line (empty-weights.ts).
      if (read === null) return;
      const good = typeof read === 'number' && Number.isInteger(read) && read >= 0 && read < 2 ** 31;
      expect({ weight, refused }).toEqual({ weight, refused: !good });
      if (good) expect(JSON.parse(JSON.stringify({ read }))).toEqual({ read: read + 0 });
    }),
    { numRuns: 10_000 },
  );
});

test.each([
  ['aliases', `a: &a 1\nb: [${Array(1000).fill('*a').join(', ')}]`],
  ['depth', `a: ${'['.repeat(101)}${']'.repeat(101)}`],
  ['brackets', '['.repeat(1024 * 1024)],
  [
    'merges',
    `base: &b {${Array.from({ length: 3000 }, (_, index) => `k${index}: 1`).join(', ')}}\nall:\n${'- <<: *b\n'.repeat(3000)}`,
  ],
])('REL-42 %s hold nobody up for 50 ms', (_, text) => {
  expect(bestProcessorTimeMs(() => expect(parseDocument(text).problem).not.toBeNull())).toBeLessThan(50);
});
