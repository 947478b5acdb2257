/** istiod's verdict on a ServiceEntry (ValidateServiceEntry). */
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import { checkPartialWildcard } from '../admission/namespaced-host.ts';
import {
  checkExportTo,
  checkPort,
  checkSubnet,
  checkWildcardDomain,
  isLabel1123,
} from '../admission/primitives.ts';
import { isHttp, isKnownProtocol, isTls } from '../admission/protocols.ts';
import { checkLabelSelector, checkSelector } from '../admission/selector.ts';
import type { ServiceEntrySpec } from '../generated/types.ts';
import type { ServiceEntry } from '../objects.ts';
import { checkResolution } from './resolution.ts';

export function admitServiceEntry(object: ServiceEntry): Finding[] {
  const { spec } = object;
  if (!spec) return [error(['spec'], 'cannot cast to service entry')];
  const { hosts = [], endpoints = [], workloadSelector, resolution = 'NONE' } = spec;
  const path = ['spec', 'workloadSelector', 'labels'];
  // A bad selector ends the examination.
  const ofSelector = checkLabelSelector(path, workloadSelector?.labels);
  if (ofSelector.length > 0) return ofSelector;
  const found = checkSelector(path, workloadSelector && { labels: workloadSelector.labels }, {
    prefix: 'service entry: ',
    consequence: ', will be applied to all services in namespace',
  });
  if (workloadSelector && endpoints.length > 0)
    found.push(error(['spec'], 'only one of WorkloadSelector or Endpoints is allowed in Service Entry'));
  if (hosts.length === 0) found.push(error(['spec', 'hosts'], 'service entry must have at least one host'));
  for (const [index, host] of hosts.entries())
    found.push(...checkHost(['spec', 'hosts', index], host, resolution));
  found.push(...checkAddresses(spec.addresses ?? [], resolution));
  found.push(...checkPorts(spec, allocatesAddress(object)));
  found.push(...checkResolution(spec, object.metadata.labels ?? {}));
  const solo = (spec.ports ?? []).some(({ protocol }) => !isHttp(protocol) && !isTls(protocol));
  if (resolution !== 'NONE' && hosts.length > 1 && solo)
    found.push(error(['spec', 'hosts'], 'multiple hosts provided with non-HTTP, non-TLS ports'));
  return [
    ...found,
    ...checkExportTo(['spec', 'exportTo'], spec.exportTo, object.metadata.namespace ?? '', {
      serviceEntry: true,
    }),
  ];
}

/** istiod gives addresses to what resolves, unless the user says no. */
function allocatesAddress({ spec, metadata }: ServiceEntry): boolean {
  const wish = metadata.labels?.['networking.istio.io/enable-autoallocate-ip'] ?? '';
  return (spec?.resolution ?? 'NONE') !== 'NONE' && wish.toLowerCase() !== 'false';
}

function checkHost(path: Path, host: string, resolution: string): Finding[] {
  if (host === '*') return [error(path, 'invalid host *')];
  const partial = resolution === 'DYNAMIC_DNS' ? [] : checkPartialWildcard(path, host);
  return [...checkWildcardDomain(path, host), ...partial.map(({ message }) => warning(path, message))];
}

function checkAddresses(addresses: readonly string[], resolution: string): Finding[] {
  const path = ['spec', 'addresses'];
  const found = addresses.flatMap((address, index) => checkSubnet([...path, index], address));
  const hasRange = addresses.some((address) => address.includes('/'));
  if (hasRange && resolution !== 'NONE' && resolution !== 'STATIC')
    found.push(error(path, 'CIDR addresses are allowed only for NONE/STATIC resolution types'));
  return found;
}

function checkPorts({ ports = [], addresses = [] }: ServiceEntrySpec, allocates: boolean): Finding[] {
  const names = new Set<string>();
  const numbers = new Set<number>();
  return ports.flatMap(({ name = '', number = 0, protocol = '', targetPort }, index) => {
    const here = ['spec', 'ports', index];
    const found: Finding[] = [];
    if (names.has(name))
      found.push(error([...here, 'name'], `service entry port name "${name}" already defined`));
    if (numbers.has(number))
      found.push(error([...here, 'number'], `service entry port ${number} already defined`));
    names.add(name);
    numbers.add(number);
    if (targetPort) found.push(...checkPort([...here, 'targetPort'], targetPort));
    if (addresses.length === 0 && !allocates && (protocol === '' || protocol === 'TCP'))
      found.push(
        warning(
          here,
          'addresses are required for ports serving TCP (or unset) protocol when IP Autoallocation is not enabled',
        ),
      );
    if (!isLabel1123(name)) found.push(error([...here, 'name'], `invalid port name: ${name}`));
    if (protocol !== '' && !isKnownProtocol(protocol))
      found.push(error([...here, 'protocol'], `unsupported protocol: ${protocol}`));
    return [...found, ...checkPort([...here, 'number'], number)];
  });
}
