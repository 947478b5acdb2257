/** istiod's verdict on a Sidecar (ValidateSidecar). */
import { error, type Finding, type Path } from '../admission/finding.ts';
import { checkFqdn } from '../admission/primitives.ts';
import { checkLabelSelector, checkSelector } from '../admission/selector.ts';
import { checkConnectionPool } from '../destination-rule/connection-pool.ts';
import type { SidecarSpec } from '../generated/types.ts';
import type { Sidecar } from '../objects.ts';
import { checkDestination } from '../virtual-service/route.ts';
import { checkEgress } from './egress.ts';
import { checkIngress } from './ingress.ts';

export function admitSidecar(object: Sidecar): Finding[] {
  const spec = object.spec ?? {};
  const { egress = [], ingress = [], workloadSelector, outboundTrafficPolicy } = spec;
  const path = ['spec', 'workloadSelector', 'labels'];
  // A bad selector, and nothing to configure, end the examination.
  const ofSelector = checkLabelSelector(path, workloadSelector?.labels);
  if (ofSelector.length > 0) return ofSelector;
  const isEmpty = egress.length === 0 && ingress.length === 0;
  if (isEmpty && !outboundTrafficPolicy && !spec.inboundConnectionPool)
    return [error(['spec'], 'sidecar: empty configuration provided')];
  return [
    ...checkSelector(path, workloadSelector && { labels: workloadSelector.labels }, {
      prefix: 'sidecar: ',
      consequence: ', will be applied to all services in namespace',
    }),
    ...checkIngress(ingress),
    ...(spec.inboundConnectionPool
      ? checkConnectionPool(['spec', 'inboundConnectionPool'], spec.inboundConnectionPool)
      : []),
    ...checkEgress(egress, object.metadata.namespace ?? ''),
    ...(outboundTrafficPolicy ? checkOutbound(outboundTrafficPolicy) : []),
  ];
}

function checkOutbound({ mode, egressProxy }: NonNullable<SidecarSpec['outboundTrafficPolicy']>): Finding[] {
  const path: Path = ['spec', 'outboundTrafficPolicy', 'egressProxy'];
  if (!egressProxy) return [];
  if (mode !== 'ALLOW_ANY')
    return [
      error(path, 'sidecar: egress_proxy must be set only with ALLOW_ANY outbound_traffic_policy mode'),
    ];
  const ofHost = checkFqdn([...path, 'host'], egressProxy.host ?? '');
  return egressProxy.port
    ? [...ofHost, ...checkDestination(path, egressProxy)]
    : [...ofHost, error(path, 'sidecar: egress_proxy port must be non-nil')];
}
