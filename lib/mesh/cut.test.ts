/** What each clause of the cut keeps back, on a survey written by hand: who sees `a` alone must learn nothing of `b`. */
import { describe, expect, test } from 'vitest';
import type { MeshEnd, MtlsBreak, NamespaceMtls, Plane } from '../api/mesh/mesh.ts';
import { cutMesh, type MeshScope } from './cut.ts';
import type { MeshSurvey } from './survey.ts';

const policies = 'peerauthentications.security.istio.io';
const rules = 'destinationrules.networking.istio.io';
const gateways = 'gateways.networking.istio.io';
const routes = 'virtualservices.networking.istio.io';

const end = (at: string): MeshEnd => {
  const [namespace = '', workload = ''] = at.split('/');
  return { namespace, workload };
};
const unseen: MeshEnd = { namespace: null, workload: null };
const object = (at: string) => {
  const [namespace = '', name = ''] = at.split('/');
  return { namespace, name };
};

function broken(more: Partial<MtlsBreak>): MtlsBreak {
  return { reason: 'plain-rule', service: 's', ports: [], rule: null, policy: null, callers: [], ...more };
}

function mtlsOf(more: Partial<NamespaceMtls> = {}): NamespaceMtls {
  return {
    mode: 'STRICT',
    layer: 'mesh',
    policy: null,
    exceptions: [],
    measured: 0.5,
    plain: [],
    breaks: [],
    ...more,
  };
}

function namespaceOf(name: string, mtls: Partial<NamespaceMtls> = {}): MeshSurvey['namespaces'][number] {
  return {
    name,
    labels: {},
    resourceVersion: '1',
    revision: null,
    unknownRevision: false,
    never: false,
    isControlPlane: false,
    pods: 1,
    sidecars: 0,
    ambient: 0,
    uncovered: 1,
    optedOut: 0,
    gateways: 0,
    versions: [],
    workloads: [],
    mtls: mtlsOf(mtls),
  };
}

function planeIn(namespace: string): Plane {
  return {
    revision: `of-${namespace}`,
    namespace,
    versions: ['1.31.1'],
    tags: [],
    isDefault: true,
    ready: 1,
    wanted: 1,
    proxies: 7,
    figures: null,
  };
}

function gatewayOf(at: string, more: Partial<MeshSurvey['gateways'][number]> = {}) {
  return {
    kind: gateways,
    ...object(at),
    servedBy: [],
    className: null,
    addresses: [],
    programmed: null,
    servers: [],
    bound: [],
    ...more,
  };
}

function obsoleteOf(at: string, kindName = 'VirtualService', kind = routes): MeshSurvey['obsolete'][number] {
  return { what: 'field', kind, kindName, ...object(at), found: 'x', instead: null, manager: null };
}

const plane: MeshSurvey['controlPlane'] = {
  state: 'found',
  planes: [planeIn('a'), planeIn('b')],
  figures: { state: 'ok', at: 5, missing: ['clusters'], other: null },
  configuration: { state: 'read', settings: [{ path: 'trustDomain', value: 'x', written: true }] },
};

function surveyOf(more: Partial<MeshSurvey> = {}): MeshSurvey {
  return {
    head: { at: 1, metricsAt: 1, windowSeconds: 60, revisions: [], ambientReady: false, warnings: [] },
    controlPlane: plane,
    namespaces: [namespaceOf('a'), namespaceOf('b')],
    gateways: [],
    clusters: { own: 'here', network: 'north', others: [], watched: 2 },
    obsolete: [],
    ...more,
  };
}

const all: MeshScope = { visible: null, requested: null, mayRead: () => true, mayLabel: () => true };
/** Sees `a` alone, and may read there whatever there is. */
const ofA: MeshScope = { ...all, visible: new Set(['a']), mayRead: (namespace) => namespace === 'a' };
/** The right to read the kinds everywhere is not the right to see who is there. */
const reader: MeshScope = { ...ofA, mayRead: () => true };
const readingBut = (kind: string, at?: string) => (namespace: string, id: string) =>
  id !== kind || (at !== undefined && namespace !== at);

describe('namespaces', () => {
  const names = (scope: MeshScope) => cutMesh(surveyOf(), scope).namespaces.map(({ name }) => name);
  test.each<[string, MeshScope, string[]]>([
    ['all for who sees all', all, ['a', 'b']],
    ['those that are seen', reader, ['a']],
    ['those that were asked for', { ...all, requested: new Set(['b']) }, ['b']],
    ['never one that is not seen, though asked for', { ...reader, requested: new Set(['a', 'b']) }, ['a']],
  ])('%s', (_, scope, expected) => {
    expect(names(scope)).toEqual(expected);
  });

  test('whether there are others is told', () => {
    expect([all, reader].map((scope) => cutMesh(surveyOf(), scope).allNamespaces)).toEqual([true, false]);
  });

  test('whose labels may be changed is asked for each', () => {
    const { namespaces } = cutMesh(surveyOf(), { ...all, mayLabel: (name) => name === 'b' });
    expect(namespaces.map(({ mayLabel }) => mayLabel)).toEqual([false, true]);
  });
});

