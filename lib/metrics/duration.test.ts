import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

describe('parseDuration', () => {
  test.each([
    ['30s', 30],
    ['5m', 300],
    ['1h30m', 5400],
    ['1.5h', 5400],
    ['.5s', 0.5],
    ['100ms', 0.1],
    ['1d', 86_400],
    ['1w', 604_800],
    ['1h2m3s', 3723],
    ['10us', 1e-5],
    ['10µs', 1e-5],
    ['0', 0],
    ['-5s', -5],
    ['+5s', 5],
  ])('%s is %d seconds', (text, seconds) => {
    const parsed = parseDuration(text);
    expect(parsed.ok && parsed.value).toBeCloseTo(seconds, 12);
  });

  test.each(['', '5', 's', '5 m', '5min', '1h-3m', '1e3s', '٥s', `${'9'.repeat(40)}s`, '5m]', 'NaNs'])(
    'input 20: %j is no duration',
    (text) => {
      expect(parseDuration(text)).toEqual({ ok: false, error: { code: 'syntax', limitSeconds: null } });
    },
  );

  it('names the bound that is broken; bounds themselves are allowed', () => {
    const bounds = { minSeconds: 10, maxSeconds: 3600 };
    expect(parseDuration('9s', bounds)).toEqual({
      ok: false,
      error: { code: 'too-short', limitSeconds: 10 },
    });
    expect(parseDuration('61m', bounds)).toEqual({
      ok: false,
      error: { code: 'too-long', limitSeconds: 3600 },
    });
    expect(parseDuration('10s', bounds).ok && parseDuration('1h', bounds).ok).toBe(true);
  });
});

describe('formatDuration', () => {
  test.each([
    [0, '0s'],
    [0.25, '250ms'],
    [60, '1m'],
    [5400, '1h30m'],
    [90_061.5, '25h1m1s500ms'],
    [-5, '-5s'],
  ])('%d seconds is %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('is read back exactly', () => {
    void fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e11 }), (ms) => {
        const parsed = parseDuration(formatDuration(ms / 1000));
        expect(parsed.ok && Math.round(parsed.value * 1000)).toBe(ms);
      }),
    );
  });
});
