/** `loadBalancer` (validateLoadBalancer). */
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import { checkDuration, checkReadableDuration } from '../admission/primitives.ts';
import { checkLocality, checkZoneAware } from './locality.ts';
import type { LoadBalancer } from './spec.ts';

export function checkLoadBalancer(
  path: Path,
  balancer: LoadBalancer,
  hasOutlierDetection: boolean,
): Finding[] {
  const found: Finding[] = [];
  const { consistentHash, localityLbSetting, zoneAwareLbSetting, warmup } = balancer;
  if (consistentHash) found.push(...checkConsistentHash([...path, 'consistentHash'], consistentHash));
  if (localityLbSetting && zoneAwareLbSetting)
    found.push(error(path, 'only one of localityLbSetting and zoneAwareLbSetting can be set'));
  if (localityLbSetting)
    found.push(...checkLocality([...path, 'localityLbSetting'], localityLbSetting, hasOutlierDetection));
  if (zoneAwareLbSetting)
    found.push(...checkZoneAware([...path, 'zoneAwareLbSetting'], zoneAwareLbSetting, hasOutlierDetection));
  if (warmup) found.push(...checkWarmup([...path, 'warmup'], warmup));
  return found;
}

function checkWarmup(path: Path, warmup: NonNullable<LoadBalancer['warmup']>): Finding[] {
  const { duration, minimumPercent, aggression } = warmup;
  return [
    ...(duration === undefined
      ? [error(path, 'duration is required')]
      : checkDuration([...path, 'duration'], duration)),
    ...((minimumPercent ?? 0) > 100
      ? [error([...path, 'minimumPercent'], 'minimumPercent value should be less than or equal to 100')]
      : []),
    ...(typeof aggression === 'number' && aggression <= 0
      ? [error([...path, 'aggression'], 'aggression should be greater than 0')]
      : []),
  ];
}

function checkConsistentHash(path: Path, hash: NonNullable<LoadBalancer['consistentHash']>): Finding[] {
  const found: Finding[] = [];
  if (hash.httpCookie) {
    if (!hash.httpCookie.name)
      found.push(error([...path, 'httpCookie', 'name'], 'name required for HttpCookie'));
    found.push(...checkReadableDuration([...path, 'httpCookie', 'ttl'], hash.httpCookie.ttl));
    const seen = new Set<string>();
    for (const [index, { name }] of (hash.httpCookie.attributes ?? []).entries()) {
      const here = [...path, 'httpCookie', 'attributes', index];
      if (!name) found.push(error(here, 'cookie attribute name cannot be empty'));
      else if (seen.has(name)) found.push(error(here, `duplicate cookie attribute name: ${name}`));
      else seen.add(name);
    }
  }
  if (hash.minimumRingSize) {
    const here = [...path, 'minimumRingSize'];
    found.push(
      warning(
        here,
        "consistent hash MinimumRingSize is deprecated, use ConsistentHashLB's RingHash configuration instead",
      ),
    );
    if (hash.ringHash || hash.maglev)
      found.push(error(here, 'only one of MinimumRingSize or Maglev/Ringhash can be specified'));
  }
  if (hash.maglev) {
    const size = hash.maglev.tableSize ?? 0;
    const here = [...path, 'maglev', 'tableSize'];
    if (size === 0) found.push(error(here, 'tableSize must be set for maglev'));
    if (size >= 5_000_011) found.push(error(here, 'tableSize must be less than 5000011 for maglev'));
    if (!isPrime(size)) found.push(error(here, 'tableSize must be a prime number for maglev'));
  }
  return found;
}

/** As Envoy has it: 1 is prime. */
function isPrime(value: number): boolean {
  if (value !== 0 && value < 4) return true;
  if (value % 2 === 0) return false;
  for (let divisor = 3; divisor * divisor <= value; divisor += 2) if (value % divisor === 0) return false;
  return true;
}
