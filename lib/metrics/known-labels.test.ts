import { expect, it } from 'vitest';
import { finish } from '../steps.ts';
import { KnownLabels } from './known-labels.ts';
import { vectorTextSteps } from './vector-text.ts';

const text = (series: number, value: string) =>
  JSON.stringify({
    status: 'success',
    data: {
      resultType: 'vector',
      result: Array.from({ length: series }, (_, at) => ({
        metric: { pod: `p-${at}` },
        value: [1.5, value],
      })),
    },
  });

it('gives the labels of one answer to the next, but for its last rows, which stand in what is around them', () => {
  const known = new KnownLabels();
  const labelsOf = (value: string) => {
    const read = finish(vectorTextSteps(text(100, value), known, 200));
    return read.ok ? read.value.samples.map(({ labels }) => labels) : [];
  };
  const first = labelsOf('1');
  const second = labelsOf('2');
  expect(second).toEqual(first);
  expect(second.filter((labels, at) => labels === first[at]).length).toBeGreaterThan(90);
});

it('forgets what was told longest ago', () => {
  const known = new KnownLabels(3);
  const [a, b] = ['{"a":"1"}', '{"b":"1"}'] as const;
  const first = known.of(a);
  for (const more of ['{"c":"1"}', '{"d":"1"}']) known.of(more);
  // Full: it becomes the past, and what is asked for again is taken along.
  known.of(b);
  expect(known.of(a)).toBe(first);
  for (const more of ['{"e":"1"}', '{"f":"1"}', '{"g":"1"}', '{"h":"1"}', '{"i":"1"}', '{"j":"1"}'])
    known.of(more);
  expect(known.of(a)).not.toBe(first);
  expect(known.of(a)).toEqual(first);
});

it.each(['', '[]', '{"a":1}', '{"a":"1"},', 'null'])('%j are no labels', (no) => {
  expect(new KnownLabels().of(no)).toBeNull();
});
