/** istiod's verdict on a PeerAuthentication (ValidatePeerAuthentication). */
import { error, type Finding } from '../admission/finding.ts';
import { checkSelector } from '../admission/selector.ts';
import type { PeerAuthentication } from '../objects.ts';

export function admitPeerAuthentication(object: PeerAuthentication): Finding[] {
  const { selector, portLevelMtls = {} } = object.spec ?? {};
  const path = ['spec', 'portLevelMtls'];
  const ports = Object.keys(portLevelMtls);
  const selectsAll = Object.keys(selector?.matchLabels ?? {}).length === 0;
  return [
    ...(selectsAll && ports.length > 0
      ? [error(path, 'mesh/namespace peer authentication cannot have port level mTLS')]
      : []),
    ...ports
      .filter((port) => Number(port) <= 0 || Number(port) > 65_535)
      .map((port) => error([...path, port], 'port must be in range 1..65535')),
    ...checkSelector(['spec', 'selector', 'matchLabels'], selector && { labels: selector.matchLabels }),
  ];
}
