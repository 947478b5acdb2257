/** What any line of a container's log says of itself: how serious it is, and whether it is a request. */
import { type AccessLogEntry, readAccessLog } from './access-log.ts';

export const logLevels = ['error', 'warning', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LogLine {
  /** As written, without the kubelet's time. */
  text: string;
  /** Null when the line does not tell. */
  level: LogLevel | null;
  /** Where it is a line of Envoy's access log. */
  request: AccessLogEntry | null;
}

const words: Readonly<Record<string, LogLevel>> = {
  fatal: 'error',
  panic: 'error',
  critical: 'error',
  crit: 'error',
  error: 'error',
  err: 'error',
  severe: 'error',
  warning: 'warning',
  warn: 'warning',
  notice: 'info',
  info: 'info',
  information: 'info',
  debug: 'debug',
  trace: 'debug',
};
const klog: Readonly<Record<string, LogLevel>> = { E: 'error', F: 'error', W: 'warning', I: 'info' };
/** A level stands near the start: far inside a line the word "error" may be anything. */
const headLength = 120;

export function readLogLine(text: string): LogLine {
  const request = readAccessLog(text);
  return { text, request, level: request === null ? levelOf(text) : requestLevel(request) };
}

function requestLevel({ responseCode, responseFlags, method }: AccessLogEntry): LogLevel {
  if (responseCode >= 500 || (responseCode === 0 && method !== null)) return 'error';
  return responseCode >= 400 || responseFlags.length > 0 ? 'warning' : 'info';
}

function levelOf(text: string): LogLevel | null {
  const short = /^([EFWI])\d{4} \d{2}:\d{2}:\d{2}/.exec(text)?.[1];
  if (short !== undefined) return klog[short] ?? null;
  const named = /"(?:level|severity|lvl)"\s*:\s*"(\w+)"|\b(?:level|lvl|severity)=(\w+)/i.exec(text);
  const word = named?.[1] ?? named?.[2];
  if (word !== undefined)
    return Object.hasOwn(words, word.toLowerCase()) ? (words[word.toLowerCase()] ?? null) : null;
  const head = /\b(fatal|panic|critical|crit|error|severe|warning|warn|notice|info|debug|trace)\b/i.exec(
    text.slice(0, headLength),
  );
  return head === null ? null : (words[(head[1] ?? '').toLowerCase()] ?? null);
}
