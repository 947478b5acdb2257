/** The rules of `tls[]` and `tcp[]` (validateTLSRoute, validateTCPRoute). */
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import {
  checkGatewayNames,
  checkLabelSet,
  checkPort,
  checkSubnet,
  checkWildcardDomain,
  isIpAddress,
} from '../admission/primitives.ts';
import {
  checkDestination,
  checkWeights,
  isMadeSni,
  type RouteContext,
  type TcpRoute,
  type TlsRoute,
} from './route.ts';

export function checkTlsRoute(path: Path, route: TlsRoute, context: RouteContext): Finding[] {
  const found: Finding[] = [];
  if (!route.match?.length) found.push(error(path, 'TLS route must have at least one match condition'));
  for (const [index, match] of (route.match ?? []).entries()) {
    const here = [...path, 'match', index];
    if (!match.sniHosts?.length) found.push(error(here, 'TLS match must have at least one SNI host'));
    for (const [position, host] of (match.sniHosts ?? []).entries()) {
      found.push(...checkSniHost([...here, 'sniHosts', position], host, context));
    }
    found.push(...checkCommon(here, match), ...checkGatewayNames([...here, 'gateways'], match.gateways));
  }
  if (!route.route?.length) found.push(error(path, 'TLS route is required'));
  found.push(...checkRoutes([...path, 'route'], route.route ?? []));
  return found;
}

export function checkTcpRoute(path: Path, route: TcpRoute): Finding[] {
  const found: Finding[] = [];
  for (const [index, match] of (route.match ?? []).entries()) {
    const here = [...path, 'match', index];
    found.push(...checkCommon(here, match));
    // Warnings about gateway names are lost in istiod here.
    found.push(
      ...checkGatewayNames([...here, 'gateways'], match.gateways).filter(
        (finding) => finding.severity === 'error',
      ),
    );
  }
  if (!route.route?.length) found.push(error(path, 'TCP route is required'));
  found.push(...checkRoutes([...path, 'route'], route.route ?? []));
  return found;
}

function checkSniHost(path: Path, host: string, context: RouteContext): Finding[] {
  // AUTO_PASSTHROUGH gateways route by names that istiod makes. One that names no gateway at all counts as a gateway's here.
  const isMade = !context.gateways.includes('mesh') && isMadeSni(host);
  const found = isMade ? [] : checkWildcardDomain(path, host);
  if (found.length > 0)
    return isIpAddress(host)
      ? [
          warning(
            path,
            `using an IP address ("${host}") goes against SNI spec and most clients do not support this`,
          ),
        ]
      : found;
  if (context.hosts.some((parent) => isSubsetOf(host, parent))) return [];
  return [
    error(
      path,
      `SNI host "${host}" is not a compatible subset of any of the virtual service hosts: [${context.hosts.join(', ')}]`,
    ),
  ];
}

/** Every host that `host` means, `parent` means too. */
function isSubsetOf(host: string, parent: string): boolean {
  if (!parent.startsWith('*')) return host === parent;
  return host.endsWith(parent.slice(1));
}

interface Layer4Match {
  destinationSubnets?: string[];
  port?: number;
  sourceLabels?: Readonly<Record<string, string>>;
}

function checkCommon(path: Path, match: Layer4Match): Finding[] {
  const found = (match.destinationSubnets ?? []).flatMap((subnet, index) =>
    checkSubnet([...path, 'destinationSubnets', index], subnet),
  );
  if (match.port !== undefined && match.port !== 0) found.push(...checkPort([...path, 'port'], match.port));
  found.push(...checkLabelSet([...path, 'sourceLabels'], match.sourceLabels));
  return found;
}

function checkRoutes(
  path: Path,
  routes: readonly { destination?: { host?: string; subset?: string }; weight?: number }[],
): Finding[] {
  const found = routes.flatMap(({ destination }, index) =>
    destination
      ? checkDestination([...path, index, 'destination'], destination)
      : [error([...path, index], 'destination is required')],
  );
  return [...found, ...checkWeights(path, routes)];
}
