/** A world as the API tells it, for tests: reviews with three versions and two rules. */
import type { SplitWorld, WorldPoint, WorldVersion } from '#lib/api/splits/split-world.ts';

const host = 'reviews.bookinfo.svc.cluster.local';
const object = { kind: 'VirtualService', namespace: 'bookinfo', name: 'reviews' };

export function version(value: string, part: Partial<WorldVersion> = {}): WorldVersion {
  return {
    value,
    labels: { version: value },
    workloads: [`bookinfo/reviews-${value}`],
    ready: 1,
    total: 1,
    proxies: 1,
    images: [],
    createdAt: null,
    subset: value,
    host: null,
    implicit: 33,
    pods: [],
    refusals: [],
    ...part,
  };
}

export function point(
  key: string,
  shares: readonly [string | null, number][],
  part: Partial<WorldPoint> = {},
): WorldPoint {
  return {
    ref: { ...object, kind: 'VirtualService', layer: 'http', key: `name:${key}` },
    index: 0,
    name: key,
    hosts: [host],
    gateways: ['mesh'],
    conditional: false,
    match: [],
    roots: [],
    shares: shares.map(([of, percent]) => ({ host, subset: of, version: of, weight: percent, percent })),
    owner: { object, manager: 'kubectl', name: null, reverts: false, mode: 'own' },
    refusals: [],
    preselected: true,
    ...part,
  };
}

export function world(part: Partial<SplitWorld> = {}): SplitWorld {
  return {
    at: 0,
    service: {
      namespace: 'bookinfo',
      name: 'reviews',
      host,
      type: 'ClusterIP',
      headless: false,
      ambient: false,
      ports: [{ number: 9080, name: 'http', protocol: 'HTTP', layer: 'http' }],
    },
    active: null,
    foreign: null,
    label: 'version',
    versions: [version('v1'), version('v2'), version('v3')],
    unversioned: [],
    suggested: { stable: 'v1', candidate: 'v3' },
    routedBy: 'VirtualService',
    points: [
      point('testers', [['v2', 100]], { conditional: true }),
      point('everyone', [
        ['v1', 60],
        ['v2', 30],
        ['v3', 10],
      ]),
    ],
    makesVirtualService: false,
    destinationRule: { how: 'none', owner: null },
    mode: 'own',
    unknown: { namespaces: [], hidden: false },
    may: { write: true, missing: [], records: true },
    guard: {
      modes: ['off', 'advise'],
      obstacle: 'no-role',
      missing: [],
      defaults: { windowSeconds: 60, minimumRequests: 100, errorDelta: 2, latencyRatio: 1.3 },
    },
    refusals: [],
    cautions: [],
    warnings: [],
    ...part,
  };
}
