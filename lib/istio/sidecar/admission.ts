/** istiod's verdict on a Sidecar (ValidateSidecar). */
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import { checkPort, checkWildcardDomain, isIpAddress, isLabel1123 } from '../admission/primitives.ts';
import type { SidecarSpec } from '../generated/types.ts';
import type { Sidecar } from '../objects.ts';

export function admitSidecar(object: Sidecar): Finding[] {
  const spec = object.spec ?? {};
  const egress = spec.egress ?? [];
  const ingress = spec.ingress ?? [];
  if (
    egress.length === 0 &&
    ingress.length === 0 &&
    !spec.outboundTrafficPolicy &&
    !spec.inboundConnectionPool
  ) {
    return [error(['spec'], 'sidecar: empty configuration provided')];
  }
  const found: Finding[] = [];
  const labels = Object.entries(spec.workloadSelector?.labels ?? {});
  if (spec.workloadSelector && labels.length === 0) {
    found.push(warning(['spec', 'workloadSelector'], 'workload selector specified without labels'));
  }
  const ports = new Set<number>();
  for (const [index, listener] of ingress.entries()) {
    found.push(...checkIngress(['spec', 'ingress', index], listener, ports));
  }
  found.push(...checkEgress(egress));
  return found;
}

type Ingress = NonNullable<SidecarSpec['ingress']>[number];
type Egress = NonNullable<SidecarSpec['egress']>[number];

function checkIngress(path: Path, listener: Ingress, ports: Set<number>): Finding[] {
  const found: Finding[] = [];
  const number = listener.port?.number;
  found.push(...checkPort([...path, 'port', 'number'], number));
  if (number !== undefined && ports.has(number))
    found.push(error([...path, 'port'], `sidecar: ports on ingress listeners must be unique`));
  if (number !== undefined) ports.add(number);
  if (listener.bind && !listener.bind.startsWith('unix://') && !isIpAddress(listener.bind)) {
    found.push(error([...path, 'bind'], `${listener.bind} is not a valid IP`));
  }
  const endpoint = listener.defaultEndpoint ?? '';
  if (endpoint !== '' && !endpoint.startsWith('unix://')) {
    const [, address, port] = /^(\[[^\]]+\]|[^:]*):(\d+)$/.exec(endpoint) ?? [];
    const local = address !== undefined && ['127.0.0.1', '0.0.0.0', '[::1]', '[::]'].includes(address);
    if (!local)
      found.push(
        error(
          [...path, 'defaultEndpoint'],
          `sidecar: defaultEndpoint must be of form 127.0.0.1:<port>,0.0.0.0:<port>,[::1]:port,[::]:<port>,unix://filepath or unset`,
        ),
      );
    else found.push(...checkPort([...path, 'defaultEndpoint'], Number(port)));
  }
  return found;
}

function checkEgress(listeners: readonly Egress[]): Finding[] {
  const found: Finding[] = [];
  const ports = new Set<number>();
  let catchAll = false;
  for (const [index, listener] of listeners.entries()) {
    const here = ['spec', 'egress', index];
    const number = listener.port?.number;
    if (number === undefined) {
      if (index !== listeners.length - 1)
        found.push(
          error(here, 'sidecar: the egress listener with empty port should be the last listener in the list'),
        );
      if (catchAll) found.push(error(here, 'sidecar: egress can have only one listener without port'));
      catchAll = true;
    } else {
      if (ports.has(number))
        found.push(error([...here, 'port'], 'sidecar: ports on egress listeners must be unique'));
      ports.add(number);
      found.push(...checkPort([...here, 'port', 'number'], number));
    }
    if (!listener.hosts?.length)
      found.push(error([...here, 'hosts'], 'sidecar: egress listener must contain at least one host'));
    const seen = new Set<string>();
    for (const [position, host] of (listener.hosts ?? []).entries()) {
      found.push(...checkEgressHost([...here, 'hosts', position], host));
      if (seen.has(host))
        found.push(warning([...here, 'hosts', position], `duplicated egress host: ${host}`));
      seen.add(host);
    }
  }
  return found;
}

/** NAMESPACE/DNSNAME; the namespace may be `*`, `.`, `~`, or an exclusion `~NAMESPACE`. */
function checkEgressHost(path: Path, text: string): Finding[] {
  const parts = text.split('/');
  if (parts.length !== 2) return [error(path, `sidecar: host must be of form namespace/dnsName`)];
  const [namespace = '', name = ''] = parts;
  const found: Finding[] = [];
  const plain = namespace.startsWith('~') && namespace.length > 1 ? namespace.slice(1) : namespace;
  if (!['*', '.', '~'].includes(plain) && !isLabel1123(plain)) {
    found.push(error(path, `invalid namespace value "${namespace}" in sidecar egress host`));
  }
  if (name !== '*') found.push(...checkWildcardDomain(path, name));
  return found;
}
