/** Failure of a call to the API: `application/problem+json` as the server words it, or that no readable answer came. */
import type { Problem } from '#lib/api/problem.ts';
import type { ProblemCode } from '#lib/api/words.ts';

/** "network": no answer at all; "unreadable": an answer that is not the API's (a proxy's HTML, another version). */
export type ApiErrorCode = ProblemCode | 'network' | 'unreadable';

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  /** HTTP status; 0 without an answer. */
  readonly status: number;
  readonly requestId: string | null;
  /** The server's own sentence, safe to show. */
  readonly detail: string | null;
  /** When asking again may help; null where nothing was said. */
  readonly retryAfterSeconds: number | null;
  readonly missing: Problem['missing'];
  readonly errors: NonNullable<Problem['errors']>;

  constructor(
    code: ApiErrorCode,
    status: number,
    problem: Partial<Pick<Problem, 'requestId' | 'detail' | 'retryAfterSeconds' | 'missing' | 'errors'>> = {},
  ) {
    super(problem.detail ?? code);
    this.code = code;
    this.status = status;
    this.requestId = problem.requestId ?? null;
    this.detail = problem.detail ?? null;
    const wait = problem.retryAfterSeconds;
    this.retryAfterSeconds = typeof wait === 'number' && wait > 0 ? wait : null;
    this.missing = problem.missing;
    this.errors = problem.errors ?? [];
  }
}

/** Asking again may help: the cause lies in the network or behind the console, not in the question. */
export function isRetryable(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return ['network', 'unavailable', 'timeout', 'too-many-requests', 'internal', 'unreadable'].includes(
    error.code,
  );
}

/** How long to wait before asking again: as long as usual, or as the server says where that is longer. */
export function waitMs(error: unknown, usualMs: number): number {
  const said = error instanceof ApiError ? (error.retryAfterSeconds ?? 0) : 0;
  return Math.max(usualMs, said * 1000);
}
