/**
 * Services that stand for one version each: the same selector but for a label of versions. Where routes send to them, they are the
 * versions of the service beside them, and no subset is needed; so it is with every route of the Gateway API.
 */
import { namespaceOf } from '../../graph/build/cluster-index.ts';
import { sameLabels } from '../../istio/hosts/labels.ts';
import type { ClusterObjects, Labels, Service } from '../../istio/objects.ts';
import { Remembered } from '../../remembered.ts';
import { serviceHost } from './entry-services.ts';
import { pointsByHost } from './points.ts';
import { versionLabelsOf } from './versions.ts';

export interface VersionService {
  service: Service;
  host: string;
  label: string;
  value: string;
}

const byNamespace = new Remembered<ReadonlyMap<string, readonly Service[]>>();

/** Empty unless at least two stand for a version, and some rule sends to one of them. */
export function versionServices(service: Service, objects: ClusterObjects): VersionService[] {
  const labels = versionLabelsOf(objects);
  const base = withoutVersion(service.spec?.selector ?? {}, labels);
  if (Object.keys(base).length === 0) return [];
  const namespace = namespaceOf(service);
  const { domain } = objects.meshConfig;
  const beside = byNamespace.get(objects.services, [], () => Map.groupBy(objects.services, namespaceOf));
  const found = (beside.get(namespace) ?? []).flatMap((one): VersionService[] => {
    const selector = one.spec?.selector ?? {};
    const label = labels.find((key) => Object.hasOwn(selector, key));
    if (label === undefined || !sameLabels(withoutVersion(selector, labels), base)) return [];
    return [
      {
        service: one,
        host: `${one.metadata.name}.${namespace}.svc.${domain}`,
        label,
        value: selector[label] ?? '',
      },
    ];
  });
  if (new Set(found.map(({ value }) => value)).size < 2) return [];
  const routed = pointsByHost(objects);
  return found.some(({ host }) => routed.has(host)) ? found : [];
}

/** Every host that a rule of the service's split may send to. A service of one version alone speaks for itself. */
export function splitHosts(service: Service, objects: ClusterObjects): ReadonlySet<string> {
  const { name } = service.metadata;
  const own = serviceHost({ namespace: namespaceOf(service), name }, objects.meshConfig.domain);
  const isOne = versionLabelsOf(objects).some((key) => Object.hasOwn(service.spec?.selector ?? {}, key));
  return new Set([own, ...(isOne ? [] : versionServices(service, objects).map(({ host }) => host))]);
}

function withoutVersion(selector: Labels, labels: readonly string[]): Labels {
  return Object.fromEntries(Object.entries(selector).filter(([key]) => !labels.includes(key)));
}
