/** How a ServiceEntry's addresses are found, and what goes with each way. */
import { error, type Finding, warning } from '../admission/finding.ts';
import { checkFqdn, checkLabelSet, isIpAddress } from '../admission/primitives.ts';
import { isTcp } from '../admission/protocols.ts';
import { checkEndpointPorts, checkWorkloadEntry } from '../admission/workload-entry.ts';
import type { ServiceEntrySpec } from '../generated/types.ts';
import type { Labels } from '../objects.ts';
import { quoted } from '../schema/field-error.ts';

type Resolve = (spec: ServiceEntrySpec, resolution: string, labels: Labels) => Finding[];

const portNames = ({ ports = [] }: ServiceEntrySpec): ReadonlySet<string> =>
  new Set(ports.map(({ name = '' }) => name));

const none: Resolve = ({ endpoints = [], workloadSelector }) => [
  ...(endpoints.length > 0
    ? [error(['spec', 'endpoints'], 'no endpoints should be provided for resolution type none')]
    : []),
  ...(workloadSelector
    ? [
        warning(
          ['spec', 'workloadSelector'],
          'workloadSelector should not be set when resolution mode is NONE',
        ),
      ]
    : []),
];

const fixed: Resolve = (spec) =>
  (spec.endpoints ?? []).flatMap((endpoint, index) =>
    checkWorkloadEntry(['spec', 'endpoints', index], endpoint, { ports: portNames(spec) }),
  );

const byName: Resolve = (spec, resolution) => {
  const { endpoints = [], hosts = [], addresses = [], ports = [] } = spec;
  const found: Finding[] = [];
  if (endpoints.length === 0) found.push(...checkHostNames(hosts, resolution));
  if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1)
    found.push(
      error(['spec', 'endpoints'], `there must only be 0 or 1 endpoint for resolution mode ${resolution}`),
    );
  for (const [index, { address = '', labels, ports: own }] of endpoints.entries()) {
    const here = ['spec', 'endpoints', index];
    if (!isIpAddress(address) && checkFqdn([], address).length > 0)
      found.push(
        error(
          [...here, 'address'],
          `endpoint address ${quoted(address)} is not a valid FQDN or an IP address`,
        ),
      );
    found.push(...checkLabelSet([...here, 'labels'], labels));
    found.push(...checkEndpointPorts([...here, 'ports'], own, portNames(spec)));
  }
  if (addresses.length > 0 && hosts.length > 1 && ports.some(({ protocol }) => isTcp(protocol)))
    found.push(
      warning(
        ['spec', 'hosts'],
        'service entry can not have more than one host specified simultaneously with address and tcp port',
      ),
    );
  return found;
};

/** The first that is wrong is told. */
function checkHostNames(hosts: readonly string[], resolution: string): Finding[] {
  for (const [index, host] of hosts.entries()) {
    const path = ['spec', 'hosts', index];
    const [wrong] = checkFqdn(path, host);
    if (wrong)
      return [
        error(
          path,
          `hosts must be FQDN or contain only prefix wildcards if no endpoints are provided for resolution mode ${resolution}, ${wrong.message}`,
        ),
      ];
  }
  return [];
}

const proxied: ReadonlySet<string> = new Set(['HTTP', 'TLS', 'GRPC', 'HTTP2']);

const dynamic: Resolve = (spec, resolution, labels) => {
  const { hosts = [], addresses = [], endpoints = [], ports = [], location = 'MESH_EXTERNAL' } = spec;
  const found: Finding[] = [];
  if (hosts.length === 0)
    found.push(
      error(
        ['spec', 'hosts'],
        `at least one wildcard host must be provided for resolution type ${resolution}`,
      ),
    );
  for (const [index, host] of hosts.entries())
    if (!host.startsWith('*'))
      found.push(
        error(['spec', 'hosts', index], `host must be wildcarded for resolution mode ${resolution}`),
      );
  if (addresses.length > 0)
    found.push(
      error(
        ['spec', 'addresses'],
        `addresses cannot be set for resolution type ${resolution}. HTTP route domains will only be generatedfrom the hosts field values`,
      ),
    );
  if (endpoints.length > 0)
    found.push(
      error(
        ['spec', 'endpoints'],
        `endpoints cannot be set for resolution type ${resolution}. Destination IP address determined from hostsfield values`,
      ),
    );
  for (const [index, { protocol }] of ports.entries())
    if (!proxied.has((protocol ?? '').toUpperCase()))
      found.push(
        error(
          ['spec', 'ports', index, 'protocol'],
          `only HTTP, TLS, GRPC, and HTTP2 protocols are supported for resolution type ${resolution}`,
        ),
      );
  const waypoint = labels['istio.io/use-waypoint'] ?? '';
  if (location === 'MESH_INTERNAL' && waypoint !== '' && waypoint.toLowerCase() !== 'none')
    found.push(
      error(
        ['spec', 'location'],
        `location MESH_INTERNAL with resolution type ${resolution} is not supported when using waypoints`,
      ),
    );
  return found;
};

const ways: Readonly<Record<string, Resolve>> = {
  NONE: none,
  STATIC: fixed,
  DNS: byName,
  DNS_ROUND_ROBIN: byName,
  DYNAMIC_DNS: dynamic,
};

export function checkResolution(spec: ServiceEntrySpec, labels: Labels): Finding[] {
  const { resolution = 'NONE' } = spec;
  return ways[resolution]?.(spec, resolution, labels) ?? [];
}
