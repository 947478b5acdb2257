/**
 * Which protocol Istio assumes on a service's port, and with it which rules apply there
 * (istio pkg/config/kube/conversion.go and pkg/config/protocol).
 */
import type { ServicePort } from '../objects.ts';

/** `auto` is sniffed at run time. */
export type PortProtocol =
  | 'HTTP'
  | 'HTTP2'
  | 'GRPC'
  | 'GRPC-WEB'
  | 'HTTP_PROXY'
  | 'HTTPS'
  | 'TLS'
  | 'TCP'
  | 'MONGO'
  | 'REDIS'
  | 'MYSQL'
  | 'UDP'
  | 'auto';

/** Which rules of a VirtualService a port obeys: http, tls or tcp; sniffed ports http or tcp, as the client speaks; none for UDP. */
export type RuleFamily = 'http' | 'tls' | 'tcp' | 'auto' | 'none';

const families: Record<PortProtocol, RuleFamily> = {
  HTTP: 'http',
  HTTP2: 'http',
  GRPC: 'http',
  'GRPC-WEB': 'http',
  HTTP_PROXY: 'http',
  HTTPS: 'tls',
  TLS: 'tls',
  TCP: 'tcp',
  MONGO: 'tcp',
  REDIS: 'tcp',
  MYSQL: 'tcp',
  UDP: 'none',
  auto: 'auto',
};

const protocolsByName = new Map(
  (Object.keys(families) as PortProtocol[])
    .filter((protocol) => protocol !== 'auto')
    .map((protocol) => [protocol.toLowerCase(), protocol]),
);

const kubernetesAppProtocols = new Map<string, PortProtocol>([
  ['kubernetes.io/h2c', 'HTTP2'],
  ['kubernetes.io/ws', 'HTTP'],
  ['kubernetes.io/wss', 'HTTPS'],
]);

/** Protocols that speak server first must not be sniffed: SMTP, DNS, MySQL, MongoDB. */
const unsniffablePorts = new Set([25, 53, 3306, 27017]);

/** The protocol of a ServiceEntry's or a Gateway's port; names Istio does not know are sniffed. */
export function parseProtocol(name: string | undefined): PortProtocol {
  return protocolsByName.get((name ?? '').toLowerCase()) ?? 'auto';
}

/** The protocol of a Kubernetes Service's port: `appProtocol`, else the port's name up to the first `-`. */
export function servicePortProtocol(port: ServicePort): PortProtocol {
  if (port.protocol === 'UDP') return 'UDP';
  const name = port.appProtocol ?? port.name ?? '';
  const fromKubernetes = port.appProtocol === undefined ? undefined : kubernetesAppProtocols.get(name);
  if (fromKubernetes) return fromKubernetes;
  if (name.toLowerCase().startsWith('grpc-web')) return 'GRPC-WEB';
  const protocol = parseProtocol(name.split('-', 1)[0]);
  return protocol === 'auto' && unsniffablePorts.has(port.port) ? 'TCP' : protocol;
}

export function ruleFamily(protocol: PortProtocol): RuleFamily {
  return families[protocol];
}

/** True for ports whose traffic may obey `http` rules. */
export function isHttpOrSniffed(protocol: PortProtocol): boolean {
  const family = families[protocol];
  return family === 'http' || family === 'auto';
}
