/** Functions of single values, of labels, of time. Answers are those of Prometheus 3.15. */
import { expect, test } from 'vitest';
import { answerText } from './testing/answer-text.ts';
import { series } from './testing/fixture-source.ts';

const intervalMs = 60000;
const data = [
  series('n{k="neg"}', '-2.5', intervalMs),
  series('n{k="pos"}', '7.25', intervalMs),
  series('n{k="nan"}', 'NaN', intervalMs),
  series('n{k="inf"}', 'Inf', intervalMs),
  series('host{instance="a.example:80", zone=""}', '3', intervalMs),
  series('late', '1 2 3', intervalMs),
];

type Time = number | { start: number; end: number; step: number };

const cases: [query: string, at: Time, answer: string][] = [
  ['abs(n{k=~"neg|pos"})', 0, '{k="neg"} 2.5; {k="pos"} 7.25'],
  ['ceil(n{k=~"neg|pos"})', 0, '{k="neg"} -2; {k="pos"} 8'],
  ['floor(n{k=~"neg|pos"})', 0, '{k="neg"} -3; {k="pos"} 7'],
  ['sqrt(n{k=~"neg|pos"})', 0, '{k="neg"} NaN; {k="pos"} 2.69258240357'],
  ['exp(n{k=~"neg|pos"})', 0, '{k="neg"} 0.0820849986239; {k="pos"} 1408.1048482'],
  ['ln(n{k=~"neg|pos"})', 0, '{k="neg"} NaN; {k="pos"} 1.98100146887'],
  ['log2(n{k=~"neg|pos"})', 0, '{k="neg"} NaN; {k="pos"} 2.85798099513'],
  ['log10(n{k=~"neg|pos"})', 0, '{k="neg"} NaN; {k="pos"} 0.860338006571'],
  ['sgn(n{k=~"neg|pos"})', 0, '{k="neg"} -1; {k="pos"} 1'],
  ['round(n{k=~"neg|pos"})', 0, '{k="neg"} -2; {k="pos"} 7'],
  ['sin(n{k=~"neg|pos"})', 0, '{k="neg"} -0.598472144104; {k="pos"} 0.823080879012'],
  ['acos(n{k=~"neg|pos"})', 0, '{k="neg"} NaN; {k="pos"} NaN'],
  ['tanh(n{k=~"neg|pos"})', 0, '{k="neg"} -0.986614298151; {k="pos"} 0.999998991305'],
  ['deg(n{k=~"neg|pos"})', 0, '{k="neg"} -143.239448783; {k="pos"} 415.39440147'],
  ['rad(n{k=~"neg|pos"})', 0, '{k="neg"} -0.0436332312999; {k="pos"} 0.12653637077'],
  ['abs(n)', 0, '{k="neg"} 2.5; {k="pos"} 7.25; {k="nan"} NaN; {k="inf"} +Inf'],
  ['round(n, 0.5)', 0, '{k="neg"} -2.5; {k="pos"} 7.5; {k="nan"} NaN; {k="inf"} +Inf'],
  ['round(n, 5)', 0, '{k="neg"} 0; {k="pos"} 5; {k="nan"} NaN; {k="inf"} +Inf'],
  ['round(vector(-0.5))', 0, '{} 0'],
  ['round(vector(2.5))', 0, '{} 3'],
  ['clamp(n, -1, 5)', 0, '{k="neg"} -1; {k="pos"} 5; {k="nan"} NaN; {k="inf"} 5'],
  ['clamp(n, 5, -1)', 0, ''],
  ['clamp_max(vector(-Inf), NaN)', 0, '{} -Inf'],
  ['clamp_min(vector(Inf), NaN)', 0, '{} +Inf'],
  ['clamp_max(vector(1), NaN)', 0, '{} NaN'],
  ['clamp_min(n, 0)', 0, '{k="neg"} 0; {k="pos"} 7.25; {k="nan"} NaN; {k="inf"} +Inf'],
  ['clamp_max(n, 0)', 0, '{k="neg"} -2.5; {k="pos"} 0; {k="nan"} NaN; {k="inf"} 0'],
  ['sort(n)', 0, 'n{k="neg"} -2.5; n{k="pos"} 7.25; n{k="inf"} +Inf; n{k="nan"} NaN'],
  ['sort_desc(n)', 0, 'n{k="inf"} +Inf; n{k="pos"} 7.25; n{k="neg"} -2.5; n{k="nan"} NaN'],
  [
    'sort(n)',
    { start: 0, end: 60, step: 60 },
    'n{k="inf"} +Inf@0 +Inf@60; n{k="nan"} NaN@0 NaN@60; n{k="neg"} -2.5@0 -2.5@60; n{k="pos"} 7.25@0 7.25@60 | PromQL warning: sort is ineffective for range queries since results are always ordered by labels (1:1)',
  ],
  ['timestamp(late)', 100, '{} 60'],
  ['timestamp(late offset 1m)', 130, '{} 60'],
  ['timestamp(late * 1)', 100, '{} 100'],
  ['timestamp(vector(5))', 100, '{} 100'],
  ['time()', 123.456, 'scalar 123.456'],
  ['vector(time())', 5, '{} 5'],
  ['scalar(late)', 60, 'scalar 2'],
  ['scalar(n)', 0, 'scalar NaN'],
  ['scalar(none)', 0, 'scalar NaN'],
  ['pi()', 0, 'scalar 3.14159265359'],
  ['scalar(late) + 1', { start: 0, end: 120, step: 60 }, '{} 2@0 3@60 4@120'],
  [
    'label_replace(host, "h", "$1", "instance", "(.*):.*")',
    0,
    'host{h="a.example", instance="a.example:80"} 3',
  ],
  [
    `label_replace(host, "h", "\${host}-$2", "instance", "(?P<host>.*):(.*)")`,
    0,
    'host{h="a.example-80", instance="a.example:80"} 3',
  ],
  ['label_replace(host, "h", "$1x", "instance", "(.*):.*")', 0, 'host{instance="a.example:80"} 3'],
  ['label_replace(host, "h", "x", "instance", "nomatch")', 0, 'host{instance="a.example:80"} 3'],
  ['label_replace(host, "instance", "", "", "")', 0, 'host 3'],
  ['label_replace(host, "__name__", "renamed", "", "")', 0, 'renamed{instance="a.example:80"} 3'],
  ['label_replace(host, "h", "a$$b", "", "")', 0, 'host{h="a$b", instance="a.example:80"} 3'],
  [
    'label_replace(n, "k", "same", "", "")',
    0,
    'execution: vector cannot contain metrics with the same labelset',
  ],
  ['label_replace(n, "k", "x", "k", "(")', 0, 'execution: invalid regular expression in label_replace(): ('],
  [
    'label_replace(n, "", "x", "k", "x")',
    0,
    'execution: invalid destination label name in label_replace(): ',
  ],
  [
    'label_join(host, "j", "/", "instance", "missing", "instance")',
    0,
    'host{instance="a.example:80", j="a.example:80//a.example:80"} 3',
  ],
  ['label_join(n, "j", "/", "")', 0, 'execution: invalid source label name in label_join(): '],
  ['hour(vector(1514764799))', 0, '{} 23'],
  ['minute(vector(1514764799))', 0, '{} 59'],
  ['day_of_week(vector(1514764799))', 0, '{} 0'],
  ['day_of_month(vector(1514764799))', 0, '{} 31'],
  ['day_of_year(vector(1514764799))', 0, '{} 365'],
  ['days_in_month(vector(1454284800))', 0, '{} 29'],
  ['month(vector(1514764799))', 0, '{} 12'],
  ['year(vector(1514764799))', 0, '{} 2017'],
  ['hour()', 7200, '{} 2'],
  ['year()', 0, '{} 1970'],
  ['abs({__name__=~"late|host"})', 0, '{instance="a.example:80"} 3; {} 1'],
  ['histogram_count(n)', 0, ''],
  ['"a string"', 0, 'string "a string"'],
  ["'it\\'s'", 0, `string "it's"`],
  ['`raw\\n`', 0, 'string "raw\\\\n"'],
];

test.each(cases)('functions: %s at %o', (query, at, answer) => {
  expect(answerText(data, query, { at })).toBe(answer);
});
