/**
 * Letters that nobody sees and that turn or hide the text around them (Unicode's bidirectional controls and letters of no width): where
 * text of others is shown they are spelled out, so that what is read is what is there.
 */

/** For CodeMirror, which spells out control characters, soft hyphens and some of these by itself. */
export const hiddenLetters =
  /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

export function spelledOut(text: string): string {
  return text.replaceAll(
    hiddenLetters,
    (letter) => `‹U+${letter.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}›`,
  );
}
