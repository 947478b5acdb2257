/** Load balancing by locality (ValidateLocalityLbSetting, ValidateZoneAwareLbSetting). */
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import type { LoadBalancer } from './spec.ts';

type Locality = NonNullable<LoadBalancer['localityLbSetting']>;
type ZoneAware = NonNullable<LoadBalancer['zoneAwareLbSetting']>;

const topologyLabels: ReadonlySet<string> = new Set([
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.istio.io/subzone',
]);

const unwatched = 'outlier detection policy must be provided for failover';

export function checkLocality(path: Path, locality: Locality, hasOutlierDetection: boolean): Finding[] {
  const { distribute = [], failover = [], failoverPriority = [] } = locality;
  // Each of these ends the examination.
  if (distribute.length > 0 && failover.length > 0)
    return [error(path, "can not simultaneously specify 'distribute' and 'failover'")];
  const topology = failoverPriority.find((label) => topologyLabels.has(label));
  if (failover.length > 0 && topology !== undefined)
    return [
      error(
        [...path, 'failoverPriority'],
        `can not simultaneously set 'failover' and topology label '${topology}' in 'failover_priority'`,
      ),
    ];
  const found: Finding[] = [];
  for (const [index, { to = {} }] of distribute.entries()) {
    const here = [...path, 'distribute', index, 'to'];
    const weights = Object.values(to);
    if (weights.some((weight) => weight <= 0 || weight > 100))
      return [...found, error(here, 'locality weight must be in range [1, 100]')];
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (total !== 100) return [...found, error(here, `total locality weight ${total} != 100`)];
    found.push(...checkNames(here, Object.keys(to)));
  }
  found.push(
    ...checkNames(
      [...path, 'distribute'],
      distribute.map(({ from = '' }) => from),
    ),
  );
  if ((failover.length > 0 || failoverPriority.length > 0) && !hasOutlierDetection)
    found.push(warning(path, unwatched));
  return [
    ...found,
    ...checkFailover([...path, 'failover'], failover, {
      balancer: 'locality lb',
      regionOnly: 'locality lb failover only specify region',
    }),
  ];
}

export function checkZoneAware(path: Path, zones: ZoneAware, hasOutlierDetection: boolean): Finding[] {
  const { failover = [], failoverPriority = [] } = zones;
  return [
    ...failoverPriority
      .filter((label) => topologyLabels.has(label))
      .map((label) =>
        error(
          [...path, 'failoverPriority'],
          `'failover_priority' for zone aware lb must not use topology label '${label}'; region- and zone-level routing are handled automatically`,
        ),
      ),
    ...((failover.length > 0 || failoverPriority.length > 0) && !hasOutlierDetection
      ? [warning(path, unwatched)]
      : []),
    ...checkFailover([...path, 'failover'], failover, {
      balancer: 'zone aware lb',
      regionOnly:
        'zone aware lb failover only specifies region; zone and subzone failover are handled automatically',
    }),
  ];
}

function checkFailover(
  path: Path,
  failover: readonly { from?: string; to?: string }[],
  told: { balancer: string; regionOnly: string },
): Finding[] {
  return failover.flatMap(({ from = '', to = '' }, index) => {
    const here = [...path, index];
    const both = `${from} ${to}`;
    return [
      ...(from === to
        ? [error(here, `${told.balancer} failover settings must specify different regions`)]
        : []),
      ...(both.includes('/') ? [error(here, told.regionOnly)] : []),
      ...(both.includes('*')
        ? [error(here, `${told.balancer} failover region should not contain '*' wildcard`)]
        : []),
    ];
  });
}

/** REGION, REGION/ZONE, REGION/ZONE/SUBZONE; a wildcard only at the end; none within another. The first that is wrong is told. */
function checkNames(path: Path, names: readonly string[]): Finding[] {
  const known: string[][] = [];
  for (const name of names) {
    if (/\*./.test(name))
      return [error(path, `locality ${name} wildcard '*' number can not exceed 1 and must be in the end`)];
    const overlap = error(path, `locality ${name} overlap with previous specified ones`);
    if (known.some(([region]) => region === '*')) return [overlap];
    const [region = '', zone = '', ...rest] = name.split('/');
    const parts = [region, zone, rest.join('/')].slice(0, name.split('/').length);
    if (parts.includes(''))
      return [error(path, `locality ${name} must not contain empty region/zone/subzone info`)];
    if (known.some((other) => isWithin(parts, other))) return [overlap];
    known.push(parts);
  }
  return [];
}

/** What was said before takes this one in; a zone written `*` counts as any only where it was said first. */
function isWithin(parts: readonly string[], before: readonly string[]): boolean {
  const [region, zone, subzone] = parts;
  if (before[0] !== region) return false;
  if (parts.length === 1 || before.length === 1 || before[1] === '*') return true;
  if (before[1] !== zone) return false;
  return parts.length === 2 || before.length === 2 || before[2] === '*' || before[2] === subzone;
}
