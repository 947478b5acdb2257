/**
 * The host names under which tools are shown: one for each Service. A separate origin is the only complete isolation from the console's
 * session and from other tools (docs/links.md); the host never is the console's, nor above or below it, so that no cookie of a
 * tool's page reaches the console.
 */
import { createHash } from 'node:crypto';
import { faultOfAddress } from '#lib/links/address.ts';
import { proxyName, type ToolService } from '#lib/links/tool.ts';
import { fail, ok, type Result } from '#lib/result.ts';

export interface ToolHosts {
  secure: boolean;
  /** What stands after the label: `.sluice-tools.example.net`. */
  suffix: string;
  /** `:8443`, or "" for the protocol's own. */
  port: string;
  /** For the policy of the console's pages: whither their forms may go. */
  source: string;
}

const star = 'sluice-tool';

function isWithin(host: string, other: string): boolean {
  return host === other || host.endsWith(`.${other}`);
}

/** The error is the rest of a sentence about the variable. */
export function parseToolHosts(text: string, publicUrl: URL | null): Result<ToolHosts, string> {
  const shape = /^(https?:\/\/)\*\.([^/]+)\/?$/i.exec(text);
  const address = shape === null ? null : `${shape[1]}${star}.${shape[2]}/`;
  if (address === null || faultOfAddress(address) !== null) {
    return fail(
      'must be an address whose host begins with a star and has no path, e.g. https://*.tools.example.net',
    );
  }
  const { protocol, hostname, port } = new URL(address);
  const base = hostname.slice(star.length + 1);
  const loopback = isWithin(base, 'localhost');
  if (!loopback && !base.includes('.')) return fail('must name a domain of its own after the star');
  const secure = protocol === 'https:';
  if (!secure && !loopback) return fail('must be https: the session with a tool would travel in the clear');
  if (publicUrl === null && !loopback)
    return fail('needs SLUICE_PUBLIC_URL: tools are opened from its pages alone');
  if (publicUrl !== null && (isWithin(publicUrl.hostname, base) || isWithin(base, publicUrl.hostname)))
    return fail(
      'must not share its domain with SLUICE_PUBLIC_URL: pages of tools could set cookies for the console',
    );
  const portText = port === '' ? '' : `:${port}`;
  return ok({ secure, suffix: `.${base}`, port: portText, source: `${protocol}//*.${base}${portText}` });
}

/** The same for everybody, and another for each port of each Service. It guards nothing: what is shown there the cookie says. */
export function hostLabel(service: ToolService): string {
  const hash = createHash('sha256')
    .update(`${service.namespace}/${proxyName(service)}`)
    .digest('hex')
    .slice(0, 12);
  return `${service.name.slice(0, 40).replace(/-+$/, '')}-${hash}`;
}

export function toolOrigin({ secure, suffix, port }: ToolHosts, service: ToolService): string {
  return `${secure ? 'https' : 'http'}://${hostLabel(service)}${suffix}${port}`;
}

/** The label of a Host header that is one of ours; null for any other. */
export function labelOfHost({ suffix, port }: ToolHosts, host: string | undefined): string | null {
  const text = (host ?? '').toLowerCase();
  const end = `${suffix}${port}`;
  if (!text.endsWith(end)) return null;
  const label = text.slice(0, -end.length);
  return /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(label) ? label : null;
}
