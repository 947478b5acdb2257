/** Deep links, parameter by parameter, and with names that try to be more than names. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPlainPath, joinAddress } from './address.ts';
import { type DeepLink, deepLink, type LinkedTool } from './deep-links.ts';
import { readDashboards, tempoPath, tempoTracePath } from './grafana.ts';
import { jaegerTracePath } from './jaeger.ts';
import { prometheusPath } from './prometheus.ts';
import { durationInOneUnit, type LinkSubject, type LinkWindow } from './subject.ts';
import { type Product, type ToolId, toolOf } from './tool.ts';

const live: LinkWindow = { from: 1_796_000_000, to: 1_796_003_600, live: true };
const past: LinkWindow = { ...live, live: false };
const service: LinkSubject = { kind: 'service', namespace: 'bookinfo', name: 'reviews' };
const workload: LinkSubject = { kind: 'workload', namespace: 'bookinfo', name: 'reviews-v2' };
const boards = { mesh: '/d/m1/mesh', service: '/d/s1/service', workload: '/d/w1/workload' };

function tool(product: Product, dashboards: LinkedTool['dashboards'] = {}): LinkedTool {
  return { tool: toolOf[product], product, dashboards, tempo: null };
}

function link(
  of: LinkedTool,
  subject: LinkSubject,
  window: LinkWindow,
  expressions: string[] = [],
  traceNames: string[] = [],
): DeepLink | null {
  return deepLink(of, subject, window, {
    domain: 'cluster.local',
    expressions,
    traceNames,
    grafana: { tempo: 'traces' },
  });
}

function parameters(path: string | undefined): Record<string, string> {
  return Object.fromEntries(new URL(path ?? '', 'http://tool.test').searchParams);
}

describe('Grafana', () => {
  test('the service’s dashboard, with the service and a time that goes on', () => {
    const found = link(tool('grafana', boards), service, live);
    expect(found?.path).toBe(
      '/d/s1/service?var-service=reviews.bookinfo.svc.cluster.local&var-qrep=destination&from=now-3600s&to=now',
    );
    expect(found?.exact).toBe(true);
  });
  test('the workload’s, in a past that stands still', () => {
    expect(parameters(link(tool('grafana', boards), workload, past)?.path)).toEqual({
      'var-namespace': 'bookinfo',
      'var-workload': 'reviews-v2',
      from: '1796000000000',
      to: '1796003600000',
    });
  });
  test('a host of a ServiceEntry is a name already', () => {
    const host: LinkSubject = { kind: 'service', namespace: 'shop', name: 'api.example.com' };
    expect(parameters(link(tool('grafana', boards), host, live)?.path)['var-service']).toBe(
      'api.example.com',
    );
  });
  test.each<[LinkSubject, string]>([
    [{ kind: 'mesh' }, '/d/m1/mesh?from=now-3600s&to=now'],
    [{ kind: 'namespace', namespace: 'bookinfo' }, '/d/m1/mesh?from=now-3600s&to=now'],
  ])('%o: the mesh’s', (subject, path) => {
    expect(link(tool('grafana', boards), subject, live)?.path).toBe(path);
  });
  test('a dashboard that was not found is looked for there', () => {
    expect(link(tool('grafana'), service, live)).toEqual({
      tool: 'grafana',
      path: '/dashboards?query=Istio%20Service%20Dashboard',
      exact: false,
    });
  });
});

describe("Grafana's search", () => {
  const board = (title: string, url: string) => ({ title, url, type: 'dash-db', uid: 'x' });
  test('by exact title, without the root that Grafana puts before its own paths', () => {
    const answer = [
      board('Istio Service Dashboard (copy)', '/grafana/d/copy/a'),
      board('Istio Service Dashboard', '/grafana/d/abc_-1/istio-service-dashboard'),
      board('Istio Mesh Dashboard', '/grafana/d/1a9a8ea49444aae205c7737573e894f9/istio-mesh-dashboard'),
    ];
    expect(readDashboards(answer, '/grafana')).toEqual({
      service: '/d/abc_-1/istio-service-dashboard',
      mesh: '/d/1a9a8ea49444aae205c7737573e894f9/istio-mesh-dashboard',
    });
  });
  test.each([
    ['javascript:alert(1)'],
    ['//evil.test/d/a/b'],
    ['https://evil.test/d/a/b'],
    ['/d/a/../../logout'],
    ['/logout'],
    ['/d/a/b?x=1'],
  ])('%s is no path of a dashboard', (url) => {
    expect(readDashboards([board('Istio Mesh Dashboard', url)], '')).toEqual({});
  });
  test.each([[null], ['x'], [{}], [[null, 1, { title: 3, url: 4 }]]])('%o holds none', (answer) => {
    expect(readDashboards(answer, '')).toEqual({});
  });
});

describe('Prometheus', () => {
  test('with the queries that drew what is looked at', () => {
    const [first, second] = ['sum(rate(a{b="c"}[1m]))', 'up'];
    expect(parameters(link(tool('prometheus'), service, past, [first ?? '', second ?? ''])?.path)).toEqual({
      'g0.expr': first,
      'g0.tab': '0',
      'g0.range_input': '1h',
      'g0.end_input': '2026-11-30 01:53:20',
      'g1.expr': second,
      'g1.tab': '0',
      'g1.range_input': '1h',
      'g1.end_input': '2026-11-30 01:53:20',
    });
  });
  test('a time that goes on has no end', () => {
    expect(prometheusPath(['up'], live)).toBe('/graph?g0.expr=up&g0.tab=0&g0.range_input=1h');
  });
  test('long queries: as many as an address takes, and always the first', () => {
    const long = 'x'.repeat(2000);
    const panels = (expressions: string[]) =>
      Object.keys(parameters(prometheusPath(expressions, live))).filter((name) => name.endsWith('.expr'));
    expect(panels([long, long, long, long])).toEqual(['g0.expr', 'g1.expr']);
    expect(panels(['x'.repeat(7000), 'up'])).toEqual(['g0.expr']);
  });
  test('without a query: its page', () => {
    expect(link(tool('prometheus'), service, live)).toEqual({
      tool: 'prometheus',
      path: '/graph',
      exact: false,
    });
  });
  test.each([
    [3600, '1h'],
    [5400, '90m'],
    [90, '90s'],
    [86_400, '1d'],
    [604_800, '1w'],
  ])('%i seconds are %s', (seconds, text) => {
    expect(durationInOneUnit(seconds)).toBe(text);
  });
});

describe('traces', () => {
  test('Jaeger: the name that proxies give themselves, and the window in microseconds', () => {
    const found = link(tool('jaeger'), workload, past, [], ['reviews-server.bookinfo', 'reviews.bookinfo']);
    expect(found?.exact).toBe(true);
    expect(parameters(found?.path)).toEqual({
      service: 'reviews-server.bookinfo',
      lookback: 'custom',
      start: '1796000000000000',
      end: '1796003600000000',
      limit: '20',
    });
  });
  test('of the mesh: the search', () => {
    expect(link(tool('jaeger'), { kind: 'mesh' }, live)?.path).toBe('/search');
  });
  test('Tempo is looked at in Grafana', () => {
    const found = link(tool('tempo'), service, live, [], ['reviews.bookinfo']);
    expect(found?.tool).toBe('grafana');
    const panes = JSON.parse(parameters(found?.path).panes ?? '');
    expect(panes.sluice).toMatchObject({ datasource: 'traces', range: { from: 'now-3600s', to: 'now' } });
    expect(panes.sluice.queries[0].filters[0]).toMatchObject({ operator: '=', value: ['reviews.bookinfo'] });
    const several = link(tool('tempo'), service, live, [], ['a.bookinfo', 'b.bookinfo']);
    const [filter] = JSON.parse(parameters(several?.path).panes ?? '').sluice.queries[0].filters;
    expect(filter).toMatchObject({ operator: '=~', value: ['a.bookinfo', 'b.bookinfo'] });
  });
  test('whose name is not known: the search, and it is said', () => {
    expect(link(tool('jaeger'), service, live)).toEqual({ tool: 'tracing', path: '/search', exact: false });
    expect(link(tool('tempo'), service, live)?.exact).toBe(false);
  });
  test('Tempo without Grafana has no page', () => {
    expect(deepLink(tool('tempo'), service, live, { domain: 'cluster.local', grafana: null })).toBeNull();
  });
  test('one trace', () => {
    expect(jaegerTracePath('4bf92f3577b34da6')).toBe('/trace/4bf92f3577b34da6');
    expect(jaegerTracePath('../admin')).toBe('/trace/..%2Fadmin');
    expect(JSON.parse(parameters(tempoTracePath('t', 'abc')).panes ?? '').sluice.queries[0].query).toBe(
      'abc',
    );
    expect(parameters(tempoPath('t', [], live)).schemaVersion).toBe('1');
  });
});

describe('Kiali', () => {
  test.each<[LinkSubject, LinkWindow, string]>([
    [service, live, '/console/namespaces/bookinfo/services/reviews?duration=3600'],
    [
      workload,
      { ...live, from: live.to - 61 },
      '/console/namespaces/bookinfo/workloads/reviews-v2?duration=120',
    ],
    [
      { kind: 'namespace', namespace: 'shop' },
      live,
      '/console/graph/namespaces?namespaces=shop&duration=3600',
    ],
    [{ kind: 'mesh' }, { ...live, from: 0 }, '/console/overview?duration=2592000'],
  ])('%o', (subject, window, path) => {
    expect(link(tool('kiali'), subject, window)?.path).toBe(path);
  });
});

test('Alertmanager: what fires in the namespace', () => {
  expect(link(tool('alertmanager'), service, live)?.path).toBe(
    '/#/alerts?silenced=false&inhibited=false&active=true&filter=%7Bnamespace%3D%22bookinfo%22%7D',
  );
  expect(link(tool('alertmanager'), { kind: 'mesh' }, live)?.path).toBe('/#/alerts');
});

const allProducts = ['grafana', 'prometheus', 'jaeger', 'kiali', 'alertmanager'] as const;
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
  fc.constantFrom(
    'a&var-service=b',
    'a?x=1#y',
    '//evil.test',
    '\\\\evil.test',
    '../../api',
    '..',
    'a"} or vector(1)#',
    'javascript:alert(1)',
    'a\r\nSet-Cookie: x=1',
    '<svg/onload=alert(1)>',
    '%2e%2e%2f',
  ),
);

test('whatever a name is, the link stays on its host, on one line, with its own parameters only', () => {
  const base = 'https://tool.test/base/';
  const namesOf = (path: string) => [...new URL(joinAddress(base, path)).searchParams.keys()];
  fc.assert(
    fc.property(
      hostile,
      hostile,
      fc.constantFrom(...allProducts),
      fc.constantFrom('service' as const, 'workload' as const),
      (namespace, name, product, kind) => {
        const path = link(tool(product, boards), { kind, namespace, name }, past, [name])?.path ?? '';
        const plain =
          link(tool(product, boards), { kind, namespace: 'ns', name: 'n' }, past, ['n'])?.path ?? '';
        expect(new URL(joinAddress(base, path)).origin).toBe('https://tool.test');
        expect(namesOf(path)).toEqual(namesOf(plain));
        expect(path.startsWith('/')).toBe(true);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be there.
        expect(path).not.toMatch(/[\u0000-\u0020"<>\\]/);
      },
    ),
  );
});

test.each([
  ['/', true],
  ['/d/a/b?x=1#y', true],
  ['/search?service=a%2Fb', true],
  ['//evil.test', false],
  ['/\\evil.test', false],
  ['\\evil', false],
  ['https://evil.test', false],
  ['javascript:alert(1)', false],
  ['/\tevil', false],
  ['/..//evil', false],
  ['/a/%2e%2e/b', false],
  ['', false],
])('%s is a path on its own host: %s', (path, expected) => {
  expect(isPlainPath(path)).toBe(expected);
});

test.each<[ToolId]>([['grafana'], ['prometheus'], ['tracing'], ['kiali'], ['alertmanager']])(
  '%s has a product',
  (id) => {
    expect(Object.values(toolOf)).toContain(id);
  },
);
