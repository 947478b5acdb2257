/**
 * A sealed session as up to four cookies. Over https they are `__Host-` cookies (RFC 6265bis): no other host or path can set them.
 * The first holds `<count>.<text>`, the others their part of the text.
 */

export interface CookieJar {
  write(text: string, maxAgeSeconds: number): string[];
  /** Null when the browser sent none; "malformed" when what it sent cannot be ours. */
  read(header: string | undefined): string | null | 'malformed';
  clear(header: string | undefined): string[];
}

const chunkBytes = 3800;
const maxChunks = 4;
/** Characters that one jar holds. */
export const jarCapacity = chunkBytes * maxChunks;

export function createCookieJar(secure: boolean, name = 'sluice-session'): CookieJar {
  const base = secure ? `__Host-${name}` : name;
  const names = Array.from({ length: maxChunks }, (_, index) => (index === 0 ? base : `${base}.${index}`));
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  const expired = (name: string) => `${name}=; Max-Age=0; ${attributes}`;

  /** Values of our cookies by name; a name sent twice has several. */
  function sent(header: string | undefined): Map<string, string[]> {
    const found = new Map<string, string[]>();
    for (const part of (header ?? '').split(';')) {
      const cut = part.indexOf('=');
      const name = part.slice(0, cut).trim();
      if (cut < 0 || !names.includes(name)) continue;
      found.set(name, [...(found.get(name) ?? []), part.slice(cut + 1).trim()]);
    }
    return found;
  }

  return {
    write: (text, maxAgeSeconds) => {
      const count = Math.ceil(text.length / chunkBytes);
      if (count > maxChunks) throw new RangeError('the session does not fit into cookies');
      return names.map((name, index) => {
        const chunk = text.slice(index * chunkBytes, (index + 1) * chunkBytes);
        if (chunk === '') return expired(name);
        const value = index === 0 ? `${count}.${chunk}` : chunk;
        return `${name}=${value}; Max-Age=${maxAgeSeconds}; ${attributes}`;
      });
    },
    read: (header) => {
      const found = sent(header);
      if (found.size === 0) return null;
      // Twice the same name: somebody else set one of them, and which is which cannot be told.
      if ([...found.values()].some((values) => values.length > 1)) return 'malformed';
      const [, count, first] = /^([1-4])\.(.+)$/.exec(found.get(base)?.[0] ?? '') ?? [];
      if (count === undefined || first === undefined) return 'malformed';
      const rest = names.slice(1, Number(count)).map((name) => found.get(name)?.[0]);
      return rest.includes(undefined) ? 'malformed' : [first, ...rest].join('');
    },
    clear: (header) => {
      const found = sent(header);
      return names.filter((name, index) => index === 0 || found.has(name)).map(expired);
    },
  };
}
