/**
 * What Kubernetes or the way to it said, as an AppError. Upstream text stays here: it may quote tokens or objects.
 * Status codes: https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
import type { ProblemCode } from '#lib/api/words.ts';
import { AppError, isAppError } from '../app-error.ts';

const codeOfStatus: Readonly<Record<number, ProblemCode>> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'invalid',
  409: 'conflict',
  410: 'conflict',
  413: 'too-large',
  415: 'unsupported-media-type',
  422: 'invalid',
  429: 'too-many-requests',
  504: 'timeout',
};

const detailOfCode: Partial<Record<ProblemCode, string>> = {
  unauthenticated: 'Kubernetes does not accept this credential.',
  forbidden: 'Kubernetes does not allow this.',
  'not-found': 'Kubernetes has no such object.',
  conflict: 'The object changed in the meantime.',
  'too-many-requests': 'Kubernetes asks to slow down.',
  timeout: 'Kubernetes did not answer in time.',
  unavailable: 'Kubernetes cannot be reached.',
};

export function fromStatus(status: number, retryAfter: string | undefined): AppError {
  const code = codeOfStatus[status] ?? 'unavailable';
  const seconds = Number(retryAfter);
  return new AppError(code, {
    detail: detailOfCode[code] ?? 'Kubernetes refused the request.',
    upstreamStatus: status,
    // An upstream may ask for an hour; nobody waits that long on a screen.
    retryAfterSeconds: Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 60) : undefined,
  });
}

export function notKubernetes(): AppError {
  return new AppError('unavailable', { detail: 'What answers in place of Kubernetes is not Kubernetes.' });
}

const timeoutNames = new Set([
  'TimeoutError',
  'HeadersTimeoutError',
  'BodyTimeoutError',
  'ConnectTimeoutError',
]);

/** Errors of the connection itself. */
export function fromTransport(error: unknown): AppError {
  if (isAppError(error)) return error;
  const code: ProblemCode =
    error instanceof Error && timeoutNames.has(error.name) ? 'timeout' : 'unavailable';
  return new AppError(code, { detail: detailOfCode[code], unreached: true }, error);
}
