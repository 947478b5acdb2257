/**
 * Regular expressions on the `cookie` header that ask for one cookie, in the spellings that are in use: Istio's own documentation has
 * `^(.*?;)?(user=jason)(;.*)?$`. What is read from a pattern is written back in the same spelling.
 */

export interface CookiePattern {
  name: string;
  op: 'exact' | 'prefix' | 'present';
  /** Empty for `present`. */
  value: string;
  /** How the pattern is written around the cookie. */
  frame: CookieFrame;
}

export interface CookieFrame {
  before: string;
  after: string;
}

/** What may stand before and after the cookie. Envoy matches the whole header, so anchors change nothing. */
const before = /^\^?\((?:\?:)?\.\*\??(?:;\\s\*|; \?|; \*|; |;)\)\?/;
const after = /\((?:\?:)?;\.\*\??\)\?\$?$/;
const anything = '[^;]*';
const plain = /^[\w!#%&'~`:@,/ ="-]$/;

export const newCookieFrame: CookieFrame = { before: '^(.*;\\s*)?', after: '(;.*)?$' };

/** Null for any other pattern. */
export function readCookiePattern(pattern: string): CookiePattern | null {
  const start = before.exec(pattern)?.[0];
  if (start === undefined) return null;
  const rest = pattern.slice(start.length);
  const end = after.exec(rest)?.[0];
  if (end === undefined) return null;
  const inner = rest.slice(0, rest.length - end.length);
  const bracket = inner.startsWith('(') && inner.endsWith(')');
  const frame = bracket ? { before: `${start}(`, after: `)${end}` } : { before: start, after: end };
  return readCookie(bracket ? inner.slice(1, -1) : inner, frame);
}

function readCookie(text: string, frame: CookieFrame): CookiePattern | null {
  const equals = text.indexOf('=');
  const name = literal(text.slice(0, Math.max(equals, 0)));
  if (name === null || name === '') return null;
  const asked = text.slice(equals + 1);
  if (asked === anything) return { name, op: 'present', value: '', frame };
  const open = asked.endsWith(anything);
  const value = literal(open ? asked.slice(0, -anything.length) : asked);
  if (value === null || (open && value === '')) return null;
  return { name, op: open ? 'prefix' : 'exact', value, frame };
}

export function writeCookiePattern({ name, op, value, frame }: CookiePattern): string {
  const asked = op === 'present' ? anything : `${escaped(value)}${op === 'prefix' ? anything : ''}`;
  return `${frame.before}${escaped(name)}=${asked}${frame.after}`;
}

/** The text that a pattern without any operator stands for. */
function literal(pattern: string): string | null {
  let text = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const letter = pattern.charAt(at);
    if (letter === '\\') {
      const next = pattern.charAt(at + 1);
      if (next === '' || /[\dA-Za-z]/.test(next)) return null;
      text += next;
      at += 1;
    } else if (plain.test(letter) || letter.charCodeAt(0) > 127) text += letter;
    else return null;
  }
  return text;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
