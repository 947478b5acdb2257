import { describe, expect, test } from 'vitest';
import type { Mesh } from '../api/mesh/mesh.ts';
import { noTelemetry } from '../graph/telemetry/telemetry.ts';
import { requests, telemetryOf } from '../graph/testing/fixture.ts';
import type { KubernetesObject } from '../istio/objects.ts';
import { cutMesh, type MeshScope } from './cut.ts';
import { type MeshInput, surveyMesh } from './survey.ts';
import {
  cluster,
  deployment,
  istiod,
  namespace,
  service,
  strict,
  tagService,
  tlsRule,
  written,
} from './testing/objects.ts';

const networking = 'networking.istio.io/v1';
const gateway = written(networking, 'Gateway', 'app/public', {
  selector: { app: 'edge' },
  servers: [
    {
      port: { number: 80, name: 'http', protocol: 'HTTP' },
      hosts: ['app/shop.example'],
      tls: { httpsRedirect: true },
    },
    { port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts: ['*'], tls: { mode: 'SIMPLE' } },
  ],
});
const docs = written('gateway.networking.k8s.io/v1', 'Gateway', 'app/docs', {
  gatewayClassName: 'istio',
  listeners: [{ name: 'http', port: 80, protocol: 'HTTP', hostname: 'docs.example' }],
});
const routes = written(networking, 'VirtualService', 'app/shop', {
  hosts: ['shop.example'],
  gateways: ['public'],
});

const world = [
  namespace('app', { 'istio-injection': 'enabled', team: 'web' }),
  namespace('hidden', { 'istio-injection': 'enabled' }),
  namespace('istio-system'),
  ...istiod(),
  ...deployment('app/web', { proxy: {} }),
  ...deployment('app/edge'),
  ...deployment('hidden/db', { proxy: { version: '1.30.3' } }),
  service('app/web', { app: 'web' }),
  strict('app'),
  tlsRule('app/r', 'web', 'DISABLE'),
  tlsRule('hidden/r', 'web.app.svc.cluster.local', 'DISABLE'),
  strict('istio-system'),
];

const figures = {
  byPlane: new Map(),
  other: null,
  scraped: false,
  state: 'not-scraped',
  at: null,
  missing: [],
} as const;

function survey(objects: readonly KubernetesObject[] = world, more: Partial<MeshInput> = {}) {
  const all = cluster(objects.filter(({ kind }) => kind !== 'Gateway'));
  const gateways = objects.filter((one) => one.kind === 'Gateway' && one.apiVersion === networking);
  const others = objects.filter((one) => one.kind === 'Gateway' && one.apiVersion !== networking);
  return surveyMesh({
    objects: { ...all, gateways: gateways as never, kubernetesGateways: others },
    istio: objects.filter(({ apiVersion }) => apiVersion.includes('.')),
    telemetry: noTelemetry,
    figures: { ...figures, missing: [] },
    configuration: { state: 'read', settings: [] },
    absence: 'not-installed',
    cluster: 'Kubernetes',
    at: 1000,
    metricsAt: 1000,
    windowSeconds: 60,
    warnings: [],
    ...more,
  });
}

const everything: MeshScope = { visible: null, requested: null, mayRead: () => true, mayLabel: () => true };
const only: MeshScope = {
  visible: new Set(['app']),
  requested: null,
  mayRead: (name) => name === 'app',
  mayLabel: () => false,
};

const names = ({ namespaces }: Mesh) => namespaces.map(({ name }) => name);

