/** Sentences in a row. Chinese ones end with a full-width stop and take no space. Pure. */
export function joinSentences(sentences: readonly string[]): string {
  return sentences
    .filter((sentence) => sentence !== '')
    .join(' ')
    .replaceAll('。 ', '。');
}
