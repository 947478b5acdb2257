import { describe, expect, test } from 'vitest';
import { linesOf, mostLines, seriesNames } from './answer-lines.ts';

describe('seriesNames', () => {
  test.each<[Record<string, string>[], string[]]>([
    [[{ __name__: 'up', job: 'a' }], ['up{job="a"}']],
    [[{}], ['{}']],
    [
      [
        { __name__: 'up', job: 'a', pod: 'x' },
        { __name__: 'up', job: 'b', pod: 'x' },
      ],
      ['a', 'b'],
    ],
    [
      [{ __name__: 'up' }, { __name__: 'down', job: 'b' }],
      ['up', 'down{job="b"}'],
    ],
    [
      [{ __name__: 'up' }, { __name__: 'up' }],
      ['up', 'up'],
    ],
    [
      [{ job: 'a\u202eb' }, { job: 'c\u200b' }],
      ['a‹U+202E›b', 'c‹U+200B›'],
    ],
    [
      [{ job: '<img src=x>' }, { job: '"' }],
      ['<img src=x>', '"'],
    ],
  ])('%o', (labels, names) => {
    expect(seriesNames(labels)).toEqual(names);
  });
});

test('the highest come first, and no more than a picture holds', () => {
  const series = Array.from({ length: mostLines + 5 }, (_, index) => ({
    labels: { i: String(index) },
    values: [null, index, null],
  }));
  const lines = linesOf([...series, { labels: { i: 'silent' }, values: [null, null, null] }]);
  expect(lines).toHaveLength(mostLines);
  expect(lines[0]?.label).toBe(String(mostLines + 4));
  expect(new Set(lines.map(({ key }) => key)).size).toBe(mostLines);
});
