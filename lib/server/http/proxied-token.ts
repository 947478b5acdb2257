/**
 * The token that a trusted proxy sends for its user. Believed by the address of the TCP peer alone: what a header says about where a
 * request comes from, anybody can say.
 */
import type { IncomingMessage } from 'node:http';
import { createAddressRanges } from './client-address.ts';

export interface ProxiedTokenSettings {
  /** Name of the header, lower case. */
  name: string;
  /** Addresses and ranges. */
  proxies: readonly string[];
}

/** Null when nobody who is believed sent one. */
export type ProxiedToken = (request: Pick<IncomingMessage, 'socket' | 'headers'>) => string | null;

export function createProxiedToken(settings: ProxiedTokenSettings | null): ProxiedToken {
  if (settings === null) return () => null;
  const isProxy = createAddressRanges(settings.proxies);
  return ({ socket, headers }) => {
    if (!isProxy(socket.remoteAddress ?? '')) return null;
    const value = headers[settings.name];
    // Sent twice it comes joined by a comma and a space, which no token holds: refused later, as any other text that is no token.
    if (typeof value !== 'string' || value.trim() === '') return null;
    return value.replace(/^Bearer +/i, '').trim();
  };
}
