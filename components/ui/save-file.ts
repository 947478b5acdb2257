/** Gives the reader a file, as a browser's download. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The download has begun when the click is over; the address is kept a little for slow browsers.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Gives the reader comma-separated values. */
export function saveCsv(name: string, text: string): void {
  // Excel takes UTF-8 for granted only after a byte order mark.
  saveFile(name, new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
}
