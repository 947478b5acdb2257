/** Where to go after sign-in: a path of this console, or "/". */

/** The query and fragment stay; whatever a browser could read as another origin does not. */
export function safeReturnTo(text: string | null | undefined): string {
  if (typeof text !== 'string' || text.length > 2048) return '/';
  // Browsers drop tabs and line breaks and read a backslash as a slash; nothing of ours holds them.
  if (!/^\/[\x21-\x5b\x5d-\x7e]*$/.test(text)) return '/';
  const base = 'http://sluice.invalid';
  if (!URL.canParse(text, base)) return '/';
  const url = new URL(text, base);
  if (url.origin !== base || url.pathname.startsWith('//')) return '/';
  if (url.pathname.startsWith('/api/') || url.pathname === '/login') return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
