/** The log: JSON lines on standard output. Headers, cookies and bodies are never given to it; redaction is the second lock. */
import { pino } from 'pino';

export interface AuditEntry {
  action: 'sign-in' | 'sign-out' | 'denied' | 'write' | 'open';
  /** Who, as Kubernetes names them; null when nobody is known. */
  subject: string | null;
  strategy: string | null;
  result: 'allowed' | 'refused';
  requestId: string;
  address: string;
  method: string;
  path: string;
  code?: string;
  /** Of a change of configuration: create, update or delete. */
  verb?: string;
  /** `kind id/namespace/name`. */
  object?: string;
  /** written, or why not. */
  outcome?: string;
  /** SHA-256 of what a write changed. */
  change?: string;
  /** In the words of whoever did it. */
  reason?: string;
}

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** Exactly one line for each sign-in, denial and write, whatever the level is. */
  audit(entry: AuditEntry): void;
}

const redacted = ['token', 'authorization', 'cookie', 'secret', 'password'].flatMap((name) => [
  name,
  `*.${name}`,
]);

export function createLog(level: string, destination?: { write(line: string): void }): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: redacted, censor: '[redacted]' },
    // A stack or an upstream's sentence may quote a credential: the error's name and code are enough.
    serializers: { error: (error: unknown) => describeError(error) },
  };
  const logger = destination === undefined ? pino(options) : pino(options, destination);
  const auditor = logger.child({ audit: true }, { level: 'info' });
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    audit: (entry) => auditor.info(entry, entry.action),
  };
}

/** Name, code and the place where it was thrown: no message, which may hold what upstream or user said. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    code: 'code' in error ? String(error.code) : undefined,
    at: frames.slice(0, 6).map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
