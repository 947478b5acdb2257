import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Graph, GraphEdge, GraphNode, Health, Traffic } from '../../api/traffic/graph.ts';
import { completionsAt } from './complete.ts';
import { fields, rankOrders } from './fields.ts';
import { findMatches } from './match.ts';
import { nearest } from './nearest.ts';
import { findProblemCodes, parseFind } from './parse.ts';
import { findPresets, hidePresets } from './presets.ts';
import { readQuantity } from './quantity.ts';
import { quoted, readTokens } from './tokens.ts';

const healthy: Health = { state: 'healthy', reasons: [] };
const failing: Health = { state: 'failing', reasons: [{ code: 'error-ratio', value: 0.2, threshold: 0.05 }] };
const slow: Health = { state: 'degraded', reasons: [{ code: 'latency', value: 1200, threshold: 1000 }] };
const idle: Health = { state: 'idle', reasons: [{ code: 'no-traffic', value: null, threshold: null }] };

function traffic(requestsPerSecond: number, changes: Partial<Traffic> = {}): Traffic {
  return {
    requestsPerSecond,
    errorRatio: 0,
    clientErrorRatio: 0,
    averageMs: 10,
    p50Ms: 8,
    p95Ms: 50,
    p99Ms: 90,
    bytesPerSecond: null,
    ...changes,
  };
}

function node(namespace: string, name: string, changes: Partial<GraphNode> = {}): GraphNode {
  return {
    id: `${namespace}/${name}`,
    kind: 'app',
    cluster: 'c1',
    namespace,
    name,
    app: name,
    version: 'v1',
    workload: `${name}-v1`,
    service: name,
    hosts: [`${name}.${namespace}.svc.cluster.local`],
    protocol: 'http',
    root: false,
    badges: [],
    health: healthy,
    inbound: traffic(10),
    outbound: null,
    group: null,
    ...changes,
  };
}

function edge(source: string, target: string, changes: Partial<GraphEdge> = {}): GraphEdge {
  return {
    id: `${source}>${target}`,
    source,
    target,
    protocol: 'http',
    health: healthy,
    ...traffic(10),
    mtlsRatio: 1,
    sourceShare: 0.5,
    flags: [],
    hosts: [],
    ...changes,
  } as GraphEdge;
}

const ingress = node('istio-system', 'ingress', {
  kind: 'gateway',
  root: true,
  inbound: null,
  outbound: traffic(100),
  badges: ['gateway'],
});
const front = node('shop', 'front', { inbound: traffic(90), badges: ['split', 'virtual-service'] });
const cart = node('shop', 'cart', { health: failing, inbound: traffic(30, { errorRatio: 0.2, p95Ms: 400 }) });
const old = node('shop', 'old "cart"', { health: idle, inbound: null, version: 'v0' });
const stripe = node('', 'api.stripe.com', {
  kind: 'external',
  hosts: ['api.stripe.com'],
  app: null,
  version: null,
});
const hidden = node('', 'restricted', {
  kind: 'restricted',
  hosts: [],
  app: null,
  version: null,
  inbound: null,
});
const unmeasured = node('shop', 'database', {
  protocol: 'tcp',
  inbound: traffic(0, {
    errorRatio: null,
    averageMs: null,
    p50Ms: null,
    p95Ms: null,
    p99Ms: null,
    bytesPerSecond: 2e6,
  }),
});

const toFront = edge(ingress.id, front.id, { ...traffic(90) });
const toCart = edge(front.id, cart.id, {
  ...traffic(30, { errorRatio: 0.2, p95Ms: 400 }),
  health: failing,
  flags: [{ flag: 'UF', ratio: 0.1 }],
  failures: [{ code: 'http 503', flags: 'UF', ratio: 0.2 }],
});
const toStripe = edge(cart.id, stripe.id, {
  mtlsRatio: null,
  hosts: ['api.stripe.com'],
  ...traffic(2, { p95Ms: 1200 }),
  health: slow,
});
const toHidden = edge(cart.id, hidden.id, { route: 'unused' });
const toDatabase = edge(cart.id, unmeasured.id, {
  protocol: 'tcp',
  mtlsRatio: 0.4,
  ...traffic(0, {
    errorRatio: null,
    averageMs: null,
    p50Ms: null,
    p95Ms: null,
    p99Ms: null,
    bytesPerSecond: 2e6,
  }),
});

