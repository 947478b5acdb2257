/** Who is told when an answer says that the sign-in has ended: one listener a page, which leads to the sign-in page and back. */

let listener: (() => void) | null = null;

/** Returns what ends it. */
export function onSignedOut(next: () => void): () => void {
  listener = next;
  return () => {
    if (listener === next) listener = null;
  };
}

export function tellSignedOut(): void {
  listener?.();
}