describe('a caller’s part', () => {
  test('who sees all sees the control plane and everybody’s proxies; what breaks comes first', () => {
    const mesh = cutMesh(survey(), everything);
    expect(names(mesh)).toEqual(['app', 'hidden', 'istio-system']);
    expect(mesh.controlPlane).toMatchObject({
      state: 'found',
      planes: [
        { revision: 'default', versions: ['1.31.1'], isDefault: true, ready: 1, wanted: 1, proxies: 2 },
      ],
    });
    expect(mesh.namespaces[1]?.workloads[0]?.restart).toMatchObject([
      { reason: 'other-version', to: '1.31.1' },
    ]);
    expect(mesh.namespaces[0]?.mtls.breaks.map(({ rule }) => rule?.namespace)).toEqual([
      'app',
      'hidden',
      undefined,
    ]);
  });

  test('labels of others are not told', () => {
    expect(cutMesh(survey(), everything).namespaces[0]?.labels).toEqual({ 'istio-injection': 'enabled' });
  });

  test('who sees one namespace is told of that alone, and nothing of what is outside', () => {
    const mesh = cutMesh(survey(), only);
    expect(names(mesh)).toEqual(['app']);
    expect(mesh.controlPlane).toMatchObject({
      state: 'restricted',
      planes: [],
      configuration: { settings: [] },
    });
    expect(mesh.clusters.watched).toBeNull();
    expect(JSON.stringify(mesh)).not.toContain('hidden');
    // Nor where the kinds may be read everywhere, which is not the right to see who is there.
    expect(JSON.stringify(cutMesh(survey(), { ...only, mayRead: () => true }))).not.toContain('hidden');
    expect(mesh.namespaces[0]).toMatchObject({ mayLabel: false, mtls: { mode: 'STRICT' } });
    expect(mesh.namespaces[0]?.mtls.breaks.map(({ rule }) => rule?.name)).toEqual(['r', undefined]);
  });

  test('who may not read policies is told no mode, and no reason', () => {
    const mesh = cutMesh(survey(), { ...only, mayRead: () => false });
    expect(mesh.namespaces[0]?.mtls).toMatchObject({
      mode: null,
      layer: 'default',
      policy: null,
      breaks: [],
      exceptions: [],
    });
  });

  test('of those that were asked for', () => {
    expect(names(cutMesh(survey(), { ...everything, requested: new Set(['hidden']) }))).toEqual(['hidden']);
  });
});

test('who sees istiod’s namespace but not all is told nothing of how many proxies there are', () => {
  const visible = new Set(['app', 'istio-system']);
  const { controlPlane } = cutMesh(survey(), { ...everything, visible });
  expect(controlPlane.planes.map(({ revision, proxies }) => [revision, proxies])).toEqual([
    ['default', null],
  ]);
});

test('plain text from a namespace that one does not see comes from nobody', () => {
  const telemetry = telemetryOf({
    requests: [requests({ from: 'hidden/db/v1', to: 'app/web/v1', policy: 'none' }, 5)],
  });
  const callers = (scope: MeshScope) =>
    cutMesh(survey(world, { telemetry }), scope).namespaces[0]?.mtls.plain.map(
      ({ caller }) => caller.namespace,
    );
  expect(callers(everything)).toEqual(['hidden']);
  expect(callers(only)).toEqual([null]);
});

test('remote clusters are told to whoever sees a namespace that talks with them; how many istiod watches and the network, to who sees all', () => {
  const between = (from: string, to: string, cluster: string) =>
    requests({ from, to, labels: { destination_cluster: cluster } }, 1);
  const telemetry = telemetryOf({
    requests: [between('app/web/v1', 'app/web/v1', 'west'), between('hidden/db/v1', 'hidden/db/v1', 'east')],
  });
  const watching = {
    connected: null,
    connectedVersions: [],
    pushesPerSecond: null,
    pushErrors: null,
    rejects: null,
    convergenceP99Seconds: null,
    rootExpiresAt: null,
    remoteClusters: 2,
  };
  const objects = world.map((one) =>
    one.kind === 'Namespace' && one.metadata.name === 'istio-system'
      ? namespace('istio-system', { 'topology.istio.io/network': 'north' })
      : one,
  );
  const mesh = survey(objects, { telemetry, figures: { ...figures, missing: [], other: watching } });
  expect(cutMesh(mesh, everything).clusters).toEqual({
    own: 'Kubernetes',
    network: 'north',
    others: ['east', 'west'],
    watched: 2,
  });
  expect(cutMesh(mesh, only).clusters).toEqual({
    own: 'Kubernetes',
    network: null,
    others: ['west'],
    watched: null,
  });
});

