/** The splits that stand in a cluster's objects: by our record, by weights without one, and those of others. */
import { namespaceOf } from '../../graph/build/cluster-index.ts';
import type { ClusterObjects, Service, VirtualService } from '../../istio/objects.ts';
import { type Release, readRelease } from '../record/record.ts';
import { serviceHost, splittable } from './entry-services.ts';
import { type ForeignOwner, foreignOwnerOf } from './owners.ts';
import { pointsOf, type SplitPoint } from './points.ts';
import { splitHosts } from './split-hosts.ts';

export interface StandingSplit {
  service: { namespace: string; name: string; host: string };
  release: Release | null;
  /** `namespace/name` of the VirtualService with the record. */
  anchor: string | null;
  /** Why an annotation of ours could not be read. */
  problem: string | null;
  foreign: ForeignOwner | null;
  /** Rules that send to the service. */
  points: readonly SplitPoint[];
}

const surveyed = new WeakMap<ClusterObjects, readonly StandingSplit[]>();

/** One for each service that has one; by namespace and name. Looked for once in each set of objects: every viewer asks. */
export function standingSplits(objects: ClusterObjects): readonly StandingSplit[] {
  const known = surveyed.get(objects);
  if (known !== undefined) return known;
  const records = recordsIn(objects.virtualServices);
  const found = splittable(objects)
    .flatMap((service) => {
      const split = splitOf(service, objects, records);
      return split === null ? [] : [split];
    })
    .sort((a, b) =>
      `${a.service.namespace}/${a.service.name}` < `${b.service.namespace}/${b.service.name}` ? -1 : 1,
    );
  surveyed.set(objects, found);
  return found;
}

/** Null where the service has none. */
export function standingSplit(service: Service, objects: ClusterObjects): StandingSplit | null {
  return splitOf(service, objects, recordsIn(objects.virtualServices));
}

interface Records {
  byService: ReadonlyMap<string, { release: Release; anchor: string }>;
  /** By `namespace/name` of the VirtualService. */
  problems: ReadonlyMap<string, string>;
}

export function recordsIn(virtualServices: readonly VirtualService[]): Records {
  const byService = new Map<string, { release: Release; anchor: string }>();
  const problems = new Map<string, string>();
  for (const { metadata } of virtualServices) {
    const key = `${metadata.namespace ?? ''}/${metadata.name}`;
    const mark = readRelease(metadata.annotations);
    if (!mark.ok) problems.set(key, mark.error);
    else if (mark.value?.kind === 'record') {
      const { release } = mark.value;
      const id = `${release.service.namespace}/${release.service.name}`;
      const known = byService.get(id);
      // A copy of an object carries its record too: the newer one counts.
      if (known === undefined || known.release.rev < release.rev) byService.set(id, { release, anchor: key });
    }
  }
  return { byService, problems };
}

function splitOf(
  service: Service,
  objects: ClusterObjects,
  { byService, problems }: Records,
): StandingSplit | null {
  const { name } = service.metadata;
  const namespace = namespaceOf(service);
  const host = serviceHost({ namespace, name }, objects.meshConfig.domain);
  const record = byService.get(`${namespace}/${name}`);
  const hosts = splitHosts(service, objects);
  const points = pointsOf(hosts, objects);
  const foreign = foreignOwnerOf(service, host, objects);
  const shared = { service: { namespace, name, host }, foreign, points };
  if (record !== undefined) return { ...shared, ...record, problem: null };
  const problem =
    points
      .map((point) => problems.get(`${point.namespace}/${point.virtualService}`))
      .find((one) => one !== undefined) ?? null;
  if (foreign === null && problem === null && !points.some((point) => isShared(point, hosts))) return null;
  return { ...shared, release: null, anchor: null, problem };
}

/** Two destinations of the service at least get something. */
function isShared({ shares }: SplitPoint, hosts: ReadonlySet<string>): boolean {
  const own = shares.filter(({ target, percent }) => hosts.has(target.host) && (percent ?? 0) > 0);
  return new Set(own.map(({ target }) => `${target.host}/${target.subset ?? ''}`)).size > 1;
}
