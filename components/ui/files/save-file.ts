/** Gives the reader a file, as a browser's download. The one place that does: names pass through `fileName`. */
import { type FileEnding, fileName } from './file-name.ts';

export function saveFile(words: readonly string[], ending: FileEnding, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = fileName(words, ending);
  link.click();
  // The download has begun when the click is over; the address is kept a little for slow browsers.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Gives the reader comma-separated values. */
export function saveCsv(words: readonly string[], text: string): void {
  // Excel takes UTF-8 for granted only after a byte order mark.
  saveFile(words, 'csv', new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
}
