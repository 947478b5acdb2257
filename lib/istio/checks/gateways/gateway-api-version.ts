/** Gateway API definitions too old for istiod, which then reads none of their objects (IST0176, pkg/config/schema/gatewayapi/minimumversions.go). */
import type { KubernetesObject } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import type { CheckedObject } from '../view/view.ts';

const versionAnnotation = 'gateway.networking.k8s.io/bundle-version';

const minimumMinors: ReadonlyMap<string, number> = new Map([
  ['grpcroutes.gateway.networking.k8s.io', 1],
  ['backendtlspolicies.gateway.networking.k8s.io', 4],
  ['tlsroutes.gateway.networking.k8s.io', 5],
  ['tcproutes.gateway.networking.k8s.io', 6],
]);

export function checkGatewayApiVersion({ object, name }: CheckedObject<KubernetesObject>): Observation[] {
  const minimum = minimumMinors.get(name);
  const installed = object.metadata.annotations?.[versionAnnotation] ?? '';
  const [, major, minor] = /^v?(\d+)\.(\d+)\.\d+/.exec(installed) ?? [];
  if (minimum === undefined || major === undefined || Number(major) > 1) return [];
  if (Number(major) === 1 && Number(minor) >= minimum) return [];
  const path = ['metadata', 'annotations', versionAnnotation];
  return [observe('IST0176', path, { name, installed, minimum: `1.${minimum}.0` })];
}
