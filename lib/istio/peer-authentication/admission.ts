/** istiod's verdict on a PeerAuthentication (ValidatePeerAuthentication). */
import { error, type Finding } from '../admission/finding.ts';
import { checkPort } from '../admission/primitives.ts';
import type { PeerAuthentication } from '../objects.ts';

export function admitPeerAuthentication(object: PeerAuthentication): Finding[] {
  const spec = object.spec ?? {};
  const ports = spec.portLevelMtls;
  if (ports === undefined) return [];
  const path = ['spec', 'portLevelMtls'];
  if (Object.keys(spec.selector?.matchLabels ?? {}).length === 0)
    return [error(path, 'mTLS port level requires non-empty selector')];
  if (Object.keys(ports).length === 0)
    return [error(path, 'port level, if defined, must have at least one element')];
  return Object.keys(ports).flatMap((port) => checkPort([...path, port], Number(port)));
}
