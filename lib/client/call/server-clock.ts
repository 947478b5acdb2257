/** Ages are counted on the server's clock (its `Date` header), so that a wrong clock on the reader's machine shows no wrong age. */

let offsetMs = 0;

/** `dateHeader` as HTTP writes it; ignored when unreadable. */
export function learnServerTime(dateHeader: string | null, nowMs: number): void {
  const serverMs = dateHeader === null ? Number.NaN : Date.parse(dateHeader);
  // The header has whole seconds: differences up to two seconds say nothing.
  if (Number.isFinite(serverMs)) offsetMs = Math.abs(serverMs - nowMs) > 2000 ? serverMs - nowMs : 0;
}

/** Unix seconds on the server's clock. */
export function serverNow(nowMs: number = Date.now()): number {
  return (nowMs + offsetMs) / 1000;
}
