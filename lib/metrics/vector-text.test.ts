import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { finish } from '../steps.ts';
import { KnownLabels } from './known-labels.ts';
import { readVector } from './samples.ts';
import { vectorTextSteps } from './vector-text.ts';

const known = new KnownLabels(50);
/** In both ways: as a text that nobody knows, and with what was known before, which must make no difference. */
function read(text: string, piece: number) {
  const plain = finish(vectorTextSteps(text, null, piece));
  expect(finish(vectorTextSteps(text, known, piece))).toEqual(plain);
  return plain;
}
const whole = (text: string) => readVector(JSON.parse(text));
const body = (result: unknown, extra = {}) => ({
  status: 'success',
  data: { resultType: 'vector', result },
  ...extra,
});

const awkward = fc.constantFrom(
  '},{"metric":',
  '"result":[{"metric":',
  '"]}},',
  '\\"},{',
  '\u2028',
  '{}',
  '},"value":[1,"2"]}',
  '\\"},\\"value\\":[',
  '"]}',
  '',
);
const labels = fc.dictionary(fc.string({ maxLength: 6 }), fc.oneof(fc.string(), awkward), { maxKeys: 4 });
const value = fc.tuple(
  fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant('1')),
  fc.constantFrom('1.5', 'NaN', '+Inf', '-Inf', 'abc', '0', '', '1e-7', '1","2', '\u0031'),
);
const row = fc.record({ metric: labels, value });

it('reads what the whole text says, whatever the labels and wherever it is cut', () => {
  const warnings = fc.array(fc.oneof(fc.string(), awkward), { maxLength: 2 });
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 12 }),
      warnings,
      fc.integer({ min: 1, max: 90 }),
      (rows, said, piece) => {
        const text = JSON.stringify(body(rows, said.length === 0 ? {} : { warnings: said }));
        expect(read(text, piece)).toEqual(whole(text));
      },
    ),
  );
});

it('pauses between the pieces of a large answer, and not in a small one', () => {
  const rows = Array.from({ length: 1000 }, (_, at) => ({ metric: { le: String(at) }, value: [1, '2'] }));
  const pauses = (text: string, piece: number) => {
    const steps = vectorTextSteps(text, null, piece);
    let count = 0;
    while (!steps.next().done) count += 1;
    return count;
  };
  const text = JSON.stringify(body(rows));
  expect(pauses(text, 4096)).toBeGreaterThan(text.length / 4096 - 2);
  expect(pauses(text, 4096)).toBeLessThan(text.length / 4096 + 1);
  expect(pauses(text, text.length)).toBe(0);
});

const row1 = { metric: { a: '1' }, value: [1, '1'] };
const many = Array.from({ length: 9 }, () => row1);

test.each([
  ['another layout', JSON.stringify(body(many), null, 1)],
  ['nothing', JSON.stringify(body([]))],
  ['one row', JSON.stringify(body([row1]))],
  ['a refusal', JSON.stringify({ status: 'error', errorType: 'timeout', error: 'late' })],
  ['a matrix', JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: many } })],
  [
    'histograms between numbers',
    JSON.stringify(body([...many, { metric: { a: '1' }, histogram: [1, {}] }, ...many])),
  ],
  ['more in a row', JSON.stringify(body([...many, { ...row1, more: [{}] }, ...many]))],
  ['more in a value', JSON.stringify(body([...many, { ...row1, value: [1, '1', '2'] }, ...many]))],
  ['labels that are none', JSON.stringify(body([...many, { metric: { a: 1 }, value: [1, '1'] }, ...many]))],
  ['a row that is none, in the middle', JSON.stringify(body([...many, { metric: 1 }, ...many]))],
  ['rows in another place', JSON.stringify({ ...body([row1]), stats: many })],
  [
    'rows before the status',
    JSON.stringify({ data: { result: many, resultType: 'vector' }, status: 'success' }),
  ],
])('%s is read as the whole is', (_, text) => {
  expect(read(text, 40)).toEqual(whole(text));
});

test.each([
  ['cut off', JSON.stringify(body(many)).slice(0, -20)],
  ['no JSON between two rows', JSON.stringify(body(many)).replaceAll('},{', '},x{')],
])('%s it throws as JSON.parse does', (_, text) => {
  expect(() => read(text, 40)).toThrow(SyntaxError);
});
