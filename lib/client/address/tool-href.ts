/** Where a page of a tool is opened: its own address, or the page of the console that goes on to it. */
import type { LinkedToolState } from '#lib/api/mesh/links.ts';
import { joinAddress } from '#lib/links/address.ts';
import { toolServiceText } from '#lib/links/settings.ts';
import { routes } from './routes.ts';

/** `path` as lib/links makes it. Null where nothing leads there from a browser. */
export function toolHref(
  {
    state,
    way,
    base,
    service,
    webRoot,
  }: Pick<LinkedToolState, 'state' | 'way' | 'base' | 'service' | 'webRoot'>,
  path: string,
): string | null {
  if (state !== 'ok' && state !== 'unreachable') return null;
  if (way === 'address' && base !== null) return joinAddress(base, path);
  if (way === 'proxy' && service !== null)
    return routes.linkOpen(toolServiceText(service), `${webRoot}${path}`);
  return null;
}
