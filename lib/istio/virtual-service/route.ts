/** What the rules of a VirtualService have in common: their types, their surroundings, destinations and weights. */
import { error, type Finding, type Path } from '../admission/finding.ts';
import { checkWildcardDomain, isLabel1123 } from '../admission/primitives.ts';
import type { VirtualServiceSpec } from '../generated/types.ts';

export type HttpRoute = NonNullable<VirtualServiceSpec['http']>[number];
export type TlsRoute = NonNullable<VirtualServiceSpec['tls']>[number];
export type TcpRoute = NonNullable<VirtualServiceSpec['tcp']>[number];

/** What a rule needs to know of the VirtualService around it. */
export interface RouteContext {
  hosts: readonly string[];
  gateways: readonly string[];
  isDelegate: boolean;
  appliesToMesh: boolean;
  appliesToGateway: boolean;
}

/** A destination as every kind of route has it. */
export function checkDestination(
  path: Path,
  destination: { host?: string; subset?: string; port?: { number?: number } } | undefined,
): Finding[] {
  if (!destination) return [];
  const found: Finding[] = [];
  const host = destination.host ?? '';
  if (host === '*') found.push(error([...path, 'host'], `invalid destination host ${host}`));
  else found.push(...checkWildcardDomain([...path, 'host'], host));
  if (destination.subset) found.push(...checkSubsetName([...path, 'subset'], destination.subset));
  const port = destination.port?.number;
  if (destination.port && (port === undefined || port < 1 || port > 65_535)) {
    found.push(error([...path, 'port', 'number'], `port number ${port ?? 0} must be in the range 1..65535`));
  }
  return found;
}

export function checkSubsetName(path: Path, name: string): Finding[] {
  if (name === '') return [error(path, 'subset name cannot be empty')];
  return isLabel1123(name) ? [] : [error(path, `subset name is invalid: ${name}`)];
}

export function checkWeights(path: Path, routes: readonly { weight?: number }[]): Finding[] {
  const found: Finding[] = [];
  let total = 0;
  for (const [index, { weight = 0 }] of routes.entries()) {
    if (weight < 0) found.push(error([...path, index, 'weight'], `weight ${weight} < 0`));
    total += weight;
  }
  if (routes.length > 1 && total === 0) found.push(error(path, 'total destination weight = 0'));
  return found;
}

/** outbound_.PORT_._.HOST */
export function isMadeSni(host: string): boolean {
  if (!host.startsWith('outbound_')) return false;
  const [, port = '', , name] = host.split('_');
  return /[0-9]/.test(port) && /[a-zA-Z]/.test(name ?? '');
}
