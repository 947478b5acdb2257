/**
 * Collects samples by edge and reporter. Tens of thousands of samples come with every poll, so edges are found by small numbers
 * that stand for workloads, not by key strings.
 */
import type { Endpoint } from '../build/identity.ts';
import { sampleKey } from './latency.ts';
import type { Protocol, Reporter, TrafficRecord } from './traffic-record.ts';
import { totalsOf } from './traffic-record.ts';

export interface Draft extends TrafficRecord {
  /** In the latency index; built when it is asked for. */
  latencyKey: () => string;
  secured: number;
  judged: number;
  /** With itself those that durations and buckets do not tell from it: revisions of one workload. Null when there are no others. */
  alike: Draft[] | null;
}

type LabelSet = Readonly<Record<string, string | undefined>>;

const noRequests = totalsOf('http', []);
/** More workloads than a mesh has, few enough for two numbers in one. */
const idLimit = 2 ** 26;

export class Drafts {
  private readonly ids = new Map<string, Map<string, Map<string, number>>>();
  private idCount = 0;
  private readonly endpoints = new Map<string, Endpoint[]>();
  private readonly byPair = new Map<number, Draft[]>();

  /** Drafts of one pair of workloads, or of one workload and a host whose workload is not known. */
  pairs(): Iterable<Draft[]> {
    return this.byPair.values();
  }

  /** Those that a sample without canonical names may speak of. */
  alike(labels: LabelSet, protocol: Protocol): readonly Draft[] {
    const reporter = readReporter(labels.reporter);
    const host = known(labels.destination_service);
    const pair = this.byPair.get(this.pairOf(labels)) ?? [];
    const first = pair.find((draft) => isAlike(draft, reporter, protocol, host));
    return first === undefined ? [] : (first.alike ?? [first]);
  }

  of(labels: LabelSet, protocol: Protocol): Draft {
    const id = this.pairOf(labels);
    let pair = this.byPair.get(id);
    if (pair === undefined) {
      pair = [];
      this.byPair.set(id, pair);
    }
    const reporter = readReporter(labels.reporter);
    const host = known(labels.destination_service);
    for (const draft of pair) {
      if (isAlike(draft, reporter, protocol, host) && isOf(draft, labels)) return draft;
    }
    const alike = pair.filter((draft) => isAlike(draft, reporter, protocol, host));
    const draft = this.draftOf(labels, protocol);
    pair.push(draft);
    if (alike.length > 0) for (const other of [...alike, draft]) other.alike = [...alike, draft];
    return draft;
  }

  private pairOf(labels: LabelSet): number {
    const source =
      known(labels.source_workload) === '' && known(labels.source_canonical_service) !== ''
        ? this.appId(
            labels.source_workload_namespace,
            labels.source_canonical_service,
            labels.source_canonical_revision,
          )
        : this.idOf(labels.source_workload_namespace, labels.source_workload, labels.source_cluster);
    return source * idLimit + this.targetId(labels);
  }

  private targetId(labels: LabelSet): number {
    const namespace = labels.destination_workload_namespace;
    if (known(labels.destination_workload) !== '') {
      return this.idOf(namespace, labels.destination_workload, labels.destination_cluster);
    }
    return known(labels.destination_canonical_service) === ''
      ? this.idOf('\n', labels.destination_service, namespace)
      : this.appId(namespace, labels.destination_canonical_service, labels.destination_canonical_revision);
  }

  /** Where telemetry carries no names of workloads, canonical services and revisions tell them apart. */
  private appId(namespace = '', service = '', revision = ''): number {
    return this.idOf(`\n${namespace}`, service, revision);
  }

  private idOf(first = '', second = '', third = ''): number {
    const seconds = getOr(this.ids, first, () => new Map<string, Map<string, number>>());
    const thirds = getOr(seconds, second, () => new Map<string, number>());
    return getOr(thirds, third, () => this.idCount++);
  }

  private draftOf(labels: LabelSet, protocol: Protocol): Draft {
    const endpoint = this.endpointOf(
      labels.destination_cluster,
      labels.destination_workload_namespace,
      labels.destination_workload,
      labels.destination_canonical_service,
      labels.destination_canonical_revision,
    );
    return {
      latencyKey: () => sampleKey(labels),
      source: this.endpointOf(
        labels.source_cluster,
        labels.source_workload_namespace,
        labels.source_workload,
        labels.source_canonical_service,
        labels.source_canonical_revision,
      ),
      destination: {
        ...endpoint,
        endpoint,
        host: known(labels.destination_service),
        serviceName: known(labels.destination_service_name),
        serviceNamespace: known(labels.destination_service_namespace),
      },
      protocol,
      reporter: readReporter(labels.reporter),
      outcomes: [],
      totals: noRequests,
      durationMsPerSecond: null,
      timedPerSecond: 0,
      buckets: null,
      sentBytesPerSecond: 0,
      receivedBytesPerSecond: 0,
      mtlsRatio: null,
      secured: 0,
      judged: 0,
      alike: null,
    };
  }

  private endpointOf(cluster = '', namespace = '', workload = '', service = '', revision = ''): Endpoint {
    const list = getOr(this.endpoints, workload, () => [] as Endpoint[]);
    const endpoint = {
      cluster: known(cluster),
      namespace: known(namespace),
      workload: known(workload),
      app: known(service) || known(workload),
      version: known(revision),
    };
    const present = list.find((other) => isSame(other, endpoint));
    if (present === undefined) list.push(endpoint);
    return present ?? endpoint;
  }
}

function isSame(a: Endpoint, b: Endpoint): boolean {
  return a.namespace === b.namespace && a.version === b.version && a.app === b.app && a.cluster === b.cluster;
}

function getOr<V>(map: Map<string, V>, key: string, make: () => V): V {
  const present = map.get(key);
  if (present !== undefined) return present;
  const made = make();
  map.set(key, made);
  return made;
}

function isAlike(draft: Draft, reporter: Reporter, protocol: Protocol, host: string): boolean {
  return draft.reporter === reporter && draft.protocol === protocol && draft.destination.host === host;
}

/** While a Deployment takes on a new version its pods differ in canonical names. */
function isOf({ source, destination }: Draft, labels: LabelSet): boolean {
  return (
    destination.version === known(labels.destination_canonical_revision) &&
    source.version === known(labels.source_canonical_revision) &&
    destination.app === (known(labels.destination_canonical_service) || known(labels.destination_workload)) &&
    source.app === (known(labels.source_canonical_service) || known(labels.source_workload))
  );
}

function readReporter(text: string | undefined): Reporter {
  return text === 'destination' || text === 'waypoint' ? text : 'source';
}

/** Istio writes "unknown" for what it does not know; a label may also be dropped. */
export function known(value: string | undefined): string {
  return value === undefined || value === 'unknown' ? '' : value;
}
