/** For tests of admission: what is said of an object of a kind with this spec, a line a finding. */
import type { KubernetesObject } from '../../objects.ts';
import { admit } from '../admit.ts';
import { pathText } from '../finding.ts';

const groups: Record<string, string> = {
  PeerAuthentication: 'security.istio.io',
  RequestAuthentication: 'security.istio.io',
  AuthorizationPolicy: 'security.istio.io',
  Telemetry: 'telemetry.istio.io',
  TrafficExtension: 'extensions.istio.io',
  WasmPlugin: 'extensions.istio.io',
};

export function verdict(kind: string, spec: unknown): string[] {
  const group = groups[kind] ?? 'networking.istio.io';
  const object: KubernetesObject = {
    apiVersion: `${group}/v1`,
    kind,
    metadata: { name: 'x', namespace: 'shop' },
    spec,
  };
  return admit(object).map(
    ({ path, severity, message }) => `${severity === 'error' ? 'E' : 'W'} ${pathText(path)}: ${message}`,
  );
}
