/**
 * Of a request that was sent nowhere, because its cluster does not exist, a proxy knows no service: it tells the host as the caller
 * wrote it, often short. That is the Service of the caller's own namespace, or of the one that it names, as the proxy itself takes it.
 */
import type { ClusterObjects, Service } from '../../istio/objects.ts';
import type { TrafficRecord } from '../telemetry/traffic-record.ts';

const last = new WeakMap<
  readonly TrafficRecord[],
  { services: readonly Service[]; completed: readonly TrafficRecord[] }
>();

/** The same list where every host is full: what is worked out of it is remembered by it. */
export function withFullHosts(
  records: readonly TrafficRecord[],
  { services, meshConfig: { domain } }: Pick<ClusterObjects, 'services' | 'meshConfig'>,
): readonly TrafficRecord[] {
  const known = last.get(records);
  if (known?.services === services) return known.completed;
  const short = records.some(isShort);
  const there = short
    ? new Set(services.map(({ metadata: { namespace, name } }) => `${namespace}/${name}`))
    : new Set<string>();
  const completed = short ? records.map((record) => complete(record, there, domain)) : records;
  last.set(records, { services, completed });
  return completed;
}

function isShort({ destination: { host, serviceNamespace } }: TrafficRecord): boolean {
  return serviceNamespace === '' && /^[^.]+(\.[^.]+(\.svc)?)?$/.test(host);
}

function complete(record: TrafficRecord, there: ReadonlySet<string>, domain: string): TrafficRecord {
  if (!isShort(record)) return record;
  const { source, destination } = record;
  const [name = '', namespace = source.namespace] = destination.host.toLowerCase().split('.');
  if (!there.has(`${namespace}/${name}`)) return record;
  const host = `${name}.${namespace}.svc.${domain}`;
  return { ...record, destination: { ...destination, host, serviceNamespace: namespace } };
}
