/**
 * The name of a file that is given to the reader: made of words that somebody typed or that an object carries, and taken as it stands
 * by every file system, shell and list of downloads.
 */

/** Ours alone: what a file is for the system that opens it never comes from data. */
export type FileEnding = 'csv' | 'json' | 'log' | 'patch' | 'png' | 'sh' | 'svg' | 'yaml';

/** Most file systems take 255; a browser adds " (1)" and, while it writes, an ending of its own. */
const maxStemBytes = 180;
/** Devices on Windows, whatever follows after a dot: https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const device = /^(con|prn|aux|nul|(com|lpt)[\d¹²³])(?=\.|$)/i;

/** Letters, digits and marks of any script stay; what hides or turns text is gone, anything else is a hyphen. */
function plain(word: string): string {
  return word
    .normalize('NFC')
    .replaceAll(/[\p{Cf}\p{Cs}\p{Cn}\p{Co}]/gu, '')
    .replaceAll(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')
    .replaceAll(/\.{2,}/g, '.')
    .replaceAll(/^[-._\p{M}]+|[-._]+$/gu, '');
}

/** Whole letters only, however many bytes each has. */
function bounded(stem: string): string {
  const encoder = new TextEncoder();
  let bytes = 0;
  let kept = '';
  for (const letter of stem) {
    bytes += encoder.encode(letter).length;
    if (bytes > maxStemBytes) return kept.replace(/[-._]+$/, '');
    kept += letter;
  }
  return kept;
}

/** Words that say nothing are left out; without any the file is named after the console. */
export function fileName(words: readonly string[], ending: FileEnding): string {
  const stem = bounded(
    words
      .map(plain)
      .filter((word) => word !== '')
      .join('-'),
  );
  return `${stem === '' ? 'sluice' : stem.replace(device, '_$1')}.${ending}`;
}
