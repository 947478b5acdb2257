/** An endpoint outside of the platform: a WorkloadEntry, or one of a ServiceEntry's endpoints (validateWorkloadEntry). */
import type { WorkloadEntrySpec } from '../generated/types.ts';
import { quoted } from '../schema/field-error.ts';
import { error, type Finding, type Path, warning } from './finding.ts';
import { checkFqdn, checkLabelSet, checkPort, isIpAddress, isLabel1123 } from './primitives.ts';
import { checkUnixAddress, unixPrefix } from './unix-address.ts';

/** The ports of an endpoint; `servicePorts` are those that its service has, where there is one. */
export function checkEndpointPorts(
  path: Path,
  ports: Readonly<Record<string, number>> = {},
  servicePorts?: ReadonlySet<string>,
): Finding[] {
  return Object.entries(ports).flatMap(([name, port]) => {
    const here = [...path, name];
    return [
      ...(servicePorts && !servicePorts.has(name)
        ? [error(here, `endpoint port ${port} is not defined by the service entry`)]
        : []),
      ...(isLabel1123(name) ? [] : [error(here, `invalid port name: ${name}`)]),
      ...checkPort(here, port),
    ];
  });
}

export function checkWorkloadEntry(
  path: Path,
  entry: WorkloadEntrySpec,
  service?: { ports: ReadonlySet<string> },
): Finding[] {
  const { address = '', network, ports } = entry;
  const here = [...path, 'address'];
  if (!address && !network) return [error(here, 'address is required')];
  const found: Finding[] = [];
  if (!address) found.push(warning(here, `address is unset with network "${network}"`));
  const isSocket = address.startsWith(unixPrefix);
  if (isSocket) {
    found.push(...checkUnixAddress(here, address.slice(unixPrefix.length)));
    if (Object.keys(ports ?? {}).length > 0)
      found.push(error([...path, 'ports'], `unix endpoint ${address} must not include ports`));
  } else if (address && !isIpAddress(address)) {
    if (service) found.push(error(here, `endpoint address ${quoted(address)} is not a valid IP address`));
    else if (checkFqdn(here, address).length > 0)
      found.push(error(here, `endpoint address ${quoted(address)} is not a valid FQDN or an IP address`));
  }
  found.push(...checkEndpointPorts([...path, 'ports'], ports, service?.ports));
  found.push(...checkLabelSet([...path, 'labels'], entry.labels));
  if (isSocket && service && service.ports.size !== 1)
    found.push(error(here, 'exactly 1 service port required for unix endpoints'));
  return found;
}
