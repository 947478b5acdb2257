/**
 * Details of services and workloads. The reading and its index of records are everybody's; an answer is made once for each set of
 * rights, packed and shared. What is hidden and what does not exist are answered alike.
 */
import type { ServiceDetail, WorkloadDetail } from '#lib/api/traffic/details.ts';
import { type TouchingObject, touchingKinds } from '#lib/graph/detail/configuration.ts';
import { faultOf } from '#lib/graph/detail/faults.ts';
import type { DetailInput, SubjectName } from '#lib/graph/detail/input.ts';
import { findService, serviceDetail } from '#lib/graph/detail/service.ts';
import type { MeshReading } from '#lib/graph/detail/traffic-by-node.ts';
import { findWorkload, workloadDetail } from '#lib/graph/detail/workload.ts';
import type { AccessBook } from '../access/access-book.ts';
import { askReading, type KindIn, type Reading } from '../access/reading.ts';
import { AppError } from '../app-error.ts';
import type { UserCredential } from '../kubernetes/credential.ts';
import { istioVersions } from '../kubernetes/versions.ts';
import { endsFaults, type GuardRights } from '../splits/guard/guard-rights.ts';
import { createPackedCache, type Packed } from './packed.ts';
import type { MeshOptions } from './shared-book.ts';
import type { ChangesOfSubject, SubjectChanges } from './subject-changes.ts';

export interface DetailRequest extends SubjectName {
  windowSeconds: number;
}

export interface DetailBook {
  /** Both reject with "not-found" for what is not there and for what may not be seen. */
  service(request: DetailRequest, credential: UserCredential): Promise<Packed>;
  workload(request: DetailRequest, credential: UserCredential): Promise<Packed>;
}

interface Found {
  touching: readonly TouchingObject[];
  /** The subject's own kind, where seeing the namespace's traffic is not enough to see it. */
  needs: string | null;
  detail(input: DetailInput): ServiceDetail | WorkloadDetail;
}

/** Kinds that fill in more than the list of configuration. */
const alsoRead = ['EndpointSlice', 'WorkloadEntry', 'Deployment', 'StatefulSet', 'DaemonSet'];

const notFound = () =>
  new AppError('not-found', { detail: 'There is nothing of that name that you may see.' });

export interface DetailOptions extends MeshOptions {
  changes: SubjectChanges;
}

/** How far back changes are told of configuration that touches the subject no more: as far as its charts go. */
const lookBackSeconds = 7 * 86_400;
/** In steps, so that what was found is used again. */
const lookBackStepSeconds = 3600;

export function createDetailBook(
  { telemetry, scoping, snapshot, clusterId, clock, changes }: DetailOptions,
  access: Pick<AccessBook, 'visibility' | 'allows'>,
  guardRights: Pick<GuardRights, 'in'>,
): DetailBook {
  const answers = createPackedCache(256);

  async function packed(
    kind: 'service' | 'workload',
    { namespace, name, windowSeconds }: DetailRequest,
    credential: UserCredential,
    find: (reading: MeshReading) => Found | null,
  ): Promise<Packed> {
    const visibility = await access.visibility(credential);
    const sees = (other: string) => visibility.all || visibility.namespaces.has(other);
    if (!sees(namespace)) throw notFound();
    const own = { visible: visibility.all ? null : visibility.namespaces, requested: new Set([namespace]) };
    const reading = await telemetry.live(windowSeconds, scoping.of(own));
    const objects = snapshot.objects();
    const revision = snapshot.revision();
    const found = find({ telemetry: reading.telemetry, objects, cluster: clusterId });
    if (found === null) throw notFound();
    const { rootNamespace } = objects.meshConfig;
    const from = Math.floor(clock.now() / 1000 / lookBackStepSeconds) * lookBackStepSeconds - lookBackSeconds;
    const happened = await changes.of([{ kind, namespace, name, version: null }], from, null);
    const { reads, key }: Reading = await askReading(
      access,
      credential,
      wantedOf(namespace, found, happened, (other) => sees(other) || other === rootNamespace),
    );
    if (found.needs !== null && !reads(found.needs, namespace)) throw notFound();
    const guarded = await guardedOf(found);
    const warnings = [...reading.warnings, ...snapshot.warnings()];
    return answers.get(
      JSON.stringify([
        kind,
        namespace,
        name,
        windowSeconds,
        reading.version,
        revision,
        happened.key,
        warnings,
        visibility.key,
        key,
        [...guarded],
      ]),
      () =>
        found.detail({
          telemetry: reading.telemetry,
          objects,
          cluster: clusterId,
          windowSeconds,
          at: reading.at,
          metricsAt: reading.metricsAt,
          warnings,
          controlPlanes: istioVersions(objects.pods),
          viewer: { sees, reads },
          changes: happened.changes,
          guarded,
        }),
    );
  }

  /** Only faults ask for it. */
  async function guardedOf({ touching }: Found): Promise<ReadonlySet<string>> {
    const places = new Set(
      touching.flatMap(({ object }) => (faultOf(object) === null ? [] : [object.metadata.namespace ?? ''])),
    );
    const kept = await Promise.all([...places].map(async (place) => endsFaults(await guardRights.in(place))));
    return new Set([...places].filter((_, index) => kept[index]));
  }

  return {
    service: (request, credential) =>
      packed('service', request, credential, (reading) => {
        const subject = findService(reading, request);
        return (
          subject && {
            touching: subject.touching,
            needs: subject.entry === null ? null : 'ServiceEntry',
            detail: (input) => serviceDetail(subject, input),
          }
        );
      }),
    workload: (request, credential) =>
      packed('workload', request, credential, (reading) => {
        const subject = findWorkload(reading, request);
        return (
          subject && {
            touching: subject.touching,
            needs: null,
            detail: (input) => workloadDetail(subject, input),
          }
        );
      }),
  };
}

/** Namespaces that the caller may not see are not even asked about, save Istio's own, whose objects hold for all. */
function wantedOf(
  namespace: string,
  { touching }: Found,
  { changes }: ChangesOfSubject,
  worthAsking: (namespace: string) => boolean,
): KindIn[] {
  return [
    ...[...touchingKinds, ...alsoRead].map((kind) => ({ kind, namespace })),
    ...[
      ...touching.map(({ object }) => ({ kind: object.kind, namespace: object.metadata.namespace ?? '' })),
      ...changes.map((change) => ({ kind: change.kind, namespace: change.namespace })),
    ].filter((one) => worthAsking(one.namespace)),
  ];
}
