/**
 * Gateways of both kinds, and which of them a gateway proxy serves
 * (`mergeGateways` and `filterStrictGatewayMerging` of istio pilot/pkg/model/push_context.go).
 */
import { selectsLabels } from '../../hosts/labels.ts';
import type { Gateway, Labels, ProxyRef } from '../../objects.ts';

export interface ServedGateway {
  /** Istio's, or what istiod makes of a listener of the Gateway API's. */
  object: Gateway;
  /** Of the Gateway API. */
  behind: {
    /** Its own, where its pods are. */
    namespace: string;
    /** istiod deploys its pods. */
    managed: boolean;
    /** Its pods are theirs, and listen on their ports; null where they are known by their labels alone. */
    services: readonly { selector: Labels; ports: ReadonlySet<number> }[] | null;
  } | null;
}

export function isServedBy({ object, behind }: ServedGateway, proxy: ProxyRef): boolean {
  if (!object.spec) return false;
  if (behind === null) return selectsLabels(object.spec.selector, proxy.labels);
  if (behind.namespace !== proxy.namespace) return false;
  return behind.services === null
    ? selectsLabels(object.spec.selector, proxy.labels)
    : behind.services.some(({ selector }) => selectsLabels(selector, proxy.labels));
}

/** Istio's Gateways of other namespaces give way where istiod runs the pods for one of the Gateway API. */
export function gatewaysOf(gateways: readonly ServedGateway[], proxy: ProxyRef): readonly ServedGateway[] {
  const served = gateways.filter((gateway) => isServedBy(gateway, proxy));
  const managed = new Set(served.flatMap(({ behind }) => (behind?.managed ? behind.namespace : [])));
  if (managed.size === 0) return served;
  return served.filter(
    ({ object, behind }) => behind !== null || managed.has(object.metadata.namespace ?? ''),
  );
}

/** A port that its Services do not have is served by nobody. */
export function isOpenPort({ behind }: ServedGateway, proxy: ProxyRef, port: number): boolean {
  if (!behind?.services) return true;
  return behind.services.some(
    ({ selector, ports }) => ports.has(port) && selectsLabels(selector, proxy.labels),
  );
}
