import { expect, test } from 'vitest';
import { LabelSet } from './label-set.ts';

const labels = LabelSet.from({ __name__: 'm', __type__: 'counter', __unit__: 'bytes', job: 'a', le: '1' });

test('a value that was calculated with has neither name nor type nor unit', () => {
  expect(String(labels.withoutName())).toBe('{job="a", le="1"}');
  const plain = LabelSet.from({ job: 'a' });
  expect(plain.withoutName()).toBe(plain);
});
