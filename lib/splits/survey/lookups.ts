/** Objects by what splits ask them for, sorted once for each list: where thousands stand, every question would look at all of them. */
import { namespaceOf } from '../../graph/build/cluster-index.ts';
import { resolveShortName } from '../../istio/hosts/host-name.ts';
import type {
  ClusterObjects,
  DestinationRule,
  EndpointSlice,
  Service,
  VirtualService,
} from '../../istio/objects.ts';
import { Remembered } from '../../remembered.ts';
import { type ServiceName, splittable } from './entry-services.ts';

type ByKey<T> = ReadonlyMap<string, T>;

const services = new Remembered<ByKey<Service>>();
const virtualServices = new Remembered<ByKey<VirtualService>>();
const destinationRules = new Remembered<ByKey<readonly DestinationRule[]>>();
const endpointSlices = new Remembered<ByKey<readonly EndpointSlice[]>>();

/** Of the cluster, or a host of a ServiceEntry. */
export function serviceNamed({ namespace, name }: ServiceName, objects: ClusterObjects): Service | undefined {
  const { serviceEntries, meshConfig } = objects;
  return services
    .get(objects.services, [serviceEntries, meshConfig.domain], () => {
      const named = new Map<string, Service>();
      for (const one of splittable(objects)) {
        const key = `${namespaceOf(one)}/${one.metadata.name}`;
        if (!named.has(key)) named.set(key, one);
      }
      return named;
    })
    .get(`${namespace}/${name}`);
}

/** By the name that splits give it: `gateway-routes.ts`. */
export function virtualServiceNamed(
  { namespace, name }: ServiceName,
  objects: ClusterObjects,
): VirtualService | undefined {
  const all = objects.virtualServices;
  return virtualServices
    .get(all, [], () => new Map(all.map((one) => [`${namespaceOf(one)}/${one.metadata.name}`, one])))
    .get(`${namespace}/${name}`);
}

/** DestinationRules that speak of a host, by its full name in lower case. */
export function rulesForHost(
  host: string,
  { destinationRules: all, meshConfig: { domain } }: ClusterObjects,
): readonly DestinationRule[] {
  const hostOf = ({ metadata, spec }: DestinationRule): string =>
    resolveShortName(spec?.host ?? '', metadata.namespace ?? '', domain).toLowerCase();
  return (
    destinationRules
      .get(all, [domain], () =>
        Map.groupBy(
          all.filter(({ spec }) => spec !== undefined),
          hostOf,
        ),
      )
      .get(host) ?? []
  );
}

/** EndpointSlices of a Service. */
export function slicesOf(
  { namespace, name }: ServiceName,
  { endpointSlices: all }: ClusterObjects,
): readonly EndpointSlice[] {
  return (
    endpointSlices
      .get(all, [], () =>
        Map.groupBy(
          all,
          (one) => `${namespaceOf(one)}/${one.metadata.labels?.['kubernetes.io/service-name'] ?? ''}`,
        ),
      )
      .get(`${namespace}/${name}`) ?? []
  );
}
