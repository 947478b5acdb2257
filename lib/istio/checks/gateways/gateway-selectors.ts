/** Policies that select the pods of a Gateway API Gateway by labels: they must name it in targetRefs (IST0166, analyzers/k8sgateway). */
import { selectsLabels } from '../../hosts/labels.ts';
import type { KubernetesObject, Labels, Pod } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { type CheckedObject, type CheckView, findAs } from '../view/view.ts';

const nameLabel = 'gateway.networking.k8s.io/gateway-name';

type Policy = KubernetesObject<{ selector?: { matchLabels?: Labels }; targetRef?: object }>;

export function checkGatewaySelectors({ object, namespace }: CheckedObject, view: CheckView): Observation[] {
  // AuthorizationPolicy, RequestAuthentication, Telemetry and WasmPlugin are alike in this.
  const { spec } = object as Policy;
  if (!spec?.selector || spec.targetRef) return [];
  const { matchLabels } = spec.selector;
  const gateways = findAs<Pod>(view, named.inNamespace('Pod', namespace))
    .filter((pod) => pod.object.metadata.labels?.[nameLabel] !== undefined)
    .filter((pod) => selectsLabels(matchLabels, pod.object.metadata.labels ?? {}))
    .map((pod) => pod.object.metadata.labels?.[nameLabel] ?? '');
  return [...new Set(gateways)].map((gateway) => observe('IST0166', ['spec', 'selector'], { gateway }));
}
