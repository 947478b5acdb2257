/** The boundary of the metrics explorer: every selector of whatever anybody writes is kept to their namespaces. */
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Expression } from '../promql/expression.ts';
import { parseQuery, parseSelector } from '../promql/parse.ts';
import { type End, loneEnd } from './one-end.ts';
import { pinProblems } from './pin-problems.ts';
import { pinnedQuery, pinnedSelectors } from './pinned.ts';
import { hostileNames } from './testing/promql-grammar.ts';

const own = new Set(['shop', 'bookinfo']);
const pinned = (query: string, visible: ReadonlySet<string> = own) => {
  const result = pinnedQuery(query, visible);
  return result.ok ? result.value : `refused ${result.error.message}`;
};

const place = 'namespace=~"bookinfo|shop"';
const elsewhere = 'exported_namespace=~"|bookinfo|shop",kubernetes_namespace=~"|bookinfo|shop"';
const noForeignEnd = ['source_workload', 'destination_workload', 'destination_service']
  .map((end) => `${end}_namespace=~"|unknown|bookinfo|shop"`)
  .join(',');
const anyMetric = `${place},${elsewhere},${noForeignEnd}`;
const bothEnds = ['source_workload', 'destination_workload', 'destination_service']
  .map((end) => `${end}_namespace=~"unknown|bookinfo|shop"`)
  .join(',');
const traffic = `${bothEnds},namespace=~"|bookinfo|shop",${elsewhere}`;

describe('what is asked', () => {
  test.each([
    ['up', `up{${anyMetric}}`],
    ['up{namespace="payments"}', `up{namespace="payments",${anyMetric}}`],
    ['up{namespace=~".*"}', `up{namespace=~".*",${anyMetric}}`],
    ['{__name__="up"}', `up{${anyMetric}}`],
    ['{"up"}', `up{${anyMetric}}`],
    ['{"http.requests", "a b"="c"}', `{__name__="http.requests","a b"="c",${anyMetric}}`],
    [
      'sum by (source_workload, destination_workload) (rate(istio_requests_total{reporter="destination"}[5m]))',
      `sum by (source_workload, destination_workload)(rate(istio_requests_total{reporter="destination",${traffic}}[5m]))`,
    ],
    [
      'sum(up) / count(down offset 5m) > bool 0.5',
      `((sum(up{${anyMetric}}) / count(down{${anyMetric}} offset 5m)) >bool 0.5)`,
    ],
    ['a * on(b) group_left(c) d', `(a{${anyMetric}} * on(b) group_left(c) d{${anyMetric}})`],
    ['max_over_time(sum(a)[1h:5m] @ end())', `max_over_time((sum(a{${anyMetric}}))[1h:5m] @ end())`],
    ['-a ^ 2', `(-((a{${anyMetric}} ^ 2)))`],
    [
      'label_replace(a, "namespace", "payments", "", "")',
      `label_replace(a{${anyMetric}}, "namespace", "payments", "", "")`,
    ],
    ['absent(a{namespace="payments"})', `absent(a{namespace="payments",${anyMetric}})`],
    ['topk(-1, a) # up', `topk((-1), a{${anyMetric}})`],
    ['vector(1) or vector(time()-scalar(a))', `(vector(1) or vector((time() - scalar(a{${anyMetric}}))))`],
    ['1 + 2', '(1 + 2)'],
  ])('%s', (query, asked) => {
    expect(pinned(query)).toBe(asked.replace('>bool', '> bool'));
  });

  test('of recorded traffic an end that is not known may not hide where a service is', () => {
    const asked = pinned('sluice:istio_request_duration_milliseconds_bucket:rate1m');
    expect(asked).toContain('destination_workload_namespace=~"bookinfo|shop"');
    expect(asked).toContain('destination_service_namespace=~"|unknown|bookinfo|shop"');
  });
});

