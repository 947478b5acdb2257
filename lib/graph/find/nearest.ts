/** What a misspelt word may have meant. */

/** The known word within two slips (or one in a short word), or one that begins alike; empty when nothing is near. */
export function nearest(word: string, known: readonly string[]): string {
  let best = '';
  let least = word.length <= 3 ? 2 : 3;
  for (const candidate of known) {
    const distance = slips(word, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best || (known.find((candidate) => word.length > 1 && candidate.startsWith(word)) ?? '');
}

/** Levenshtein's distance, of short words. */
function slips(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
