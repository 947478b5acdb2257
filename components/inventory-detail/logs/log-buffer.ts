/** The newest lines of a followed log, read once when they arrive; older ones make room. */
import type { SentLogLine } from '#lib/api/traffic/logs.ts';
import { type LogLine, readLogLine } from '#lib/istio/log-line.ts';

export interface ShownLine extends LogLine {
  /** Rises by one a line. */
  number: number;
  /** As the kubelet stamped it; empty when it did not. */
  time: string;
}

export interface LogBuffer {
  /** Oldest first. */
  lines: readonly ShownLine[];
  /** Lines that were told and are no longer held, or were left out by the server. */
  lost: number;
}

export const emptyBuffer: LogBuffer = { lines: [], lost: 0 };
export const bufferLines = 5000;

export function addLines(
  { lines, lost }: LogBuffer,
  more: readonly SentLogLine[],
  dropped: number,
): LogBuffer {
  const from = (lines.at(-1)?.number ?? 0) + 1;
  const read = more.map(({ time, text }, index) => ({ ...readLogLine(text), time, number: from + index }));
  const all = [...lines, ...read];
  const over = Math.max(0, all.length - bufferLines);
  return { lines: over > 0 ? all.slice(over) : all, lost: lost + over + dropped };
}

export interface LineFilter {
  /** Every word is in the line. */
  text: string;
  levels: 'all' | 'warning' | 'error';
  /** Only lines of the access log. */
  requests: boolean;
}

export function matchingLines(lines: readonly ShownLine[], filter: LineFilter): readonly ShownLine[] {
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0 && filter.levels === 'all' && !filter.requests) return lines;
  return lines.filter(({ text, level, request }) => {
    if (filter.requests && request === null) return false;
    if (filter.levels === 'error' && level !== 'error') return false;
    if (filter.levels === 'warning' && level !== 'error' && level !== 'warning') return false;
    const hay = text.toLowerCase();
    return words.every((word) => hay.includes(word));
  });
}

/** As the container wrote it, each line with its time. */
export function logText(lines: readonly ShownLine[]): string {
  return lines.map(({ time, text }) => `${time === '' ? '' : `${time} `}${text}\n`).join('');
}
