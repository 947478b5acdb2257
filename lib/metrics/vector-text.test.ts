import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { finish } from '../steps.ts';
import { readVector } from './samples.ts';
import { vectorTextSteps } from './vector-text.ts';

const read = (text: string, piece: number) => finish(vectorTextSteps(text, piece));
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
  '',
);
const labels = fc.dictionary(fc.string({ maxLength: 6 }), fc.oneof(fc.string(), awkward), { maxKeys: 4 });
const value = fc.tuple(fc.integer(), fc.constantFrom('1.5', 'NaN', '+Inf', '-Inf', 'abc', '0'));
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
    const steps = vectorTextSteps(text, piece);
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
