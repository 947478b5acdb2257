/** An error as `application/problem+json`. Whatever is not an AppError is a bug: its text stays in the log. */
import type { Problem } from '#lib/api/problem.ts';
import type { ProblemCode } from '#lib/api/words.ts';
import { type AppError, isAppError } from '../app-error.ts';

const shapes: Record<ProblemCode, { status: number; title: string }> = {
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  conflict: { status: 409, title: 'Changed in the meantime' },
  invalid: { status: 400, title: 'Not valid' },
  'too-large': { status: 413, title: 'Too large' },
  'unsupported-media-type': { status: 415, title: 'Not JSON' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'not-configured': { status: 404, title: 'Not configured' },
  unavailable: { status: 503, title: 'Not available now' },
  timeout: { status: 504, title: 'No answer in time' },
  internal: { status: 500, title: 'Something broke' },
};

export function problemOf(
  error: unknown,
  requestId: string,
): { problem: Problem; headers: Record<string, string> } {
  const known: Pick<AppError, 'code' | 'details'> = isAppError(error)
    ? error
    : { code: 'internal', details: {} };
  const { status, title } = shapes[known.code];
  const { allow, detail, errors, missing, retryAfterSeconds } = known.details;
  const headers: Record<string, string> = {};
  if (known.code === 'unauthenticated') headers['www-authenticate'] = 'Bearer';
  if (allow !== undefined) headers.allow = allow.join(', ');
  const wait = retryAfterSeconds === undefined ? undefined : Math.ceil(retryAfterSeconds);
  if (wait !== undefined) headers['retry-after'] = String(wait);
  return {
    problem: {
      type: 'about:blank',
      title,
      status,
      code: known.code,
      detail,
      requestId,
      retryAfterSeconds: wait,
      errors,
      missing,
    },
    headers,
  };
}
