import { describe, expect, it, test } from 'vitest';
import { readMatrix, readVector } from './samples.ts';

const success = (resultType: string, result: unknown, extra = {}) => ({
  status: 'success',
  data: { resultType, result },
  ...extra,
});

describe('readVector', () => {
  it('reads numbers, NaN and infinities, and skips native histograms', () => {
    const body = success(
      'vector',
      [
        { metric: { a: '1' }, value: [1, '2.5e-3'] },
        { metric: {}, value: [1, 'NaN'] },
        { metric: {}, value: [1, '+Inf'] },
        { metric: {}, value: [1, '-Inf'] },
        { metric: {}, histogram: [1, {}] },
        { metric: {}, value: [1, 'abc'] },
      ],
      { warnings: ['partial'], infos: ['not a counter'] },
    );
    expect(readVector(body)).toEqual({
      ok: true,
      value: {
        samples: [
          { labels: { a: '1' }, value: 0.0025 },
          { labels: {}, value: Number.NaN },
          { labels: {}, value: Number.POSITIVE_INFINITY },
          { labels: {}, value: Number.NEGATIVE_INFINITY },
        ],
        warnings: ['partial'],
      },
    });
  });

  it('carries the words of a refusal', () => {
    const body = { status: 'error', errorType: 'timeout', error: 'query timed out' };
    expect(readVector(body)).toEqual({
      ok: false,
      error: { code: 'refused', errorType: 'timeout', detail: 'query timed out' },
    });
  });

  test.each([
    [null],
    ['<html>'],
    [[]],
    [{}],
    [{ status: 'success' }],
    [success('matrix', [])],
    [success('vector', {})],
    [success('vector', [null])],
    [success('vector', [{ value: [1, '1'] }])],
    [success('vector', [{ metric: { a: 1 }, value: [1, '1'] }])],
  ])('refuses %j', (body) => {
    const read = readVector(body);
    expect(!read.ok && read.error.code).toBe('malformed');
  });
});

describe('readMatrix', () => {
  it('keeps times beside values and drops broken points', () => {
    const values = [[10, '1'], [20, 'NaN'], ['30', '1'], [40], [50, '5']];
    expect(readMatrix(success('matrix', [{ metric: { a: 'b' }, values }]))).toEqual({
      ok: true,
      value: {
        samples: [{ labels: { a: 'b' }, times: [10, 20, 50], values: [1, Number.NaN, 5] }],
        warnings: [],
      },
    });
  });
});