describe('what cannot be kept to namespaces is refused', () => {
  test.each([
    ['{namespace="payments"}', '1:1', 'unnamed'],
    ['{__name__=~"istio_.*"}', '1:1', 'unnamed'],
    ['{__name__!="up", namespace="shop"}', '1:1', 'unnamed'],
    ['sum({__name__=~"a|b"})', '1:5', 'unnamed'],
    ['{__name__="a", __name__="b"}', '1:1', 'unnamed'],
    ['up and {__name__="a", __name__!~"c"}', '1:8', 'unnamed'],
    [Array.from({ length: 21 }, () => 'a').join('+'), '1:41', 'complex'],
  ] as const)('%s', (query, place, problem) => {
    expect(pinned(query)).toBe(`refused ${place}: ${pinProblems[problem]}`);
  });

  test('who sees nothing asks nothing: no value would match what has no namespace', () => {
    expect(pinned('up', new Set())).toBe(`refused 1:1: ${pinProblems['no-namespace']}`);
    expect(pinnedSelectors(null, new Set())).toBeNull();
    expect(pinnedSelectors('up', new Set())).toBeNull();
  });

  test.each([
    // Reads target_info by itself, without a selector.
    'info(up)',
    'info(up, {data=~".+"})',
    'limitk(3, up)',
    'mad_over_time(up[5m])',
    'sort_by_label(up, "a")',
    'a + fill(3) b',
    'x smoothed',
    'rate(x[5m] anchored)',
    'a"} or vector(1)#',
    'up{a="b"} {c="d"}',
    'up; down',
    'up\u0000',
    '',
    '# up',
    '("up"',
    'up{namespace=~`shop',
    'sum by (namespace up',
  ])('%s is no PromQL that is known', (query) => {
    expect(pinned(query)).toMatch(/^refused \d+:\d+: parse error: /);
  });

  test.each([
    ['parentheses', `${'('.repeat(2000)}up${')'.repeat(2000)}`],
    ['signs', `${'-'.repeat(4000)}up`],
    ['powers', Array.from({ length: 2000 }, () => '2').join('^')],
    ['open braces', '{'.repeat(4000)],
    ['calls', `${'abs('.repeat(800)}up${')'.repeat(800)}`],
    ['subqueries', `up${'[1h:1m]'.repeat(500)}`],
    ['quotes', '"'.repeat(4001)],
  ])('%s without end end soon', (_, query) => {
    const startedAt = performance.now();
    pinned(query);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});

/** Selectors as Prometheus' grammar finds them, by nothing of ours. */
function selectorsIn(promql: string): string[] {
  const found: string[] = [];
  parser.parse(promql).iterate({
    enter: (node) => {
      if (node.type.isError) throw new Error(`not PromQL: ${promql}`);
      if (node.name === 'VectorSelector') found.push(promql.slice(node.from, node.to));
    },
  });
  return found;
}

function matcherTexts(selector: string): string[] {
  const texts: string[] = [];
  const visit = (node: SyntaxNode) => {
    if (node.name === 'UnquotedLabelMatcher' || node.name === 'QuotedLabelMatcher') {
      texts.push(selector.slice(node.from, node.to));
      return;
    }
    for (let child = node.firstChild; child; child = child.nextSibling) visit(child);
  };
  visit(parser.parse(selector).topNode);
  return texts;
}

const matcherText = ({ label, operator, value }: { label: string; operator: string; value: string }) =>
  `${label}${operator}${value}`;

/** What a metric's selectors get beside their own matchers. */
function ownTexts(metric: string, end: End | null): string[] {
  const isTraffic = /(^|:)istio_requests_total/.test(metric);
  if (end === 'source' && isTraffic) return ['source_workload_namespace=~bookinfo|shop'];
  if (end === 'destination' && isTraffic) {
    return [
      'destination_workload_namespace=~bookinfo|shop',
      'destination_service_namespace=~|unknown|bookinfo|shop',
    ];
  }
  const [kept = ''] = pinnedSelectors(metric, own) ?? [];
  return parseSelector(kept)
    .matchers.filter(({ label }) => label !== '__name__')
    .map(matcherText);
}

/** The tree without places and parentheses; `kept`: without one each of our matchers. */
function bare(node: Expression, kept: boolean, end: End | null = null): unknown {
  switch (node.kind) {
    case 'paren':
      return bare(node.expression, kept, end);
    case 'number':
    case 'string':
      return node.value;
    case 'selector': {
      const texts = node.matchers.map(matcherText).sort();
      const name = node.matchers.find(({ label }) => label === '__name__')?.value ?? '';
      for (const text of kept ? ownTexts(name, end) : []) {
        expect(texts).toContain(text);
        texts.splice(texts.indexOf(text), 1);
      }
      return [texts, node.offsetMs, node.at];
    }
    case 'matrix':
      return [bare(node.selector, kept, end), node.rangeMs];
    case 'subquery':
      return [bare(node.expression, kept), node.rangeMs, node.stepMs, node.offsetMs, node.at];
    case 'unary':
      return [node.operator, bare(node.expression, kept)];
    case 'call':
      return [node.name, ...node.args.map((arg) => bare(arg, kept, end))];
    case 'aggregation': {
      const parameter = node.parameter === undefined ? null : bare(node.parameter, kept);
      return [
        node.operator,
        node.without,
        node.grouping,
        parameter,
        bare(node.expression, kept, loneEnd(node)),
      ];
    }
    case 'binary':
      return [node.operator, node.returnBool, node.matching, bare(node.left, kept), bare(node.right, kept)];
  }
}

const names = fc.constantFrom(
  'up',
  'istio_requests_total',
  'a',
  'sum',
  'by',
  'on',
  'bool',
  'offset',
  'x:istio_requests_total:rate5m',
);
const labelNames = fc.constantFrom('namespace', 'job', 'source_workload_namespace', 'le', 'and', '__x');
const quoted = fc
  .oneof(hostileNames, fc.constantFrom('.*', '', 'payments', 'shop|payments', '(?i)PAYMENTS'))
  .map((text) =>
    JSON.stringify(text.toWellFormed())
      .replace(/[\u007f-\u009f\u2028\u2029]/g, ' ')
      .replace(/\\[bf]/g, ' '),
  );
const matcher = fc
  .tuple(labelNames, fc.constantFrom('=', '!=', '=~', '!~'), quoted)
  .map((parts) => parts.join(''));
const selector = fc
  .tuple(
    fc.constantFrom('up', 'istio_requests_total', 'a', 'x:istio_requests_total:rate5m'),
    fc.array(matcher, { maxLength: 3 }),
  )
  .map(([name, all]) => (all.length === 0 ? name : `${name}{${all.join(' ,')}}`));
const shift = fc.constantFrom('', ' offset 5m', ' @ 100', ' @ start() offset -1m', ' offset 1d @ end()');
const duration = fc.constantFrom('5m', '1h30m', '90', '1d', '2h1s');
const grouping = fc.constantFrom('', ' by (namespace)', ' without (le, job)', ' by ()', ' WITHOUT ()');
const space = fc.constantFrom(' ', '\n', '  ', ' # up{x="\n');

const { vector } = fc.letrec<{ vector: string; leaf: string; range: string; scalar: string }>((tie) => ({
  leaf: fc.tuple(selector, shift).map((parts) => parts.join('')),
  range: fc.oneof(
    { depthSize: 'small' },
    fc.tuple(selector, duration, shift).map(([of, time, at]) => `${of}[${time}]${at}`),
    fc.tuple(tie('vector'), duration, shift).map(([of, time, at]) => `(${of})[${time}:1m]${at}`),
  ),
  scalar: fc.oneof(
    fc.constantFrom('1', '-0.5', 'Inf', 'NaN', '0x1f', '1e-9', 'time()', '5m'),
    tie('vector').map((of) => `scalar(${of})`),
  ),
  vector: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc
      .tuple(fc.constantFrom('rate', 'increase', 'absent_over_time', 'max_over_time'), tie('range'))
      .map(([f, of]) => `${f}(${of})`),
    fc
      .tuple(fc.constantFrom('sum', 'Count', 'GROUP', 'avg'), grouping, tie('vector'))
      .map(([f, by, of]) => `${f}${by}(${of})`),
    fc.tuple(tie('scalar'), tie('vector'), grouping).map(([n, of, by]) => `topk(${n},${of})${by}`),
    fc
      .tuple(
        tie('vector'),
        fc.constantFrom('+', '^', 'atan2', '>= bool', '== on(job)', '/ ignoring(le) group_left(x)'),
        space,
        tie('vector'),
      )
      .map(([l, op, gap, r]) => `${l} ${op}${gap}${r}`),
    fc
      .tuple(tie('vector'), fc.constantFrom('and', 'OR on()', 'unless ignoring(job)'), tie('vector'))
      .map((parts) => parts.join(' ')),
    fc
      .tuple(tie('vector'), quoted)
      .map(([of, text]) => `label_replace(${of}, "namespace", ${text}, "job", "(.*)")`),
    tie('vector').map((of) => `-(${of})`),
    tie('vector').map((of) => `absent(${of})`),
    tie('vector').map((of) => `histogram_quantile(0.9, ${of})`),
  ),
}));

function isKept(selectorText: string): boolean {
  const texts = matcherTexts(selectorText);
  const isTraffic = /(^|:)istio_requests_total/.test(selectorText);
  if (!isTraffic) return anyMetric.split(/,(?=[a-z])/).every((text) => texts.includes(text));
  const bothEndsKept = ['source_workload_namespace=~"unknown|bookinfo|shop"', 'namespace=~"|bookinfo|shop"'];
  const oneEndKept = ['source', 'destination'].map((end) => `${end}_workload_namespace=~"bookinfo|shop"`);
  return (
    bothEndsKept.every((text) => texts.includes(text)) || oneEndKept.some((text) => texts.includes(text))
  );
}

describe('whatever is written', () => {
  test('SEC-20 SEC-21 every selector is kept, the reader’s own matchers stay, and nothing else changes', () => {
    let kept = 0;
    void fc.assert(
      fc.property(vector, (query) => {
        const result = pinnedQuery(query, own);
        if (!result.ok) {
          expect([null, 'complex']).toContain(result.error.problem);
          return;
        }
        kept += 1;
        const before = selectorsIn(query);
        const after = selectorsIn(result.value);
        expect(after).toHaveLength(before.length);
        for (const text of after) expect({ text, kept: isKept(text) }).toEqual({ text, kept: true });
        expect(bare(parseQuery(result.value), true)).toEqual(bare(parseQuery(query), false));
      }),
      { numRuns: 3000 },
    );
    expect(kept).toBeGreaterThan(1000);
  });

  test('names of namespaces never become syntax', () => {
    void fc.assert(
      fc.property(fc.array(hostileNames, { minLength: 1, maxLength: 3 }), names, (namespaces, name) => {
        const result = pinnedQuery(
          `${name === 'bool' || name === 'on' ? 'a' : name}{x="y"}`,
          new Set(namespaces),
        );
        if (!result.ok) return;
        expect(selectorsIn(result.value)).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });

  test('any text at all is refused or kept', () => {
    void fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 60 }), hostileNames), (text) => {
        const result = pinnedQuery(text, own);
        if (!result.ok) return;
        for (const one of selectorsIn(result.value)) expect(isKept(one)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('names and values that completion asks for', () => {
  test('of one metric', () => {
    expect(pinnedSelectors('up', own)).toEqual([`up{${anyMetric}}`]);
    expect(pinnedSelectors('istio_requests_total', own)).toEqual([`istio_requests_total{${traffic}}`]);
    const [hostile = ''] = pinnedSelectors('up{} or vector(1)', own) ?? [];
    expect(parseSelector(hostile).matchers[0]).toMatchObject({
      label: '__name__',
      value: 'up{} or vector(1)',
    });
  });

  test('of all: traffic by its ends, everything else by its namespace', () => {
    const all = pinnedSelectors(null, own) ?? [];
    expect(all).toHaveLength(2);
    expect(all[0]).toContain(`",${anyMetric}}`);
    expect(all[1]).toContain(`",${traffic}}`);
    for (const selectorText of all) expect(() => parseSelector(selectorText)).not.toThrow();
  });
});