test.each(['not-installed', 'forbidden', 'unreachable', 'starting'] as const)('no istiod: %s', (absence) => {
  expect(survey([namespace('app')], { absence }).controlPlane.state).toBe(absence);
});

test('names by which a namespace may ask, tags among them', () => {
  const found = survey([...world, ...istiod('next', '1.32.0'), tagService('canary', 'next')]).head.revisions;
  expect(found).toEqual([
    { name: 'canary', isTag: true, revision: 'next', versions: ['1.32.0'] },
    { name: 'default', isTag: false, revision: 'default', versions: ['1.31.1'] },
    { name: 'next', isTag: false, revision: 'next', versions: ['1.32.0'] },
  ]);
});

test('gateways of both kinds, with what they open and who serves them', () => {
  const { gateways } = cutMesh(survey([...world, gateway, docs, routes]), everything);
  expect(gateways).toMatchObject([
    {
      kind: 'gateways.gateway.networking.k8s.io',
      name: 'docs',
      className: 'istio',
      programmed: null,
      servers: [{ port: 80, protocol: 'HTTP', hosts: ['docs.example'], tls: null }],
      routes: 0,
    },
    {
      kind: 'gateways.networking.istio.io',
      name: 'public',
      servedBy: [{ namespace: 'app', name: 'edge' }],
      servers: [
        { port: 80, hosts: ['app/shop.example'], tls: 'httpsRedirect' },
        { port: 443, hosts: ['*'], tls: 'SIMPLE' },
      ],
      routes: 1,
    },
  ]);
  const blind = { ...everything, mayRead: (_: string, kind: string) => kind.startsWith('gateways') };
  expect(cutMesh(survey([...world, gateway, docs, routes]), blind).gateways.map((one) => one.routes)).toEqual(
    [0, 0],
  );
});

test('a gateway of the Gateway API has the addresses that it was given, and is served by the pods made for it', () => {
  const made = { labels: { 'gateway.networking.k8s.io/gateway-name': 'docs' } };
  const pods = [...deployment('app/docs-istio', made), ...deployment('hidden/docs-istio', made)];
  const standing = (status: object) => {
    const { gateways } = cutMesh(survey([...world, ...pods, { ...docs, status }]), everything);
    return gateways.map(({ servedBy, addresses, programmed }) => ({ servedBy, addresses, programmed }));
  };
  const servedBy = [{ namespace: 'app', name: 'docs-istio' }];
  const given = [{ type: 'IPAddress', value: '10.9.0.1' }, { type: 'Hostname', value: 'edge.example' }, {}];
  const conditions = (status: string) => [
    { type: 'Accepted', status: 'True' },
    { type: 'Programmed', status },
  ];
  expect(standing({ addresses: given, conditions: conditions('True') })).toEqual([
    { servedBy, addresses: ['10.9.0.1', 'edge.example'], programmed: true },
  ]);
  expect(standing({ conditions: conditions('False') })).toEqual([
    { servedBy, addresses: [], programmed: false },
  ]);
  expect(standing({})).toEqual([{ servedBy, addresses: [], programmed: null }]);
});

test('what a namespace is: one that is never injected, the home of istiod, one whose revision nobody knows', () => {
  const objects = [
    ...world,
    namespace('kube-system'),
    namespace('zoo', { 'istio.io/rev': 'gone' }),
    ...deployment('zoo/web', {}),
  ];
  const told = survey(objects).namespaces.map((one) => [
    one.name,
    one.never,
    one.isControlPlane,
    one.unknownRevision,
  ]);
  // Whose labels lead nowhere is among those that break.
  expect(told).toEqual([
    ['app', false, false, false],
    ['zoo', false, false, true],
    ['hidden', false, false, false],
    ['istio-system', false, true, false],
    ['kube-system', true, false, false],
  ]);
});

