/**
 * The one error that crosses rooms of lib/server: a problem code of the API with what may be told to the caller.
 * Adapters translate their vendor's errors into it once; http/handle.ts turns it into application/problem+json.
 */
import type { Problem } from '#lib/api/problem.ts';
import type { ProblemCode } from '#lib/api/words.ts';

export interface AppErrorDetails {
  /** Safe to show: never an upstream's own text, a token or an address. */
  detail?: string;
  errors?: Problem['errors'];
  missing?: Problem['missing'];
  retryAfterSeconds?: number;
  /** Methods that the route has. */
  allow?: readonly string[];
  /** HTTP status of the upstream, for adapters that need to tell 410 from 404. */
  upstreamStatus?: number;
  /** The upstream said nothing at all: refused, cut or silent. */
  unreached?: boolean;
}

export class AppError extends Error {
  readonly code: ProblemCode;
  readonly details: AppErrorDetails;

  /** `cause` is for the log alone. */
  constructor(code: ProblemCode, details: AppErrorDetails = {}, cause?: unknown) {
    super(details.detail ?? code, { cause });
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}

/** By name, not by class: Next's bundle and Node each have their own copy of the class. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === 'AppError' && 'code' in error && 'details' in error;
}
