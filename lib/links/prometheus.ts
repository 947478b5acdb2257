/**
 * Paths of Prometheus' expression browser. `/graph` and these names of parameters are understood by Prometheus 2, and by 3, which sends
 * them on to `/query`; Thanos has them as well.
 */
import { durationInOneUnit, type LinkWindow, queryText, windowSeconds } from './subject.ts';

/** `2026-11-29 16:20:00`, UTC, as its field for the end shows it. */
function endText(unixSeconds: number): string {
  return new Date(Math.round(unixSeconds) * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Request lines are cut off at 8 KiB by many a proxy, and on the way the path is escaped once more. The first query is always there. */
const longestText = 4500;

export function prometheusPath(expressions: readonly string[], window: LinkWindow): string {
  let text = '';
  for (const [index, expression] of expressions.entries()) {
    const panel = queryText([
      [`g${index}.expr`, expression],
      [`g${index}.tab`, '0'],
      [`g${index}.range_input`, durationInOneUnit(windowSeconds(window))],
      ...(window.live ? [] : [[`g${index}.end_input`, endText(window.to)] as const]),
    ]);
    if (index > 0 && text.length + panel.length > longestText) break;
    text += `${index === 0 ? '?' : '&'}${panel}`;
  }
  return `/graph${text}`;
}
