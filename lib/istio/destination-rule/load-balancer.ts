/** `loadBalancer` (validateLoadBalancer, validateLocalityLbSetting). */
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import { checkDuration } from '../admission/primitives.ts';
import type { LoadBalancer } from './spec.ts';

const topologyLabels = [
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.istio.io/subzone',
];

export function checkLoadBalancer(
  path: Path,
  balancer: LoadBalancer,
  hasOutlierDetection: boolean,
): Finding[] {
  const found: Finding[] = [];
  const { consistentHash } = balancer;
  if (consistentHash) found.push(...checkConsistentHash([...path, 'consistentHash'], consistentHash));
  if (balancer.warmup && balancer.warmupDurationSecs) {
    found.push(error(path, 'only one of warmupDurationSecs or warmup can be set'));
  }
  if (balancer.warmup) {
    const here = [...path, 'warmup'];
    found.push(...checkDuration([...here, 'duration'], balancer.warmup.duration));
    if ((balancer.warmup.minimumPercent ?? 0) > 100)
      found.push(
        error([...here, 'minimumPercent'], 'minimumPercent value must be less than or equal to 100'),
      );
  }
  const locality = balancer.localityLbSetting;
  if (locality) found.push(...checkLocality([...path, 'localityLbSetting'], locality, hasOutlierDetection));
  return found;
}

function checkConsistentHash(path: Path, hash: NonNullable<LoadBalancer['consistentHash']>): Finding[] {
  const found: Finding[] = [];
  if (hash.httpCookie) {
    if (!hash.httpCookie.name)
      found.push(error([...path, 'httpCookie', 'name'], 'name required for HttpCookie'));
    const seen = new Set<string>();
    for (const [index, attribute] of (hash.httpCookie.attributes ?? []).entries()) {
      const here = [...path, 'httpCookie', 'attributes', index];
      if (!attribute.name) found.push(error(here, 'attribute name required for HttpCookie'));
      else if (seen.has(attribute.name))
        found.push(error(here, `duplicate attribute name: ${attribute.name}`));
      seen.add(attribute.name ?? '');
    }
  }
  if (hash.minimumRingSize) {
    found.push(
      warning(
        [...path, 'minimumRingSize'],
        "consistent hash MinimumRingSize is deprecated, use ConsistentHashLB's RingHash configuration instead",
      ),
    );
    if (hash.ringHash || hash.maglev)
      found.push(
        error([...path, 'minimumRingSize'], 'only one of MinimumRingSize or Maglev/Ring can be specified'),
      );
  }
  if (hash.maglev) {
    const size = hash.maglev.tableSize ?? 0;
    const here = [...path, 'maglev', 'tableSize'];
    if (size === 0) found.push(error(here, 'tableSize must be set for maglev'));
    else if (size >= 5_000_011) found.push(error(here, 'tableSize must be less than 5000011'));
    else if (!isPrime(size)) found.push(error(here, 'tableSize must be a prime number for maglev'));
  }
  return found;
}

function isPrime(value: number): boolean {
  if (value < 2) return false;
  for (let divisor = 2; divisor * divisor <= value; divisor += 1) if (value % divisor === 0) return false;
  return true;
}

function checkLocality(
  path: Path,
  locality: NonNullable<LoadBalancer['localityLbSetting']>,
  hasOutlierDetection: boolean,
): Finding[] {
  const found: Finding[] = [];
  const distribute = locality.distribute ?? [];
  const failover = locality.failover ?? [];
  if (distribute.length > 0 && failover.length > 0)
    found.push(error(path, "can not simultaneously specify 'distribute' and 'failover'"));
  if (
    failover.length > 0 &&
    locality.failoverPriority?.some((label) => topologyLabels.includes(label.split('=')[0] ?? ''))
  ) {
    found.push(
      error(
        [...path, 'failoverPriority'],
        "can not simultaneously set 'failover' and topology label in 'failover_priority'",
      ),
    );
  }
  const sources: string[] = [];
  for (const [index, entry] of distribute.entries()) {
    const here = [...path, 'distribute', index];
    if (entry.from) sources.push(entry.from);
    let total = 0;
    for (const [to, weight] of Object.entries(entry.to ?? {})) {
      if (weight <= 0 || weight > 100)
        found.push(error([...here, 'to', to], `locality weight must be in range [1, 100]`));
      total += weight;
    }
    if (total !== 100) found.push(error([...here, 'to'], `total locality weight ${total} != 100`));
    found.push(...checkLocalityNames([...here, 'to'], Object.keys(entry.to ?? {})));
  }
  found.push(...checkLocalityNames([...path, 'distribute'], sources));
  for (const [index, { from, to }] of failover.entries()) {
    const here = [...path, 'failover', index];
    if (from === to) found.push(error(here, `locality lb failover settings must specify different regions`));
    if (`${from}${to}`.includes('*'))
      found.push(error(here, "locality lb failover region should not contain '*' wildcard"));
    if (`${from}${to}`.includes('/')) found.push(error(here, 'locality lb failover only specify region'));
  }
  if ((failover.length > 0 || (locality.failoverPriority?.length ?? 0) > 0) && !hasOutlierDetection) {
    found.push(warning(path, 'outlier detection policy must be provided for failover'));
  }
  return found;
}

function checkLocalityNames(path: Path, names: readonly string[]): Finding[] {
  const found: Finding[] = [];
  for (const name of names) {
    if (name.includes('*') && name.indexOf('*') !== name.length - 1) {
      found.push(error(path, `locality ${name} wildcard '*' number can not exceed 1 and must be in the end`));
    }
  }
  for (const [index, name] of names.entries()) {
    for (const other of names.slice(index + 1)) {
      const [short, long] = [name, other]
        .map((text) => text.replace(/\/?\*$/, ''))
        .sort((a, b) => a.length - b.length);
      if (short !== undefined && (long === short || long?.startsWith(`${short}/`) || short === '')) {
        found.push(error(path, `locality ${name} overlap with ${other}`));
      }
    }
  }
  return found;
}
