/** Connections that are encrypted towards nobody in particular: no CA to judge the server by (IST0128, IST0129). */
import type { DestinationRule } from '../../objects.ts';
import type { TrafficPolicy } from '../../routing/rules.ts';
import { type Observation, observe } from '../finding.ts';
import type { CheckedObject } from '../view/view.ts';

export function checkServerVerification({ object }: CheckedObject<DestinationRule>): Observation[] {
  const { trafficPolicy, host = '', workloadSelector } = object.spec ?? {};
  const isBlind = (tls: TrafficPolicy['tls']): boolean =>
    (tls?.mode === 'SIMPLE' || tls?.mode === 'MUTUAL') &&
    !tls.caCertificates &&
    !(tls.credentialName && workloadSelector !== undefined);
  const found: Observation[] = [];
  const params = (tls: TrafficPolicy['tls']) => ({ host, mode: tls?.mode ?? '' });
  if (isBlind(trafficPolicy?.tls)) {
    found.push(observe('IST0128', ['spec', 'trafficPolicy', 'tls'], params(trafficPolicy?.tls)));
  }
  for (const [index, { tls, port }] of (trafficPolicy?.portLevelSettings ?? []).entries()) {
    if (!isBlind(tls)) continue;
    const path = ['spec', 'trafficPolicy', 'portLevelSettings', index, 'tls'];
    found.push(observe('IST0129', path, { ...params(tls), port: port?.number ?? 0 }));
  }
  return found;
}
