import { describe, expect, it } from 'vitest';
import { sourceOf, viewCluster } from '#demo/traffic/cluster-view.ts';
import { resolveShortName } from '#lib/istio/hosts/host-name.ts';
import { selectsLabels } from '#lib/istio/hosts/labels.ts';
import { buildRegistry } from '#lib/istio/hosts/registry.ts';
import type { DestinationRule, KubernetesObject, VirtualService } from '#lib/istio/objects.ts';
import { buildMesh } from './mesh.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);
const sizes = [
  { title: 'default', services: undefined },
  { title: '200 services', services: 200 },
];

function key({ kind, apiVersion, metadata }: KubernetesObject): string {
  return `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

function place({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.namespace}/${metadata.name}`;
}

/** The destinations and mirrors of all rules. */
function destinationsOf({ spec }: VirtualService) {
  return [...(spec?.http ?? []), ...(spec?.tcp ?? []), ...(spec?.tls ?? [])].flatMap((rule) => [
    ...(rule.route ?? []).map(({ destination }) => destination),
    ...('mirrors' in rule ? (rule.mirrors ?? []).map(({ destination }) => destination) : []),
  ]);
}

/** Where the configuration names what does not exist, as "OBJECT what". */
function mistakes(objects: readonly KubernetesObject[]): string[] {
  const cluster = viewCluster(sourceOf(objects));
  const { byHost } = buildRegistry(cluster);
  const full = (host: string, { metadata }: KubernetesObject) =>
    resolveShortName(host, metadata.namespace ?? '', 'cluster.local');
  const subsets = new Set(
    cluster.destinationRules.flatMap((rule: DestinationRule) =>
      (rule.spec?.subsets ?? []).map(({ name }) => `${full(rule.spec?.host ?? '', rule)} ${name}`),
    ),
  );
  const gateways = new Set(cluster.gateways.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
  const meshHosts = new Map<string, string>();
  const found: string[] = [];
  for (const object of cluster.virtualServices) {
    const { namespace } = object.metadata;
    for (const { host, subset } of destinationsOf(object)) {
      if (!byHost.has(full(host, object))) found.push(`${place(object)} host ${host}`);
      if (subset && !subsets.has(`${full(host, object)} ${subset}`))
        found.push(`${place(object)} subset ${subset}`);
    }
    const bound = object.spec?.gateways ?? ['mesh'];
    for (const gateway of bound) {
      const name = gateway.includes('/') ? gateway : `${namespace}/${gateway}`;
      if (gateway !== 'mesh' && !gateways.has(name)) found.push(`${place(object)} gateway ${gateway}`);
    }
    if (!bound.includes('mesh')) continue;
    for (const host of (object.spec?.hosts ?? []).map((name) => full(name, object))) {
      if (meshHosts.has(host)) found.push(`${place(object)} and ${meshHosts.get(host)} same host`);
      meshHosts.set(host, object.metadata.name);
    }
  }
  for (const object of cluster.destinationRules) {
    const { host = '', subsets: own = [] } = object.spec ?? {};
    const service = byHost.get(full(host, object))?.[0];
    if (!service) found.push(`${place(object)} host ${host}`);
    for (const { name, labels = {} } of own) {
      const selected = cluster.pods.some(
        ({ metadata }) =>
          metadata.namespace === service?.namespace &&
          selectsLabels({ ...service?.selector, ...labels }, metadata.labels ?? {}),
      );
      if (!selected) found.push(`${place(object)} selects nobody ${name}`);
    }
  }
  for (const { metadata, spec } of cluster.services) {
    for (const { name = '' } of spec?.ports ?? []) {
      if (!/^(http|http2|https|grpc|tcp|mongo|status|dns)(-|$)/.test(name)) {
        found.push(`Service ${metadata.namespace}/${metadata.name} port ${name}`);
      }
    }
  }
  return found.sort();
}

describe.each(sizes)('content: $title', ({ services }) => {
  const mesh = buildMesh({ seed: 1, nowMs, services });

  it('holds the planned mistakes and no other', () => {
    expect(mistakes(mesh.objects)).toEqual([
      'DestinationRule bookinfo/details selects nobody v2',
      'Service shop/gift-cards port main',
      'VirtualService bookinfo/bookinfo-old-site gateway legacy-gateway',
      'VirtualService bookinfo/details subset v2-next',
      'VirtualService shop/catalog-experiment and catalog same host',
    ]);
  });

  it('names every object once', () => {
    const keys = mesh.objects.map(key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(mesh.objects.map(({ metadata }) => metadata.uid)).size).toBe(keys.length);
  });

  it('gives every pod its own address, and times that have passed', () => {
    const pods = viewCluster(sourceOf(mesh.objects)).pods;
    expect(new Set(pods.map(({ status }) => status?.podIP)).size).toBe(pods.length);
    for (const { metadata } of mesh.objects) {
      expect(Date.parse(metadata.creationTimestamp ?? '')).toBeLessThan(nowMs);
      for (const { time } of metadata.managedFields ?? [])
        expect(Date.parse(time ?? '')).toBeLessThanOrEqual(nowMs);
    }
  });

  it('lets every call and entry end at a host that exists or is known from outside', () => {
    const { byHost } = buildRegistry(viewCluster(sourceOf(mesh.objects)));
    const { behaviours, entries } = mesh.behaviour;
    for (const [from, { calls = [] }] of behaviours) {
      const namespace = from.split('/')[0] ?? '';
      for (const { host, port } of calls) {
        const names = [resolveShortName(host, namespace, 'cluster.local'), `${host}.svc.cluster.local`];
        const service = names.flatMap((name) => byHost.get(name) ?? [])[0];
        const known = service?.ports.some(({ number }) => number === port) || behaviours.has(host);
        expect(known, `${from} calls ${host}:${port}`).toBe(true);
      }
    }
    const workloads = new Set(behaviours.keys());
    for (const { from } of entries) expect(workloads).toContain(`${from.namespace}/${from.workload}`);
  });
});

describe('growth', () => {
  it.each([
    [200, 10],
    [1000, 50],
  ])('%i services in %i namespaces', (services, namespaces) => {
    const { objects } = buildMesh({ seed: 1, nowMs, services, namespaces });
    const applications = objects.filter(
      ({ kind, metadata }) => kind === 'Namespace' && metadata.labels?.['istio-injection'] === 'enabled',
    );
    expect(objects.filter(({ kind }) => kind === 'Service')).toHaveLength(services);
    expect(applications).toHaveLength(namespaces);
  });

  it('is the same for the same seed', () => {
    const build = (seed: number) => JSON.stringify(buildMesh({ seed, nowMs, services: 60 }).objects);
    expect(build(3)).toBe(build(3));
    expect(build(3)).not.toBe(build(4));
  });
});
