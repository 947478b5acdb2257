/**
 * Paths of Prometheus' expression browser. `/graph` and these names of parameters are understood by Prometheus 2, and by 3, which sends
 * them on to `/query`; Thanos has them as well.
 */
import { goDuration, type LinkWindow, queryText, windowSeconds } from './subject.ts';

/** `2026-11-29 16:20:00`, UTC, as its field for the end shows it. */
function endText(unixSeconds: number): string {
  return new Date(Math.round(unixSeconds) * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** At most so many panels: an address must stay one that browsers take. */
const maxPanels = 6;

export function prometheusPath(expressions: readonly string[], window: LinkWindow): string {
  if (expressions.length === 0) return '/graph';
  return `/graph?${queryText(
    expressions
      .slice(0, maxPanels)
      .flatMap((expression, index): [string, string][] => [
        [`g${index}.expr`, expression],
        [`g${index}.tab`, '0'],
        [`g${index}.range_input`, goDuration(windowSeconds(window))],
        ...(window.live ? [] : [[`g${index}.end_input`, endText(window.to)] as [string, string]]),
      ]),
  )}`;
}
