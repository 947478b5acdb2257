/** What holds for any set of objects: order does not matter, changes lead where starting anew leads, nothing throws. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish } from '../../steps.ts';
import { expectationsAnnotation, writeExpectations } from '../expectations/expectation.ts';
import { defaultMeshConfig, type KubernetesObject, type MeshConfig } from '../objects.ts';
import { createCheckSet } from './check-set.ts';
import { identityOf } from './kinds.ts';
import { judgeSteps } from './objects/soundness.ts';
import { checksByKind } from './table.ts';
import { backendCases } from './testing/backend-cases.ts';
import { expectationCases } from './testing/expectation-cases.ts';
import { make, routeTo, service } from './testing/objects.ts';
import { providerCases } from './testing/provider-cases.ts';
import { routeCases } from './testing/route-cases.ts';
import { trafficCases } from './testing/traffic-cases.ts';
import { virtualServiceCases } from './testing/virtual-service-cases.ts';
import { workloadCases } from './testing/workload-cases.ts';

const pool = [
  ...virtualServiceCases,
  ...trafficCases,
  ...workloadCases,
  ...routeCases,
  ...backendCases,
  ...providerCases,
  ...expectationCases,
].flatMap(({ fires, silent }) => [...fires, ...silent]);
const anyObject = fc.constantFrom(...pool);
const anySet = fc.uniqueArray(anyObject, { maxLength: 40, selector: identityOf });

const findings = (objects: readonly KubernetesObject[]) => createCheckSet(objects).findings();

/** A service with its pod, rules for both and a request that somebody saved. */
function withSavedRequest(name: string): KubernetesObject[] {
  const saved = writeExpectations([
    {
      name: 'all',
      from: 'app/client',
      protocol: 'http',
      host: name,
      port: 9080,
      expect: {
        outcome: 'forward',
        to: [{ host: `${name}.app.svc.cluster.local`, subset: 'v1', port: 9080, share: 1 }],
        within: 0,
      },
    },
  ]);
  if (!saved.ok) throw new Error('the request can be saved');
  return [
    service(name),
    make(
      'VirtualService',
      name,
      { hosts: [name], http: [{ route: [{ destination: { host: name, subset: 'v1' } }] }] },
      { annotations: { [expectationsAnnotation]: saved.value } },
    ),
    make('DestinationRule', name, { host: name, subsets: [{ name: 'v1', labels: { version: 'v1' } }] }),
    make('Pod', `${name}-1`, { containers: [] }, { labels: { app: name, version: 'v1' } }),
  ];
}

/** Paths of all values in an object. */
function placesIn(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key]))];
}

