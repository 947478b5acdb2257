/** Names changes in the query cache by their content. A text of hundreds of kilobytes would else be written out with every drawing. */
import type { Change } from '#lib/api/configuration/configuration.ts';

const known = new WeakMap<Change, string>();

/** Equal for equal changes; a change is never altered. */
export function hashOfChanges(name: string, changes: readonly Change[]): string {
  return [name, ...changes.map(hashOfChange)].join('\n');
}

function hashOfChange(change: Change): string {
  let hash = known.get(change);
  if (hash === undefined) {
    hash = JSON.stringify(
      Object.entries(change)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => [name, typeof value === 'string' ? hashOfText(value) : value]),
    );
    known.set(change, hash);
  }
  return hash;
}

const longest = 200;

/** Short texts are themselves; of long ones their length and two sums (cyrb53). */
function hashOfText(text: string): string {
  if (text.length <= longest) return `=${text}`;
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2_654_435_761);
    b = Math.imul(b ^ code, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return `${text.length} ${(a >>> 0).toString(36)} ${(b >>> 0).toString(36)}`;
}
