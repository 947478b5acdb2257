import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ClusterObjects, KubernetesObject, Labels } from '../objects.ts';
import { noObjects } from '../objects.ts';
import { narrowingBook } from './narrow.ts';
import { concernedObjects, type RoutingSubject } from './routing-objects.ts';
import { holdingPolicies } from './selected.ts';

const namespace = fc.constantFrom('shop', 'media', 'istio-system');
const name = fc.constantFrom('a', 'b', 'c');
const host = fc.constantFrom(
  'a',
  'b',
  'A.shop.svc.cluster.local',
  'b.media.svc.cluster.local',
  '*.shop.svc.cluster.local',
  '*',
  'maps.example.com',
  '*.example.com',
);
const labels = fc.constantFrom<Labels>({ app: 'a' }, { app: 'b' }, { app: 'a', version: 'v1' });
const rare = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const listed = <T>(value: fc.Arbitrary<T>) => fc.array(value, { maxLength: 2 });

function objects<Spec>(
  kind: string,
  spec: fc.Arbitrary<Spec>,
): fc.Arbitrary<KubernetesObject<Spec, never>[]> {
  const one = fc.record({ namespace, name, spec }).map(({ spec: own, ...metadata }) => ({
    apiVersion: 'v1',
    kind,
    metadata,
    spec: own,
  }));
  return fc.uniqueArray(one, {
    maxLength: 4,
    selector: ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
  });
}

const destination = fc.record({ destination: fc.record({ host }) });
const ref = fc.record({ kind: fc.constantFrom('Service', 'Gateway'), namespace: rare(namespace), name });
const policy = fc.record(
  {
    selector: fc.record({ matchLabels: labels }),
    targetRefs: listed(fc.record({ kind: fc.constant('Service'), name })),
  },
  { requiredKeys: [] },
);

const cluster: fc.Arbitrary<ClusterObjects> = fc
  .record({
    virtualServices: objects(
      'VirtualService',
      fc.record(
        {
          hosts: listed(host),
          gateways: listed(fc.constantFrom('mesh', 'a', 'media/b')),
          http: listed(
            fc.record(
              {
                route: listed(destination),
                mirror: fc.record({ host }),
                delegate: fc.record({ name, namespace: rare(namespace) }, { requiredKeys: ['name'] }),
              },
              { requiredKeys: [] },
            ),
          ),
          tcp: listed(fc.record({ route: listed(destination) })),
        },
        { requiredKeys: [] },
      ),
    ),
    destinationRules: objects('DestinationRule', fc.record({ host })),
    gateways: objects('Gateway', fc.record({ selector: labels })),
    serviceEntries: objects(
      'ServiceEntry',
      fc.record(
        { hosts: fc.array(host, { minLength: 1, maxLength: 2 }), workloadSelector: fc.record({ labels }) },
        { requiredKeys: ['hosts'] },
      ),
    ),
    httpRoutes: objects(
      'HTTPRoute',
      fc.record({ parentRefs: listed(ref), rules: listed(fc.record({ backendRefs: listed(ref) })) }),
    ),
    requestAuthentications: objects('RequestAuthentication', policy),
    authorizationPolicies: objects('AuthorizationPolicy', policy),
    telemetries: objects('Telemetry', policy),
    peerAuthentications: objects('PeerAuthentication', policy),
    sidecars: objects(
      'Sidecar',
      fc.record({ workloadSelector: fc.record({ labels }) }, { requiredKeys: [] }),
    ),
  })
  .map((given) => ({ ...noObjects, ...given }));

const subject: fc.Arbitrary<RoutingSubject> = fc.record({
  namespace,
  hosts: fc.array(
    fc.constantFrom(
      'a.shop.svc.cluster.local',
      'b.media.svc.cluster.local',
      'maps.example.com',
      '*.example.com',
    ),
    { maxLength: 2 },
  ),
  services: listed(name),
  workloads: listed(fc.record({ labels, gateway: fc.boolean() })),
});

it('says of the few what is said of all', () => {
  fc.assert(
    fc.property(cluster, subject, (all, one) => {
      const few = narrowingBook(all)(one);
      expect(new Set(concernedObjects(few, one))).toEqual(new Set(concernedObjects(all, one)));
      for (const workload of one.workloads) {
        const target = { ...one, labels: workload.labels, serviceEntries: [] };
        expect(new Set(holdingPolicies(few, target))).toEqual(new Set(holdingPolicies(all, target)));
      }
    }),
    { numRuns: 500 },
  );
});

it('takes few of many', () => {
  const services = Array.from({ length: 100 }, (_, place) => `s${place}`);
  const rules = services.map((own) => ({
    apiVersion: 'v1',
    kind: 'DestinationRule',
    metadata: { namespace: 'shop', name: own },
    spec: { host: own },
  }));
  const few = narrowingBook({ ...noObjects, destinationRules: rules })({
    namespace: 'shop',
    hosts: ['s7.shop.svc.cluster.local'],
    services: ['s7'],
    workloads: [],
  });
  expect(few.destinationRules).toEqual([rules[7]]);
});