test('ambient is ready where ztunnel runs, as a DaemonSet', () => {
  const [workload, pod] = deployment('istio-system/ztunnel');
  const of = (kind: string, app: string): KubernetesObject => ({
    ...workload,
    kind,
    metadata: { ...workload.metadata, labels: { app } },
  });
  const isReady = (object: KubernetesObject) => survey([...world, object, pod]).head.ambientReady;
  expect(isReady(of('DaemonSet', 'ztunnel'))).toBe(true);
  expect(isReady(of('Deployment', 'ztunnel'))).toBe(false);
  expect(isReady(of('DaemonSet', 'istio-cni'))).toBe(false);
});

test('of a gateway only those who serve it where one sees, and no gateway whose kind one may not read', () => {
  const mesh = survey([...world, ...deployment('hidden/edge'), gateway, docs]);
  const served = (scope: MeshScope) =>
    cutMesh(mesh, scope).gateways.map(({ name, servedBy }) => [name, servedBy.map((one) => one.namespace)]);
  expect(served(everything)).toEqual([
    ['docs', []],
    ['public', ['app', 'hidden']],
  ]);
  expect(served(only)).toEqual([
    ['docs', []],
    ['public', ['app']],
  ]);
  expect(served({ ...only, mayRead: (_, kind) => kind === 'gateways.networking.istio.io' })).toEqual([
    ['public', ['app']],
  ]);
});

describe('what is of the past', () => {
  const told = (objects: readonly KubernetesObject[]) =>
    survey(objects).obsolete.map(({ what, name, found, instead }) => `${what} ${name} ${found} → ${instead}`);
  const http = [{ route: [{ destination: { host: 'a' } }], mirror: { host: 'b' } }];
  test.each<[string, readonly KubernetesObject[], string[]]>([
    ['nothing', world, []],
    [
      'a field',
      [written(networking, 'VirtualService', 'app/x', { hosts: ['a'], http })],
      ['field x spec.http[0].mirror → mirrors'],
    ],
    [
      'a version of the API that somebody wrote with',
      [written(networking, 'VirtualService', 'app/x', {}, { apiVersion: 'networking.istio.io/v1alpha3' })],
      ['version x networking.istio.io/v1alpha3 → networking.istio.io/v1'],
    ],
    [
      'what only writes status is no author',
      [
        written(
          networking,
          'VirtualService',
          'app/x',
          {},
          { apiVersion: 'networking.istio.io/v1alpha3', subresource: 'status' },
        ),
      ],
      [],
    ],
    [
      'an annotation that became a label',
      deployment('app/x', { annotations: { 'sidecar.istio.io/inject': 'true' } }),
      ['annotation x sidecar.istio.io/inject → label'],
    ],
    [
      'not where the label is there as well',
      deployment('app/x', {
        annotations: { 'sidecar.istio.io/inject': 'true' },
        labels: { 'sidecar.istio.io/inject': 'true' },
      }),
      [],
    ],
  ])('%s', (_, objects, expected) => {
    expect(told(objects)).toEqual(expected);
  });

  test('is told to whoever may read the object, in the namespaces that they see and asked for', () => {
    const old = (at: string) =>
      written(networking, 'VirtualService', at, {}, { apiVersion: 'networking.istio.io/v1alpha3' });
    const annotated = (name: string) => ({
      ...namespace(name),
      metadata: { name, annotations: { 'alpha.istio.io/canonical-serviceaccounts': 'x' } },
    });
    const mesh = survey([
      ...world.filter(({ kind }) => kind !== 'Namespace'),
      ...['app', 'hidden'].map(annotated),
      old('app/x'),
      old('hidden/y'),
    ]);
    const seen = (scope: MeshScope) =>
      cutMesh(mesh, scope).obsolete.map(({ kindName, name }) => `${kindName} ${name}`);
    expect(seen(everything).sort()).toEqual([
      'Namespace app',
      'Namespace hidden',
      'VirtualService x',
      'VirtualService y',
    ]);
    expect(seen(only).sort()).toEqual(['Namespace app', 'VirtualService x']);
    expect(seen({ ...only, mayRead: (_, kind) => kind === 'Namespace' })).toEqual(['Namespace app']);
    expect(seen({ ...everything, requested: new Set(['hidden']) }).sort()).toEqual([
      'Namespace hidden',
      'VirtualService y',
    ]);
  });
});
