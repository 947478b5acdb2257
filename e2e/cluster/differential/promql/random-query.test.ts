import { expect, it } from 'vitest';
import { parseQuery } from '#demo/prometheus/promql/parse.ts';
import { seeded } from '#e2e/oracles/routes/random.ts';
import { functionSignatures } from '#lib/promql/signatures.ts';
import { randomQuery } from './random-query.ts';

function queries(seed: number, count: number): string[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => randomQuery(random));
}

function isValid(query: string): boolean {
  try {
    parseQuery(query);
    return true;
  } catch {
    return false;
  }
}

it('gives the same queries for the same seed', () => {
  expect(queries(7, 50)).toEqual(queries(7, 50));
  expect(queries(7, 50)).not.toEqual(queries(8, 50));
});

it('is valid for the most part, and invalid often enough', () => {
  const valid = queries(1, 2000).filter(isValid).length / 2000;
  expect(valid).toBeGreaterThan(0.8);
  expect(valid).toBeLessThan(0.97);
});

it('calls every function that the embedded evaluator has, but those of native histograms', () => {
  const all = queries(1, 20_000).join('\n');
  const missing = [...functionSignatures.keys()].filter((name) => !new RegExp(`\\b${name}\\(`).test(all));
  expect(missing.filter((name) => !/^histogram_(avg|count|sum|stddev|stdvar)$/.test(name))).toEqual([]);
});
