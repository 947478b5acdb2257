/** istiod's verdict on a VirtualService (pkg/config/validation/virtualservice.go and ValidateVirtualService). */
import { error, type Finding, type Path } from '../admission/finding.ts';
import {
  checkExportTo,
  checkGatewayNames,
  checkWildcardDomain,
  isIpAddress,
} from '../admission/primitives.ts';
import type { VirtualServiceSpec } from '../generated/types.ts';
import { overlappingPairs } from '../hosts/overlapping-pairs.ts';
import type { VirtualService } from '../objects.ts';
import { checkHttpRoute } from './http-route.ts';
import { checkTcpRoute, checkTlsRoute } from './layer4-route.ts';
import { isMadeSni, type RouteContext } from './route.ts';
import { unreachableHttp, unreachableLayer4 } from './unreachable.ts';

export function admitVirtualService(object: VirtualService): Finding[] {
  const spec = object.spec ?? {};
  const gateways = spec.gateways ?? [];
  const hosts = spec.hosts ?? [];
  // One that is bound to the mesh too counts as the mesh's.
  const appliesToGateway = gateways.length > 0 && !gateways.includes('mesh');
  const context: RouteContext = {
    hosts,
    gateways,
    isDelegate: hosts.length === 0,
    appliesToMesh: !appliesToGateway,
    appliesToGateway,
  };
  const found: Finding[] = [];
  if (context.isDelegate) found.push(...checkDelegate(spec));
  found.push(...checkGatewayNames(['spec', 'gateways'], gateways), ...checkHosts(spec, context));

  if (!spec.http?.length && !spec.tcp?.length && !spec.tls?.length) {
    found.push(error(['spec'], 'http, tcp or tls must be provided in virtual service'));
  }
  for (const [index, route] of (spec.http ?? []).entries())
    found.push(...checkHttpRoute(['spec', 'http', index], route, context));
  for (const [index, route] of (spec.tls ?? []).entries())
    found.push(...checkTlsRoute(['spec', 'tls', index], route, context));
  for (const [index, route] of (spec.tcp ?? []).entries())
    found.push(...checkTcpRoute(['spec', 'tcp', index], route));
  found.push(...checkExportTo(['spec', 'exportTo'], spec.exportTo, object.metadata.namespace ?? ''));
  found.push(...unreachableHttp(spec.http ?? []));
  found.push(...unreachableLayer4('tls', spec.tls ?? []), ...unreachableLayer4('tcp', spec.tcp ?? []));
  return found;
}

function checkDelegate(spec: VirtualServiceSpec): Finding[] {
  const found: Finding[] = [];
  if (spec.gateways?.length) {
    found.push(error(['spec', 'gateways'], 'delegate virtual service must have no gateways specified'));
  }
  if (spec.tls?.length)
    found.push(error(['spec', 'tls'], 'delegate virtual service must have no tls route specified'));
  if (spec.tcp?.length)
    found.push(error(['spec', 'tcp'], 'delegate virtual service must have no tcp route specified'));
  return found;
}

function checkHosts(spec: VirtualServiceSpec, context: RouteContext): Finding[] {
  const found: Finding[] = [];
  let allSound = true;
  for (const [index, host] of context.hosts.entries()) {
    const here: Path = ['spec', 'hosts', index];
    if (host === '*') {
      if (!context.appliesToMesh) continue;
      allSound = false;
      found.push(
        error(here, 'wildcard host * is not allowed for virtual services bound to the mesh gateway'),
      );
      continue;
    }
    const wrong = isIpAddress(host) || isSniHost(spec, context, host) ? [] : checkWildcardDomain(here, host);
    if (wrong.length > 0) allSound = false;
    found.push(...wrong);
  }
  if (allSound) found.push(...checkDuplicates(context.hosts));
  return found;
}

/** AUTO_PASSTHROUGH gateways route by names that istiod makes. */
function isSniHost(spec: VirtualServiceSpec, context: RouteContext, host: string): boolean {
  if (context.appliesToMesh || !isMadeSni(host)) return false;
  return (spec.tls ?? []).some((route) => route.match?.some((match) => match.sniHosts?.length));
}

/** More of them help nobody, and the webhook's answer would be longer than any reader takes. */
const mostDuplicates = 1000;

function checkDuplicates(hosts: readonly string[]): Finding[] {
  return overlappingPairs(hosts, mostDuplicates).map(([first, second]) =>
    error(
      ['spec', 'hosts', first],
      `duplicate hosts in virtual service: ${hosts[first] ?? ''} & ${hosts[second] ?? ''}`,
    ),
  );
}