function withValue(
  object: KubernetesObject,
  path: readonly (string | number)[],
  value: unknown,
): KubernetesObject {
  const copy = structuredClone(object);
  let place: object = copy;
  for (const step of path.slice(0, -1)) place = Reflect.get(place, step) as object;
  Object.defineProperty(place, path.at(-1) ?? '', {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return copy;
}

/** One value anywhere below metadata's labels and annotations, spec, status or data gives way to any other. */
const broken = fc
  .tuple(
    anyObject,
    fc.nat(),
    fc.oneof(fc.jsonValue(), fc.constantFrom('__proto__', '\u0000', -1, 1e21, {}, [null])),
  )
  .map(([object, choice, value]) => {
    const places = placesIn(object).filter(
      ([first, second]) =>
        first !== undefined &&
        !['apiVersion', 'kind'].includes(String(first)) &&
        (first !== 'metadata' || ['labels', 'annotations'].includes(String(second))),
    );
    const place = places[choice % Math.max(places.length, 1)];
    return place ? withValue(object, place, value) : object;
  });

describe('a set of checks', () => {
  it('says the same whatever the order of the objects', () => {
    fc.assert(
      fc.property(
        anySet.chain((set) =>
          fc.tuple(fc.constant(set), fc.shuffledSubarray(set, { minLength: set.length })),
        ),
        ([set, shuffled]) => {
          expect(findings(shuffled)).toEqual(findings(set));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('says after changes what it says from the start', () => {
    const step = fc.record({
      put: fc.array(anyObject, { maxLength: 3 }),
      remove: fc.array(anyObject, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(anySet, fc.array(step, { minLength: 1, maxLength: 8 }), (start, steps) => {
        const set = createCheckSet(start);
        const held = new Map(start.map((object) => [identityOf(object), object]));
        for (const { put, remove } of steps) {
          set.change({ put, remove });
          for (const object of remove) held.delete(identityOf(object));
          for (const object of put) held.set(identityOf(object), object);
          expect(set.findings()).toEqual(findings([...held.values()]));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('runs again what a changed pod decides about, not what shares a version with it', () => {
    const pods = (app: string) =>
      ['v1', 'v2'].map((version) =>
        make('Pod', `${app}-${version}`, { containers: [] }, { labels: { app, version } }),
      );
    const apps = ['a', 'b', 'c'].map((name) => [
      make('Service', name, { selector: { app: name }, ports: [{ port: 80 }] }),
      make('DestinationRule', name, { host: name, subsets: [{ name: 'v1', labels: { version: 'v1' } }] }),
      ...pods(name),
    ]);
    const set = createCheckSet(apps.flat());
    const [gone] = pods('b');
    if (gone === undefined) throw new Error('there is a pod');
    const rechecked = finish(set.changeInSteps({ remove: [gone] }));
    expect(
      rechecked.map(({ object, after }) => [
        object.kind,
        object.metadata.name,
        after.map(({ code }) => code),
      ]),
    ).toEqual([
      ['Pod', 'b-v1', []],
      ['DestinationRule', 'b', ['IST0173']],
    ]);
  });

  it.each([
    ['a VirtualService', 'VirtualService', 3],
    ['a DestinationRule', 'DestinationRule', 2],
    ['a Service', 'Service', 3],
    ['a pod', 'Pod', 2],
  ])('%s changed among few or many: as much is looked at', (_, kind, most) => {
    const counted = [40, 400].map((services) => {
      let judged = 0;
      const all = Array.from({ length: services }, (_one, at) => withSavedRequest(`web-${at}`)).flat();
      const set = createCheckSet(all, {
        *judge(object) {
          judged += 1;
          return yield* judgeSteps(object);
        },
      });
      expect(judged).toBe(all.length);
      const changed = all.find((one) => one.kind === kind && one.metadata.name.startsWith('web-7'));
      if (changed === undefined) throw new Error('it is there');
      let steps = 1;
      const change = set.changeInSteps({ put: [structuredClone(changed)] });
      let step = change.next();
      for (; step.done !== true; step = change.next()) steps += 1;
      return { judged: judged - all.length, rechecked: step.value.length, steps };
    });
    const [few, many] = counted;
    expect(many).toEqual(few);
    expect(few?.judged).toBe(1);
    expect(few?.rechecked).toBeLessThanOrEqual(most);
  });

  it('each check of a huge object, its schema and its webhook are steps of their own', () => {
    const http = Array.from({ length: 300 }, (_, at) => ({
      match: [{ uri: { prefix: `/v${at}/` } }],
      route: [{ destination: { host: 'web' } }],
    }));
    const set = createCheckSet([service('web')]);
    let steps = 0;
    const change = set.changeInSteps({ put: [make('VirtualService', 'huge', { hosts: ['web'], http })] });
    while (change.next().done !== true) steps += 1;
    expect(steps).toBeGreaterThan(checksByKind.get('VirtualService')?.length ?? 0);
  });

  it('throws at nothing, however broken an object is', () => {
    fc.assert(
      fc.property(fc.array(broken, { maxLength: 12 }), (objects) => {
        for (const { path } of findings(objects)) expect(Array.isArray(path)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('says nothing but the refusal of an object that the cluster refuses, and still knows its name', () => {
    const refused = make('Gateway', 'web', { selector: 'ingress', servers: 7 });
    const user = routeTo('a', { host: 'reviews' }, { gateways: ['web'], hosts: ['shop.example.com'] });
    const said = findings([service('reviews'), refused, user]);
    const codes = said.filter(({ kind }) => kind === 'Gateway').map(({ code }) => code);
    expect([...new Set(codes)]).toEqual(['IST0106']);
    expect(said.filter(({ code }) => code === 'IST0101')).toEqual([]);
  });

  it('is silent where an annotation asks for it', () => {
    const quiet = (codes: string) =>
      findings([
        {
          ...routeTo('a', { host: 'nobody' }),
          metadata: {
            name: 'a',
            namespace: 'app',
            annotations: { 'galley.istio.io/analyze-suppress': codes },
          },
        },
      ]).map(({ code }) => code);
    expect(quiet('IST0001')).toEqual(['IST0101']);
    expect(quiet('IST0001, IST0101')).toEqual([]);
    expect(quiet('*')).toEqual([]);
  });

  it('offers fixes that silence what they fix', () => {
    const [finding] = findings([service('other/reviews'), routeTo('a', { host: 'reviews.other' })]).filter(
      ({ code }) => code === 'SLU0001',
    );
    expect(finding?.fix).toEqual([
      {
        op: 'set',
        path: ['spec', 'http', 0, 'route', 0, 'destination', 'host'],
        value: 'reviews.other.svc.cluster.local',
      },
    ]);
  });

  it('corrects the port of a backend where there is only one', () => {
    const backend = { name: 'reviews', port: 80 };
    const route = make('HTTPRoute', 'r', { rules: [{ backendRefs: [backend] }] });
    const fixOf = (ports: string) =>
      findings([service('reviews', ports), route]).find(({ code }) => code === 'SLU0018')?.fix;
    expect(fixOf('http:9080')).toEqual([
      { op: 'set', path: ['spec', 'rules', 0, 'backendRefs', 0, 'port'], value: 9080 },
    ]);
    expect(fixOf('http:9080 admin:9090')).toBeNull();
  });

  it('asks the mesh configuration that was read, also where no ConfigMap may be', () => {
    const policy = make('AuthorizationPolicy', 'p', {
      action: 'CUSTOM',
      provider: { name: 'opa' },
      rules: [{}],
    });
    const said = (extensionProviders?: MeshConfig['extensionProviders']) =>
      createCheckSet([policy], {
        meshConfig: {
          ...defaultMeshConfig,
          ...(extensionProviders === undefined ? {} : { extensionProviders }),
        },
        unread: ['ConfigMap'],
      })
        .findings()
        .filter(({ code }) => code === 'SLU0020').length;
    const opa = { name: 'opa', type: 'envoyExtAuthzGrpc' };
    expect([said(), said([]), said([opa])]).toEqual([0, 1, 0]);
  });

  it('does not miss what nobody could read', () => {
    const server = {
      port: { number: 443, name: 'https', protocol: 'HTTPS' },
      hosts: ['*'],
      tls: { mode: 'SIMPLE', credentialName: 'cert' },
    };
    const objects = [
      make('Gateway', 'web', { selector: { app: 'a' }, servers: [server] }),
      make('Pod', 'a', { containers: [] }, { labels: { app: 'a' } }),
    ];
    const missing = (unread: string[]) =>
      createCheckSet(objects, { unread })
        .findings()
        .filter(({ message }) => message.key === 'IST0101.credential').length;
    expect([missing([]), missing(['Secret'])]).toEqual([1, 0]);
  });
});