describe('control plane', () => {
  const planeFor = (scope: MeshScope, controlPlane = plane) =>
    cutMesh(surveyOf({ controlPlane }), scope).controlPlane;

  test('all of it for who sees all', () => {
    expect(planeFor(all)).toEqual(plane);
  });

  test('where one is seen: those that are, without how many proxies they have', () => {
    expect(planeFor(reader)).toEqual({ ...plane, planes: [{ ...planeIn('a'), proxies: null }] });
  });

  test('where none is seen: that it is kept back, and nothing else', () => {
    expect(planeFor({ ...all, visible: new Set(['c']) })).toEqual({
      state: 'restricted',
      planes: [],
      figures: { state: 'restricted', at: null, missing: [], other: null },
      configuration: { state: 'restricted', settings: [] },
    });
  });

  test('that there is none is everybody’s to know', () => {
    const none = { ...plane, state: 'not-installed' as const, planes: [] };
    expect(planeFor(reader, none)).toEqual(none);
  });
});

describe('gateways', () => {
  const survey = surveyOf({
    gateways: [
      gatewayOf('a/in', {
        servedBy: [object('a/edge'), object('b/edge')],
        bound: [
          { kind: routes, namespace: 'a' },
          { kind: routes, namespace: 'b' },
        ],
      }),
      gatewayOf('b/in'),
    ],
  });
  const told = (scope: MeshScope) =>
    cutMesh(survey, scope).gateways.map(({ namespace, servedBy, routes: count }) => [
      namespace,
      servedBy.map((one) => one.namespace),
      count,
    ]);
  test.each<[string, MeshScope, unknown[]]>([
    [
      'all',
      all,
      [
        ['a', ['a', 'b'], 2],
        ['b', [], 0],
      ],
    ],
    ['where one sees, with whom one sees', reader, [['a', ['a'], 1]]],
    [
      'of the namespaces asked for, whoever serves them',
      { ...all, requested: new Set(['a']) },
      [['a', ['a', 'b'], 2]],
    ],
    ['and of those alone', { ...all, requested: new Set(['b']) }, [['b', [], 0]]],
    ['none whose kind may not be read', { ...all, mayRead: readingBut(gateways) }, []],
    [
      'none whose kind may not be read there',
      { ...all, mayRead: readingBut(gateways, 'b') },
      [['a', ['a', 'b'], 2]],
    ],
    [
      'routes that may not be read do not count',
      { ...all, mayRead: readingBut(routes, 'b') },
      [
        ['a', ['a', 'b'], 1],
        ['b', [], 0],
      ],
    ],
  ])('%s', (_, scope, expected) => {
    expect(told(scope)).toEqual(expected);
  });

  test('that somebody serves it whom one does not see is told, and not who', () => {
    const elsewhere = (scope: MeshScope) =>
      cutMesh(survey, scope).gateways.map(({ name, namespace, servedElsewhere }) => [
        `${namespace}/${name}`,
        servedElsewhere,
      ]);
    expect(elsewhere(all)).toEqual([
      ['a/in', false],
      ['b/in', false],
    ]);
    expect(elsewhere(reader)).toEqual([['a/in', true]]);
    // Seen, though not asked for.
    expect(elsewhere({ ...all, requested: new Set(['a']) })).toEqual([['a/in', false]]);
  });

  test('what binds them is counted, not told', () => {
    for (const gateway of cutMesh(survey, all).gateways) expect(gateway).not.toHaveProperty('bound');
  });
});

test('clusters: those that talk with a namespace one sees; network and count for who sees all', () => {
  const others = [
    { name: 'east', namespaces: new Set(['b']) },
    { name: 'west', namespaces: new Set(['a', 'b']) },
  ];
  const survey = surveyOf({ clusters: { own: 'here', network: 'north', others, watched: 2 } });
  expect(cutMesh(survey, all).clusters).toEqual({
    own: 'here',
    network: 'north',
    others: ['east', 'west'],
    watched: 2,
  });
  expect(cutMesh(survey, reader).clusters).toEqual({
    own: 'here',
    network: null,
    others: ['west'],
    watched: null,
  });
});

