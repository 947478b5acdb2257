/** What a reader calls an item of a list: the rule beta, the destination reviews v2, the server on port 443. */
import { isJsonObject, type Json, own } from '#lib/document/json.ts';

const telling = ['name', 'host', 'issuer', 'key', 'header', 'number', 'address', 'mode'] as const;

/** Null for an item that has nothing telling. */
export function itemLabel(item: Json | undefined): string | null {
  if (typeof item === 'string' || typeof item === 'number') return String(item);
  if (!isJsonObject(item)) return null;
  const destination = own(item, 'destination');
  if (isJsonObject(destination)) return destinationLabel(destination);
  for (const field of telling) {
    const value = own(item, field);
    if (typeof value === 'string' || typeof value === 'number') return String(value);
  }
  const port = own(item, 'port');
  return isJsonObject(port) ? itemLabel(port) : null;
}

/** The service's own name and the subset: `reviews v2`. */
function destinationLabel(destination: Json): string | null {
  if (!isJsonObject(destination)) return null;
  const [host, subset] = [own(destination, 'host'), own(destination, 'subset')];
  if (typeof host !== 'string') return null;
  const short = /\.svc(\.|$)/.test(host) ? (host.split('.')[0] ?? host) : host;
  return typeof subset === 'string' ? `${short} ${subset}` : short;
}
