import { describe, expect, test } from 'vitest';
import { shortBytes, shortLatency, shortPercent, shortRate } from './short-units.ts';

describe('numbers on the canvas', () => {
  test.each([
    [0, '0/s'],
    [0.004, '<0.01/s'],
    [0.012, '0.01/s'],
    [0.4, '0.4/s'],
    [7.62, '7.6/s'],
    [9.96, '10/s'],
    [38.4, '38/s'],
    [999.4, '999/s'],
    [999.6, '1.0k/s'],
    [2149, '2.1k/s'],
    [12_300, '12k/s'],
    [1_250_000, '1.3M/s'],
  ])('rate %f', (value, text) => expect(shortRate(value)).toBe(text));

  test.each([
    [0, '0 B/s'],
    [640, '640 B/s'],
    [84_000, '84 kB/s'],
    [1_210_000, '1.2 MB/s'],
    [2.4e9, '2.4 GB/s'],
  ])('bytes %f', (value, text) => expect(shortBytes(value)).toBe(text));

  test.each([
    [0.4, '<1 ms'],
    [8.6, '9 ms'],
    [320, '320 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [1900, '1.9 s'],
    [12_400, '12 s'],
  ])('latency %f', (value, text) => expect(shortLatency(value)).toBe(text));

  test.each([
    [0, '0%'],
    [0.00001, '<0.01%'],
    [0.0062, '0.62%'],
    [0.0618, '6.2%'],
    [0.184, '18%'],
    [1, '100%'],
  ])('ratio %f', (value, text) => expect(shortPercent(value)).toBe(text));
});