describe('what is of the past', () => {
  const survey = surveyOf({
    obsolete: [
      obsoleteOf('a/x'),
      obsoleteOf('b/y'),
      obsoleteOf('/a', 'Namespace', 'Namespace'),
      obsoleteOf('/b', 'Namespace', 'Namespace'),
    ],
  });
  test.each<[string, MeshScope, string[]]>([
    ['all', all, ['x', 'y', 'a', 'b']],
    ['where one sees', reader, ['x', 'a']],
    ['where one asked', { ...all, requested: new Set(['b']) }, ['y', 'b']],
    ['of kinds that may be read', { ...all, mayRead: readingBut(routes) }, ['a', 'b']],
    ['of kinds that may be read there', { ...all, mayRead: readingBut('Namespace', 'b') }, ['x', 'y', 'a']],
  ])('%s', (_, scope, expected) => {
    expect(cutMesh(survey, scope).obsolete.map(({ name }) => name)).toEqual(expected);
  });
});

describe('mutual TLS', () => {
  const cut = (mtls: Partial<NamespaceMtls>, scope: MeshScope) =>
    cutMesh(surveyOf({ namespaces: [namespaceOf('a', mtls)] }), scope).namespaces[0]?.mtls;

  test('who may not read the policies of the namespace is told no mode, layer, exception or reason', () => {
    const exception = { workload: 'w', mode: 'DISABLE' as const, policy: null, ports: [] };
    const mtls = { exceptions: [exception], breaks: [broken({})] };
    expect(cut(mtls, all)).toEqual(mtlsOf(mtls));
    const blind = mtlsOf({ mode: null, layer: 'default' });
    expect(cut(mtls, { ...all, mayRead: readingBut(policies) })).toEqual(blind);
    // What may be read elsewhere does not help, nor does the right to read anything else.
    expect(cut(mtls, { ...all, mayRead: readingBut(policies, 'a') })).toEqual(blind);
    expect(cut(mtls, { ...all, mayRead: readingBut(rules) })?.mode).toBe('STRICT');
  });

  test.each<[string, MeshScope, boolean]>([
    ['told', all, true],
    ['not where its namespace is not seen', reader, false],
    ['not where it may not be read', { ...all, mayRead: readingBut(policies, 'b') }, false],
    [
      'where the namespace itself may not be read, but the root may',
      { ...all, mayRead: readingBut(rules) },
      true,
    ],
  ])('the policy of another namespace: %s', (_, scope, isTold) => {
    const policy = object('b/default');
    const exception = { workload: 'w', mode: 'DISABLE' as const, policy, ports: [] };
    const found = cut(
      { policy, exceptions: [exception], breaks: [broken({ policy })] },
      {
        ...scope,
        mayRead: (namespace, kind) => namespace === 'a' || scope.mayRead(namespace, kind),
      },
    );
    const expected = isTold ? policy : null;
    expect(found?.policy).toEqual(expected);
    expect(found?.exceptions.map((one) => one.policy)).toEqual([expected]);
    expect(found?.breaks.map((one) => one.policy)).toEqual([expected]);
  });

  test.each<[string, MtlsBreak['rule'], MeshScope, boolean]>([
    ['of no rule', null, { ...all, mayRead: readingBut(rules) }, true],
    ['of a rule that may be read', object('a/r'), { ...all, mayRead: readingBut(rules, 'b') }, true],
    ['of a rule that may not be read', object('a/r'), { ...all, mayRead: readingBut(rules, 'a') }, false],
    [
      'of a rule elsewhere that may be read',
      object('b/r'),
      { ...all, mayRead: readingBut(rules, 'a') },
      true,
    ],
    [
      'of a rule elsewhere that may not be read',
      object('b/r'),
      { ...all, mayRead: readingBut(rules, 'b') },
      false,
    ],
    ['of a rule where one does not see', object('b/r'), reader, false],
    ['of a rule where one sees', object('a/r'), reader, true],
  ])('a break %s', (_, rule, scope, isTold) => {
    expect(cut({ breaks: [broken({ rule })] }, scope)?.breaks).toEqual(isTold ? [broken({ rule })] : []);
  });

  test('callers that one does not see are one nobody; nobody known stays nobody known', () => {
    const callers = [end('a/x'), end('a/y'), end('b/y'), end('/'), end('b/z'), unseen];
    const breaks = [broken({ callers })];
    expect(cut({ breaks }, all)?.breaks[0]?.callers).toEqual(callers);
    expect(cut({ breaks }, ofA)?.breaks[0]?.callers).toEqual([end('a/x'), end('a/y'), unseen, end('/')]);
  });

  test('plain text of callers that one does not see comes from nobody', () => {
    const plain = ['a/x', 'b/y', '/'].map((at) => ({
      caller: end(at),
      workload: 'w',
      protocol: 'http' as const,
      requestsPerSecond: 1,
    }));
    const callers = (scope: MeshScope) => cut({ plain }, scope)?.plain.map(({ caller }) => caller);
    expect(callers(all)).toEqual([end('a/x'), end('b/y'), end('/')]);
    expect(callers(ofA)).toEqual([end('a/x'), unseen, end('/')]);
  });

  test('what was measured is told whatever policies may be read', () => {
    expect(cut({}, { ...all, mayRead: () => false })?.measured).toBe(0.5);
  });
});
