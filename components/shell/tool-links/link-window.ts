/** The time that a link carries: so far back from a moment, or from now. */
import { serverNow } from '#lib/client/call/server-clock.ts';
import type { LinkWindow } from '#lib/links/subject.ts';

/** `at`: Unix seconds of the end; null is now, and goes on. */
export function linkWindow(seconds: number, at: number | null): LinkWindow {
  const to = Math.round(at ?? serverNow());
  return { from: to - Math.max(60, Math.round(seconds)), to, live: at === null };
}
