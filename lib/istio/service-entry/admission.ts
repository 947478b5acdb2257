/** istiod's verdict on a ServiceEntry (ValidateServiceEntry). */
import { error, type Finding, warning } from '../admission/finding.ts';
import {
  checkExportTo,
  checkFqdn,
  checkLabelSet,
  checkPort,
  checkSubnet,
  checkWildcardDomain,
  isIpAddress,
} from '../admission/primitives.ts';
import { meshProtocols } from '../admission/protocols.ts';
import type { ServiceEntry } from '../objects.ts';

/** A ServiceEntry's port may also be UDP, or name none and be sniffed. */
const protocols = new Set([...meshProtocols, 'UDP', '']);
const httpOrTls = new Set(['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB', 'HTTPS', 'TLS']);

export function admitServiceEntry(object: ServiceEntry): Finding[] {
  const { spec } = object;
  if (!spec) return [error(['spec'], 'cannot cast to service entry')];
  const found: Finding[] = [];
  const resolution = spec.resolution ?? 'NONE';
  const endpoints = spec.endpoints ?? [];
  const ports = spec.ports ?? [];
  const addresses = spec.addresses ?? [];
  const location = spec.location ?? 'MESH_EXTERNAL';
  if (spec.workloadSelector && endpoints.length > 0)
    found.push(error(['spec'], 'only one of WorkloadSelector or Endpoints is allowed in Service Entry'));
  if (!spec.hosts?.length) found.push(error(['spec', 'hosts'], 'service entry must have at least one host'));
  for (const [index, host] of (spec.hosts ?? []).entries()) {
    const here = ['spec', 'hosts', index];
    if (host === '*') found.push(error(here, 'invalid host *'));
    else {
      found.push(...checkWildcardDomain(here, host));
      if (/^\*[^.]/.test(host) && resolution !== 'DYNAMIC_DNS')
        found.push(warning(here, `partial wildcard "${host}" may have unexpected behavior`));
    }
  }
  for (const [index, address] of addresses.entries()) {
    found.push(...checkSubnet(['spec', 'addresses', index], address));
    if (address.includes('/') && resolution !== 'NONE' && resolution !== 'STATIC') {
      found.push(
        error(
          ['spec', 'addresses', index],
          'CIDR addresses are allowed only for NONE/STATIC resolution types',
        ),
      );
    }
  }
  const names = new Set<string>();
  const numbers = new Set<number>();
  for (const [index, port] of ports.entries()) {
    const here = ['spec', 'ports', index];
    if (names.has(port.name))
      found.push(error([...here, 'name'], `service entry port name "${port.name}" already defined`));
    if (numbers.has(port.number))
      found.push(error([...here, 'number'], `service entry port ${port.number} already defined`));
    names.add(port.name);
    numbers.add(port.number);
    found.push(...checkPort([...here, 'number'], port.number));
    if (port.targetPort) found.push(...checkPort([...here, 'targetPort'], port.targetPort));
    if (!protocols.has((port.protocol ?? '').toUpperCase()))
      found.push(error([...here, 'protocol'], `invalid protocol: ${port.protocol}`));
  }
  found.push(...checkResolution(spec, resolution, location));
  const soloTcp = ports.some((port) => !httpOrTls.has((port.protocol ?? '').toUpperCase()));
  if ((spec.hosts?.length ?? 0) > 1 && soloTcp && resolution !== 'NONE') {
    found.push(error(['spec', 'hosts'], 'multiple hosts provided with non-HTTP, non-TLS ports'));
  }
  found.push(
    ...checkExportTo(['spec', 'exportTo'], spec.exportTo, object.metadata.namespace ?? '', {
      serviceEntry: true,
    }),
  );
  return found;
}

function checkResolution(
  spec: NonNullable<ServiceEntry['spec']>,
  resolution: string,
  location: string,
): Finding[] {
  const found: Finding[] = [];
  const endpoints = spec.endpoints ?? [];
  const portNames = new Set((spec.ports ?? []).map((port) => port.name));
  if (resolution === 'NONE' && endpoints.length > 0)
    found.push(error(['spec', 'endpoints'], 'no endpoints should be provided for resolution type none'));
  if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1) {
    found.push(
      error(
        ['spec', 'endpoints'],
        'there must only be 0 or 1 endpoints provided for resolution type DNS_ROUND_ROBIN',
      ),
    );
  }
  if (
    (resolution === 'DNS' || resolution === 'DNS_ROUND_ROBIN') &&
    endpoints.length === 0 &&
    !spec.workloadSelector
  ) {
    for (const [index, host] of (spec.hosts ?? []).entries()) {
      if (checkFqdn([], host).length > 0)
        found.push(
          error(
            ['spec', 'hosts', index],
            'hosts must be FQDN if no endpoints are provided for resolution mode DNS',
          ),
        );
    }
  }
  if (resolution === 'DYNAMIC_DNS') {
    if (spec.addresses?.length)
      found.push(error(['spec', 'addresses'], 'addresses are not supported for resolution type DYNAMIC_DNS'));
    if (endpoints.length > 0)
      found.push(
        error(['spec', 'endpoints'], 'no endpoints should be provided for resolution type DYNAMIC_DNS'),
      );
    if (location === 'MESH_INTERNAL')
      found.push(error(['spec', 'location'], 'DYNAMIC_DNS is only supported for MESH_EXTERNAL'));
  }
  for (const [index, endpoint] of endpoints.entries()) {
    const here = ['spec', 'endpoints', index];
    const address = endpoint.address ?? '';
    if (resolution === 'STATIC' && !isIpAddress(address) && !address.startsWith('unix://')) {
      found.push(
        error(
          [...here, 'address'],
          `invalid IP address ${address}: endpoint address must be a valid IP or unix socket for resolution STATIC`,
        ),
      );
    }
    if (resolution.startsWith('DNS') && !isIpAddress(address) && checkFqdn([], address).length > 0) {
      found.push(
        error([...here, 'address'], `endpoint address "${address}" is not a valid FQDN or an IP address`),
      );
    }
    for (const [name, port] of Object.entries(endpoint.ports ?? {})) {
      if (!portNames.has(name))
        found.push(
          error([...here, 'ports', name], `endpoint port ${port} is not defined by the service entry`),
        );
      else found.push(...checkPort([...here, 'ports', name], port));
    }
    found.push(...checkLabelSet([...here, 'labels'], endpoint.labels));
  }
  return found;
}
