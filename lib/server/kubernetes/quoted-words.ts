/** Words of the API server and of webhooks, quoted to whoever writes: as text that is bounded, prints, and holds no credential. */

const maxWords = 4000;
/** A webhook, or what stands before the API server, may repeat what it was sent. */
const credentials: readonly [RegExp, string][] = [
  [/\b(bearer|basic)\s+[\w~+/.=-]{20,}/gi, '$1 …'],
  [/\beyJ[\w-]{8,}(\.[\w-]*){0,4}/g, '…'],
];

/** Null where there are none. */
export function quotedWords(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  // Control characters other than line breaks have no business on a screen or in a terminal.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const printable = value.slice(0, 2 * maxWords).replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ' ');
  return credentials
    .reduce((text, [pattern, instead]) => text.replaceAll(pattern, instead), printable)
    .slice(0, maxWords);
}
