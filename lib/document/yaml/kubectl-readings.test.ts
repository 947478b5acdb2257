/**
 * Texts and what sigs.k8s.io/yaml 1.6.0 (the reader of kubectl 1.36) made of them: `[text, value]`, or `[text]` where it refused.
 * The texts are random mixtures of YAML's signs and every word that one reader or another takes for something else.
 */
import { expect, test } from 'vitest';
import { parseDocument } from '../stream.ts';
import readings from './kubectl-readings.json' with { type: 'json' };

const cases: readonly (readonly unknown[])[] = readings;

test.each(cases.filter((one) => one.length === 2))('%j is read as kubectl reads it', (text, value) => {
  const document = parseDocument(String(text));
  expect(document.problem).toBeNull();
  // JSON knows no negative zero.
  expect(JSON.parse(JSON.stringify(document.value))).toEqual(value);
});

test.each(cases.filter((one) => one.length === 1))('%j is refused, as by kubectl', (text) => {
  expect(parseDocument(String(text)).problem).not.toBeNull();
});
