/** The versions of a split on its page: what they get, how they answer, and their pods. */
import type { LiveVersion } from '#lib/api/splits/split-live.ts';
import { countContainers, proxyOfPod } from '#lib/istio/injection.ts';
import type { ClusterObjects } from '#lib/istio/objects.ts';
import type { Release } from '#lib/splits/record/record.ts';
import { isReady, type SplitService } from '#lib/splits/survey/service-versions.ts';
import type { Measured, MeasuredVersion } from '#lib/splits/watch/measure.ts';
import { oomKilled } from '#lib/splits/watch/windows.ts';
import { imagesOf, isRunning, podsOfVersion, secondsOf } from '../world/world.ts';

export interface VersionsInput {
  service: SplitService;
  release: Release | null;
  measured: Measured | null;
  /** Percent by version. */
  configured: ReadonlyMap<string, number> | null;
  subsets: ReadonlyMap<string, string>;
  objects: ClusterObjects;
}

export function liveVersions(input: VersionsInput): LiveVersion[] {
  const { service, release, measured, configured, subsets, objects } = input;
  const mirrored = (version: string) =>
    release?.strategy.kind === 'mirror' && isRunning(release.phase) && release.candidate.version === version;
  const namespaceLabels =
    objects.namespaces.find(({ metadata }) => metadata.name === service.namespace)?.metadata.labels ?? {};
  const last = (version: string): MeasuredVersion | null => measured?.versions.get(version)?.at(-1) ?? null;
  const amount = (version: string) => last(version)?.requests ?? 0;
  const connections = (version: string) => last(version)?.connections ?? 0;
  const facing = service.versions.versions.filter(({ value }) => !mirrored(value));
  const requests = facing.reduce((sum, { value }) => sum + amount(value), 0);
  const opened = facing.reduce((sum, { value }) => sum + connections(value), 0);
  const lost = measured?.unreachable.at(-1) ?? null;
  const several =
    new Set(service.versions.versions.flatMap(({ value }) => [...(last(value)?.clusters.keys() ?? [])]))
      .size > 1;
  return service.versions.versions.map((version) => {
    const { value } = version;
    const pods = podsOfVersion(service, version);
    const now = last(value);
    const rate = now?.requests ?? 0;
    const role =
      release?.stable.version === value
        ? 'stable'
        : release?.candidate.version === value
          ? 'candidate'
          : 'other';
    const series = measured?.versions.get(value) ?? measured?.times.map(() => null) ?? [];
    const isMirrored = mirrored(value);
    return {
      version: value,
      role,
      subset: subsets.get(value) ?? null,
      workloads: [...version.workloads],
      configured: configured?.get(value) ?? null,
      observed:
        isMirrored || measured === null
          ? null
          : requests > 0
            ? (rate / requests) * 100
            : opened > 0
              ? (connections(value) / opened) * 100
              : null,
      mirrored: isMirrored,
      requestsPerSecond: measured === null ? null : rate,
      successRatio: rate > 0 && now !== null ? 1 - now.failed / rate : null,
      clientErrorRatio: rate > 0 && now !== null ? now.refused / rate : null,
      clusters: clustersOf(now, several),
      p50Ms: now?.p50Ms ?? null,
      p95Ms: now?.p95Ms ?? null,
      p99Ms: now?.p99Ms ?? null,
      atLeast: now?.atLeast ?? false,
      connectionsPerSecond: now?.connections ?? null,
      bytesPerSecond: now?.bytes ?? null,
      unreachablePerSecond: role === 'candidate' ? lost : null,
      pods: {
        ready: version.ready,
        total: version.total,
        proxies: pods.filter((pod) => proxyOfPod(pod, { namespaceLabels, gateway: false }).mode !== 'none')
          .length,
        restarts: pods.reduce((sum, pod) => sum + countContainers(pod).restarts, 0),
        oomKilled: oomKilled(pods),
        images: imagesOf(pods),
        list: pods.map((pod) => ({
          name: pod.metadata.name,
          ready: isReady(pod),
          status: countContainers(pod).waiting ?? pod.status?.phase ?? 'Unknown',
          restarts: countContainers(pod).restarts,
          startedAt: secondsOf(pod.status?.startTime ?? pod.metadata.creationTimestamp ?? '') || null,
        })),
      },
      series: {
        requestsPerSecond: series.map((one) => one?.requests ?? null),
        errorRatio: series.map((one) =>
          one === null || one.requests === 0 ? null : one.failed / one.requests,
        ),
        p95Ms: series.map((one) => one?.p95Ms ?? null),
        connectionsPerSecond: series.map((one) => one?.connections ?? null),
      },
    };
  });
}

function clustersOf(now: MeasuredVersion | null, several: boolean): LiveVersion['clusters'] {
  if (now === null || !several) return [];
  return [...now.clusters]
    .map(([cluster, { requests, failed }]) => ({
      cluster,
      requestsPerSecond: requests,
      successRatio: requests > 0 ? 1 - failed / requests : null,
    }))
    .sort((a, b) => b.requestsPerSecond - a.requestsPerSecond);
}