const graph: Graph = {
  type: 'app',
  version: '1',
  at: 0,
  windowSeconds: 60,
  metricsAt: 0,
  namespaces: [],
  nodes: [ingress, front, cart, old, stripe, hidden, unmeasured],
  edges: [toFront, toCart, toStripe, toHidden, toDatabase],
  warnings: [],
};

function found(text: string): string[] {
  const parsed = parseFind(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.code}`);
  if (parsed.value === null) return [];
  const { nodes, edges } = findMatches(graph, parsed.value);
  return [...nodes, ...edges].map((id) => id.replaceAll(/[a-z-]*\//g, ''));
}

describe('what an expression is true of', () => {
  test.each([
    ['cart', ['cart', 'old "cart"']],
    ['CART shop', ['cart', 'old "cart"']],
    ['"old \\"cart\\""', ['old "cart"']],
    ['restricted', []],
    ['constructor', []],
    ['rate > 10 and p95 > 200ms and not namespace = "istio-system"', ['cart', 'front>cart']],
    ['rate>10 p95>200ms', ['cart', 'front>cart']],
    ['rate > 80 or is failing', ['ingress', 'front', 'cart', 'ingress>front', 'front>cart']],
    ['(rate > 80 or is failing) and is node', ['ingress', 'front', 'cart']],
    ['rate > 80 or is failing and is node', ['ingress', 'front', 'cart', 'ingress>front']],
    ['not (rate < 80) && is node', ['ingress', 'front']],
    ['rate > 600/min and is node and namespace = shop', ['front', 'cart']],
    ['errors >= 20% and is edge', ['front>cart']],
    ['errors > 0.1 and is edge', ['front>cart']],
    ['p95 > 1s', ['cart>api.stripe.com']],
    ['not p95 < 1.2s', ['cart>api.stripe.com']],
    ['throughput >= 1.5MB/s', ['database', 'cart>database']],
    // Of the others' requests nobody tells the sizes.
    ['throughput < 1kB/s and is node and namespace = shop', ['old "cart"']],
    ['name = c*', ['cart']],
    ["name = '*cart\"'", ['old "cart"']],
    ['name ~ art', ['cart', 'old "cart"']],
    ['name != cart and namespace = shop and is node', ['front', 'old "cart"', 'database']],
    ['namespace in (istio-system, nowhere) and is node', ['ingress']],
    ['version not in (v1) and is node and namespace = shop', ['old "cart"']],
    ['rate in (90, 2)', ['front', 'ingress>front', 'cart>api.stripe.com']],
    ['source = front', ['front>cart']],
    ['source.namespace = istio-system', ['ingress>front']],
    ['target.kind = external', ['cart>api.stripe.com']],
    ['namespace = istio-system and is edge', ['ingress>front']],
    ['mtls < 100%', ['cart>database']],
    ['is mtls', ['ingress>front', 'front>cart', 'cart>restricted']],
    ['not is mtls', ['cart>database']],
    ['flag = uf', ['front>cart']],
    ['route = unused', ['cart>restricted']],
    ['route != unused and source = cart', ['cart>api.stripe.com', 'cart>database']],
    ['code = 503', ['front>cart']],
    ['host = api.stripe.com', ['api.stripe.com', 'cart>api.stripe.com']],
    ['protocol = tcp', ['database', 'cart>database']],
    ['has split', ['front']],
    ['is slow', ['cart>api.stripe.com']],
    ['is idle and rate = 0', ['old "cart"']],
    ['health = idle', ['old "cart"']],
    ['is gateway or is external', ['ingress', 'api.stripe.com']],
    ['rank <= 2', ['ingress', 'front']],
    ['rank.callers = 1 and namespace = shop', ['front', 'cart', 'database']],
    ['in > 50', ['front']],
    ['out > 0', ['ingress']],
    ['cluster = c1 and is root', ['ingress']],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test('what nobody measured is neither fast nor slow', () => {
    expect(found('name = database and (p95 > 0 or not p95 > 0)')).toEqual([]);
  });

  test('a restricted node has no name, namespace or host to ask for', () => {
    for (const name of ['name', 'namespace', 'host', 'app', 'workload', 'service', 'version', 'kind']) {
      expect(found(`${name} != "" and is restricted`)).toEqual([]);
    }
  });
});

describe('what cannot be read', () => {
  test.each([
    ['rate >', 'expected-value', '>', '10'],
    ['rate > fast', 'not-a-number', 'fast', '10'],
    ['errors > 5', 'not-a-number', '5', '5%'],
    ['p95 > 5 parsecs and', 'expected-condition', 'and', ''],
    ['p95 > 5parsecs', 'not-a-number', '5parsecs', '200ms'],
    ['naem = x', 'unknown-field', 'naem', 'name'],
    ['zzzz = x', 'unknown-field', 'zzzz', ''],
    ['is faling', 'unknown-state', 'faling', 'failing'],
    ['is', 'expected-value', 'is', 'is failing'],
    ['has fault or has flaut', 'unknown-badge', 'flaut', 'fault'],
    ['(rate > 1', 'unclosed-parenthesis', '(', ''],
    ['rate > 1)', 'unexpected', ')', ''],
    ['name = "cart', 'unclosed-quote', 'cart', ''],
    ['"cart', 'unclosed-quote', 'cart', ''],
    ['name > cart', 'no-such-comparison', '>', '= != ~ !~'],
    ['rate ~ 1', 'no-such-comparison', '~', '= != > >= < <='],
    ['name in', 'expected-list', 'name', 'name in (a, b)'],
    ['name in (a, b', 'unclosed-parenthesis', '(', ''],
    ['and', 'expected-condition', 'and', ''],
    ['()', 'expected-condition', ')', ''],
    ['= 3', 'expected-condition', '=', ''],
    ['cart = = 3', 'unknown-field', 'cart', ''],
    [`${'('.repeat(50)}a`, 'too-deep', '(', ''],
    ['not '.repeat(50), 'too-deep', 'not', ''],
  ])('%s', (text, code, word, suggestion) => {
    const parsed = parseFind(text);
    expect(parsed.ok ? 'read' : parsed.error).toMatchObject({ code, word, suggestion });
  });

  test('input 22: any text is read or refused at a place inside it, and never throws', () => {
    const pieces = fc.constantFrom(
      'rate',
      '>',
      '10',
      'and',
      'or',
      'not',
      '(',
      ')',
      '"',
      'in',
      ',',
      'is',
      'failing',
      'x',
      '=',
      '!',
      '😀',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseFind(text);
        if (parsed.ok) {
          if (parsed.value !== null) findMatches(graph, parsed.value);
          return;
        }
        const { code, from, to } = parsed.error;
        expect(findProblemCodes).toContain(code);
        expect([0, from, to, text.length]).toEqual([0, from, to, text.length].sort((a, b) => a - b));
      }),
      { numRuns: 2000 },
    );
  });
});

test('negation is an involution, and De Morgan holds of three values', () => {
  const atom = fc.constantFrom(
    'rate > 10',
    'p95 > 100ms',
    'is failing',
    'namespace = shop',
    'mtls = 1',
    'cart',
    'has split',
  );
  fc.assert(
    fc.property(atom, atom, (a, b) => {
      expect(found(`not not ${a}`)).toEqual(found(a));
      expect(found(`not (${a} and ${b})`)).toEqual(found(`not ${a} or not ${b}`));
      expect(found(`not (${a} or ${b})`)).toEqual(found(`not ${a} and not ${b}`));
    }),
  );
});

test('any name can be written as a value', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
      const [token, ...rest] = readTokens(quoted(name));
      expect([token?.text, token?.unclosed, rest]).toEqual([name, undefined, []]);
      expect(['word', 'quoted']).toContain(token?.kind);
    }),
  );
});

test.each([
  ['10', 'rate', 10],
  ['600/min', 'rate', 10],
  ['1k/s', 'rate', 1000],
  ['1.5s', 'ms', 1500],
  ['250us', 'ms', 0.25],
  ['5%', 'ratio', 0.05],
  ['.5', 'ratio', 0.5],
  ['50', 'ratio', null],
  ['2MB/s', 'bytes', 2e6],
  ['1KiB', 'bytes', 1024],
  ['1e3', 'rate', null],
  ['', 'rate', null],
  ['ten', 'count', null],
] as const)('%s as %s', (text, unit, expected) => {
  const value = readQuantity(text, unit);
  expect(value === null ? null : Number(value.toFixed(6))).toBe(expected);
});

describe('completion', () => {
  test.each([
    ['', ['name', 'namespace', 'rate']],
    ['ra', ['rate', 'rank', 'rank.rate']],
    ['rate ', ['>', '<', '>=']],
    ['rate > ', ['1', '10', '100']],
    ['rate > 10 ', ['and', 'or']],
    ['rate > 10 a', ['and']],
    ['rate > 10 and n', ['name', 'namespace', 'not']],
    ['namespace = ', ['shop', 'istio-system']],
    ['namespace = is', ['istio-system']],
    ['namespace in (', ['shop', 'istio-system']],
    ['namespace in (shop, ', ['shop', 'istio-system']],
    ['namespace not in (shop, i', ['istio-system']],
    ['is f', ['failing']],
    ['has sp', ['split']],
    ['flag = ', ['UF']],
    ['car', ['cart', 'old "cart"']],
    ['naem = ', []],
    ['is failing ', ['and', 'or']],
  ])('%j', (text, expected) => {
    const { items } = completionsAt(text, text.length, graph);
    expect(items.slice(0, expected.length || 12).map(({ label }) => label)).toEqual(expected);
  });

  test('what is written can be read', () => {
    const text = 'name = old';
    const { from, to, items } = completionsAt(text, text.length, graph);
    expect(found(`${text.slice(0, from)}${items[0]?.insert}${text.slice(to)}`)).toEqual(['old "cart"']);
  });

  test('names of hidden nodes are not offered', () => {
    expect(completionsAt('name = rest', 11, graph).items).toEqual([]);
  });
});

test('every preset can be read', () => {
  for (const { text } of [...findPresets, ...hidePresets]) expect(parseFind(text).ok).toBe(true);
});

test('fields know each order of rank', () => {
  for (const order of rankOrders) expect(fields.has(`rank.${order}`)).toBe(true);
});

test.each([
  ['naem', 'name'],
  ['lat', ''],
  ['thro', 'throughput'],
  ['x', ''],
])('%s is nearest to "%s"', (word, expected) => {
  expect(nearest(word, [...fields.keys()])).toBe(expected);
});

test.each(['#a[b="c"], *', '"], *', '* or rate > 0', '<svg/onload=alert(1)>', 'a"} or vector(1)#'])(
  'input 13: a node named %s is found by its name, and nothing else',
  (name) => {
    const odd = node('shop', name);
    const parsed = parseFind(`name=${quoted(name)}`);
    if (!parsed.ok || parsed.value === null) throw new Error(JSON.stringify(parsed));
    const world = { ...graph, nodes: [...graph.nodes, odd] };
    expect([...findMatches(world, parsed.value).nodes]).toEqual([odd.id]);
  },
);
