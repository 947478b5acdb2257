/** Traces as Jaeger and Tempo write them, cut to a reader's part, in the order of who caused whom. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJaeger } from './jaeger.ts';
import { passes } from './passes.ts';
import { scopeTrace } from './scope.ts';
import { readTempoSearch, readTempoTrace } from './tempo.ts';
import { namespaceOf, type Span, type Tag, type Trace, traceLimits } from './trace.ts';
import { boundsOf, waterfall } from './waterfall.ts';

const jaegerTrace = (
  spans: unknown[],
  processes: unknown = { p1: { serviceName: 'reviews.bookinfo', tags: [] } },
) => ({
  data: [{ traceID: 'abc', spans, processes }],
});
const jaegerSpan = (more: object = {}) => ({
  traceID: 'abc',
  spanID: 's1',
  operationName: 'GET /',
  references: [],
  startTime: 1_700_000_000_000_000,
  duration: 1500,
  tags: [],
  logs: [],
  processID: 'p1',
  ...more,
});
const only = (body: unknown) => {
  const read = readJaeger(body);
  return read.ok ? read.value : null;
};

describe('Jaeger', () => {
  test('a span with its tags, parent, logs', () => {
    const [trace] =
      only(
        jaegerTrace([
          jaegerSpan({
            references: [
              { refType: 'FOLLOWS_FROM', spanID: 'x' },
              { refType: 'CHILD_OF', spanID: 's0' },
            ],
            tags: [
              { key: 'span.kind', type: 'string', value: 'server' },
              { key: 'error', type: 'bool', value: true },
              { key: 'n', type: 'int64', value: 5 },
            ],
            logs: [{ timestamp: 1_700_000_000_000_100, fields: [{ key: 'event', value: 'x' }] }],
          }),
        ]),
      ) ?? [];
    expect(trace?.id).toBe('0000000000000abc');
    expect(trace?.spans).toEqual([
      {
        id: 's1',
        parentId: 's0',
        service: 'reviews.bookinfo',
        namespace: 'bookinfo',
        name: 'GET /',
        kind: 'server',
        startUs: 1_700_000_000_000_000,
        durationUs: 1500,
        error: true,
        tags: [
          ['span.kind', 'server'],
          ['error', 'true'],
          ['n', '5'],
        ],
        logs: [{ atUs: 1_700_000_000_000_100, fields: [['event', 'x']] }],
      },
    ]);
  });

  test.each([
    ['nothing', {}],
    ['null', null],
    ['HTML', '<html>'],
    ['an error', { data: null, errors: [{ code: 404, msg: 'trace not found' }] }],
  ])('%s is no answer', (_, body) => {
    expect(readJaeger(body)).toEqual({ ok: false, error: 'malformed' });
  });

  test.each([
    ['no spans', jaegerTrace([])],
    ['a span without times', jaegerTrace([jaegerSpan({ startTime: 'x' })])],
    ['a negative duration', jaegerTrace([jaegerSpan({ duration: -1 })])],
    ['an id that is no id', { data: [{ traceID: '../x', spans: [jaegerSpan()], processes: {} }] }],
    ['no objects', { data: [1, null, 'x', []] }],
  ])('%s is left out', (_, body) => {
    expect(only(body)).toEqual([]);
  });

  test('__proto__ as a process names nothing', () => {
    const [trace] = only(jaegerTrace([jaegerSpan({ processID: '__proto__' })])) ?? [];
    expect(trace?.spans[0]).toMatchObject({ service: '', namespace: null });
  });

  test('what is too much is cut, and that is said', () => {
    const spans = Array.from({ length: traceLimits.spans + 5 }, (_, index) =>
      jaegerSpan({ spanID: `s${index}` }),
    );
    const [trace] = only(jaegerTrace(spans)) ?? [];
    expect([trace?.spans.length, trace?.cut]).toEqual([traceLimits.spans, true]);
    const [long] = only(jaegerTrace([jaegerSpan({ operationName: 'x'.repeat(9000) })])) ?? [];
    expect(long?.spans[0]?.name).toHaveLength(traceLimits.textLength);
  });

  test('any JSON at all is read or refused', () => {
    void fc.assert(fc.property(fc.jsonValue(), (body) => void readJaeger({ data: [body] })));
    void fc.assert(fc.property(fc.jsonValue(), (body) => void readTempoTrace('0'.repeat(32), body)));
  });
});

describe('Tempo', () => {
  const id = '2f3e0cee77ae5dc9c17ade3689eb2e54';
  const span = {
    traceId: id,
    spanId: '00000000000000aa',
    parentSpanId: '00000000000000bb',
    name: 'reviews:9080/*',
    kind: 'SPAN_KIND_CLIENT',
    startTimeUnixNano: '1700000000000001000',
    endTimeUnixNano: '1700000000002001000',
    attributes: [{ key: 'http.status_code', value: { stringValue: '503' } }],
    events: [
      {
        timeUnixNano: '1700000000000002000',
        name: 'retry',
        attributes: [{ key: 'n', value: { intValue: '2' } }],
      },
    ],
    status: {},
  };
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'productpage.bookinfo' } }] };
  const expected = {
    id: '00000000000000aa',
    parentId: '00000000000000bb',
    service: 'productpage.bookinfo',
    namespace: 'bookinfo',
    kind: 'client',
    durationUs: 2000,
    error: true,
    logs: [
      {
        fields: [
          ['event', 'retry'],
          ['n', '2'],
        ],
      },
    ],
  };

  test.each([
    ['v1', { batches: [{ resource, scopeSpans: [{ spans: [span] }] }] }],
    ['old', { batches: [{ resource, instrumentationLibrarySpans: [{ spans: [span] }] }] }],
    ['v2', { trace: { resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] } }],
    [
      'base64',
      {
        batches: [
          {
            resource,
            scopeSpans: [{ spans: [{ ...span, spanId: 'AAAAAAAAAKo=', parentSpanId: 'AAAAAAAAALs=' }] }],
          },
        ],
      },
    ],
  ])('a trace as %s', (_, body) => {
    const read = readTempoTrace(id, body);
    expect(read.ok && read.value?.spans).toMatchObject([expected]);
  });

  test('ids of a search', () => {
    expect(
      readTempoSearch({ traces: [{ traceID: id }, { traceID: 'ab' }, { traceID: '../x' }, {}] }),
    ).toEqual({
      ok: true,
      value: [id, '00000000000000ab'],
    });
    expect(readTempoSearch({})).toEqual({ ok: true, value: [] });
    expect(readTempoSearch('x')).toEqual({ ok: false, error: 'malformed' });
  });
});

describe('whose span it is', () => {
  test.each<[string, Tag[], Tag[], string | null]>([
    ['reviews.bookinfo', [], [], 'bookinfo'],
    ['reviews', [['istio.namespace', 'bookinfo']], [], 'bookinfo'],
    ['reviews', [], [['k8s.namespace.name', 'bookinfo']], 'bookinfo'],
    [
      'reviews',
      [['node_id', 'sidecar~10.0.0.7~reviews-v1.bookinfo~bookinfo.svc.cluster.local']],
      [],
      'bookinfo',
    ],
    ['reviews', [], [], null],
    ['', [], [], null],
    // Two that differ are no word to go by: a program may call itself what it likes.
    ['reviews.bookinfo', [['istio.namespace', 'payments']], [], null],
    ['ledger.payments', [], [['k8s.namespace.name', 'bookinfo']], null],
    ['a.b.c', [], [], null],
    ['reviews.bookinfo.svc.cluster.local', [], [], 'bookinfo'],
  ])('%s %o %o: %s', (service, tags, resource, namespace) => {
    expect(namespaceOf(service, tags, resource)).toBe(namespace);
  });
});

function span(id: string, parentId: string | null, service: string, more: Partial<Span> = {}): Span {
  const [, namespace = null] = service.split('.');
  return {
    id,
    parentId,
    service,
    namespace,
    name: `${service}:80/*`,
    kind: 'other',
    startUs: 0,
    durationUs: 10,
    error: false,
    tags: [],
    logs: [],
    ...more,
  };
}

describe('a reader’s part', () => {
  const scope = { visible: new Set(['shop']), namespaces: ['shop', 'payments', 'bookinfo'] };
  const trace: Trace = {
    id: 'a'.repeat(32),
    cut: false,
    spans: [
      span('1', null, 'cart.shop', {
        name: 'ledger.payments.svc.cluster.local:80/*',
        tags: [
          ['upstream_cluster', 'outbound|80||ledger.payments.svc.cluster.local'],
          ['http.url', 'http://ledger.payments/x'],
          ['node', 'x~Payments~y'],
          ['http.method', 'GET'],
          ['note', 'repayments.example'],
        ],
        logs: [
          {
            atUs: 1,
            fields: [
              ['to', 'payments/ledger'],
              ['event', 'retry'],
            ],
          },
        ],
      }),
      span('2', '1', 'ledger.payments', { error: true, tags: [['sql', 'select canary']] }),
      span('3', '2', 'nobody'),
    ],
  };

  test('SEC-21 SEC-24 of hidden spans place and time are left, and neighbours do not name them', () => {
    const scoped = scopeTrace(trace, scope);
    const text = JSON.stringify(scoped);
    for (const word of ['ledger', 'canary', 'nobody', '"payments', '.payments', 'Payments~']) {
      expect({ word, found: text.includes(word) }).toEqual({ word, found: false });
    }
    expect(scoped?.spans.map(({ restricted }) => restricted)).toEqual([false, true, true]);
    expect(scoped?.spans[1]).toMatchObject({ id: '2', parentId: '1', durationUs: 10, error: true, tags: [] });
    expect(scoped?.spans[0]).toMatchObject({
      name: '',
      tags: [
        ['http.method', 'GET'],
        ['note', 'repayments.example'],
      ],
      logs: [{ fields: [['event', 'retry']] }],
    });
  });

  test('who sees everything sees everything; a trace without anything of the reader’s is none', () => {
    expect(scopeTrace(trace, { ...scope, visible: null })?.spans.every(({ restricted }) => !restricted)).toBe(
      true,
    );
    expect(scopeTrace({ ...trace, spans: trace.spans.slice(1) }, scope)).toBeNull();
    expect(scopeTrace(trace, { ...scope, visible: new Set() })).toBeNull();
  });
});

describe('the waterfall', () => {
  test('parents come before children, each level by start', () => {
    const spans = [
      span('c', 'a', 'x.y', { startUs: 5 }),
      span('b', 'a', 'x.y', { startUs: 3 }),
      span('a', null, 'x.y'),
      span('d', 'b', 'x.y', { startUs: 4 }),
      span('lost', 'gone', 'x.y', { startUs: 9, durationUs: 20 }),
    ];
    expect(waterfall(spans).map(({ span: { id }, depth, children }) => [id, depth, children])).toEqual([
      ['a', 0, 2],
      ['b', 1, 1],
      ['d', 2, 0],
      ['c', 1, 0],
      ['lost', 0, 0],
    ]);
    expect(boundsOf(spans)).toEqual({ startUs: 0, durationUs: 29 });
  });

  test('a client and a server that share an id hang together', () => {
    const rows = waterfall([
      span('a', null, 'x.y', { kind: 'server', startUs: 1 }),
      span('a', null, 'x.y', { kind: 'client' }),
    ]);
    expect(rows.map(({ span: { kind }, depth }) => [kind, depth])).toEqual([
      ['client', 0],
      ['server', 1],
    ]);
  });

  test('every span is shown once, whatever the parents say', () => {
    const any = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      parentId: fc.constantFrom(null, 'a', 'b', 'c', 'd', 'e', 'z'),
      startUs: fc.nat(9),
    });
    void fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (all) => {
        const spans = all.map((one) => span(one.id, one.parentId, 'x.y', { startUs: one.startUs }));
        const shown = waterfall(spans).map((row) => row.span);
        expect(shown).toHaveLength(spans.length);
        expect(new Set(shown).size).toBe(spans.length);
      }),
    );
  });
});

test.each([
  [[span('1', null, 'a.n'), span('2', '1', 'b.n')], true],
  [[span('1', null, 'a.n'), span('2', '1', 'b.n'), span('3', '2', 'b.n')], true],
  [[span('1', null, 'b.n'), span('2', '1', 'a.n')], false],
  [[span('1', null, 'a.n'), span('2', '1', 'c.n'), span('3', '2', 'b.n')], false],
  [[span('1', '1', 'b.n')], false],
  [[span('1', '2', 'b.n'), span('2', '1', 'b.n')], false],
])('a trace passes an edge: %#', (spans, expected) => {
  expect(passes({ spans }, new Set(['a.n']), new Set(['b.n']))).toBe(expected);
});
