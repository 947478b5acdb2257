import { expect, test } from 'vitest';
import type { TryVerdict } from '#lib/api/configuration/configuration.ts';
import { noteVerdict, refusedOf, stillRefused } from './refused.ts';

const value = { spec: { http: [{ timeout: '7s', name: 'a' }] } };
const cause = (path: (string | number)[], message: string): TryVerdict['causes'][number] => ({
  field: path.join('.'),
  path,
  line: null,
  column: null,
  reason: null,
  message,
});
const verdict = (more: object) => ({
  refusal: 'invalid' as const,
  message: 'no',
  webhook: null,
  causes: [],
  ...more,
});

test('a no with fields holds for each as long as it stands as it was', () => {
  const causes = [
    cause(['spec', 'http', 0, 'timeout'], 'too long'),
    cause(['spec', 'http', 0, 'name'], 'taken'),
  ];
  noteVerdict('a', value, verdict({ causes }));
  const refused = refusedOf('a');
  if (refused === null) throw new Error('nothing was noted');
  expect(stillRefused(refused, value).map(({ message }) => message)).toEqual(['too long', 'taken']);
  expect(stillRefused(refused, { spec: { http: [{ timeout: '5s', name: 'a' }] } })).toEqual([
    { path: ['spec', 'http', 0, 'name'], message: 'taken', webhook: null },
  ]);
});

test('a no without fields holds for the object as it was, and no longer', () => {
  const refused = { value, verdict: verdict({ webhook: 'validation.istio.io' }) };
  expect(stillRefused(refused, value)).toEqual([{ path: [], message: 'no', webhook: 'validation.istio.io' }]);
  expect(stillRefused(refused, { spec: {} })).toEqual([]);
});

test('a yes takes it away, silence and missing rights do not speak of it', () => {
  noteVerdict('b', value, verdict({}));
  for (const refusal of ['away', 'rights', 'webhook-away'] as const)
    noteVerdict('b', value, verdict({ refusal }));
  expect(refusedOf('b')).not.toBeNull();
  noteVerdict('b', value, verdict({ refusal: null }));
  expect(refusedOf('b')).toBeNull();
});
