/** A listener's port, as ingress and egress share it (validateSidecarIngressPortAndBind and its sibling). */
import { error, type Finding, type Path } from '../admission/finding.ts';
import { checkPort, isIpAddress, isLabel1123 } from '../admission/primitives.ts';
import { isKnownProtocol } from '../admission/protocols.ts';
import type { SidecarSpec } from '../generated/types.ts';

export type SidecarPort = NonNullable<NonNullable<SidecarSpec['ingress']>[number]['port']>;

export function checkPortName(path: Path, name: string): Finding[] {
  return isLabel1123(name) ? [] : [error(path, `invalid port name: ${name}`)];
}

export function checkProtocol(path: Path, protocol: string | undefined): Finding[] {
  // None at all is sniffed.
  return !protocol || isKnownProtocol(protocol) ? [] : [error(path, `unsupported protocol: ${protocol}`)];
}

export function checkNaming(path: Path, { name, protocol, targetPort }: SidecarPort): Finding[] {
  return [
    ...(targetPort ? [error([...path, 'targetPort'], 'targetPort has no impact on Sidecars')] : []),
    ...(name ? checkPortName([...path, 'name'], name) : []),
    ...checkProtocol([...path, 'protocol'], protocol),
  ];
}

export function checkAddress(path: Path, number: number | undefined, bind: string | undefined): Finding[] {
  return [
    ...checkPort([...path, 'port', 'number'], number),
    ...(bind && !isIpAddress(bind) ? [error([...path, 'bind'], `${bind} is not a valid IP`)] : []),
  ];
}
