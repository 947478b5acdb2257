/** Bytes of a log as lines with their times; a line without end is cut. The kubelet puts RFC 3339 and a space before each. */
import type { SentLogLine } from '#lib/api/traffic/logs.ts';

export interface LogLines {
  /** The lines that are complete with this piece. */
  add(bytes: Uint8Array): SentLogLine[];
  /** What is left when the log ends. */
  rest(): SentLogLine[];
}

const longestLine = 16_384;
const stamped = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})) ?(.*)$/s;

export function createLogLines(): LogLines {
  // A character may be split between two pieces.
  const decoder = new TextDecoder();
  let open = '';
  let cut = false;

  function take(text: string): SentLogLine[] {
    const parts = (open + text).split('\n');
    open = parts.pop() ?? '';
    const lines = parts.flatMap((line, index) => (cut && index === 0 ? [] : [readLine(line)]));
    if (parts.length > 0) cut = false;
    if (open.length > longestLine) {
      if (!cut) lines.push(readLine(open));
      cut = true;
      open = '';
    }
    return lines;
  }

  return {
    add: (bytes) => take(decoder.decode(bytes, { stream: true })),
    rest: () => {
      const lines = take(decoder.decode());
      const last = open === '' || cut ? [] : [readLine(open)];
      open = '';
      return [...lines, ...last];
    },
  };
}

function readLine(line: string): SentLogLine {
  const whole = line.replace(/\r$/, '');
  const match = stamped.exec(whole);
  const text = match?.[2] ?? whole;
  return {
    time: match?.[1] ?? '',
    text: text.length > longestLine ? `${text.slice(0, longestLine)}…` : text,
  };
}
