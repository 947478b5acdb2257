/** Calls of the HTTP API: JSON in, JSON out, its frame judged; every failure is an ApiError. */
import { momentHeader } from '#lib/api/moment.ts';
import type { Problem } from '#lib/api/problem.ts';
import { problemCodes } from '#lib/api/words.ts';
import { tellSignedOut } from '../session/signed-out.ts';
import { isSigningOut } from '../session/signing-out.ts';
import { answered } from './answered.ts';
import { ApiError } from './api-error.ts';
import { asked, takeEarlyAnswer } from './early-answers.ts';
import { framed, type Judge } from './frame.ts';
import { learnServerTime } from './server-clock.ts';

export interface Call<T> {
  path: string;
  judge: Judge<T>;
  method?: 'GET' | 'POST' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
}

async function readJson(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

const isProblemFrame = framed<Problem>({
  title: 'string',
  status: 'number',
  code: 'string',
  requestId: 'string',
});

/** The error that an answer other than 2xx stands for; that the sign-in has ended is told at once, whatever was asked. */
export function errorFromAnswer(status: number, body: unknown): ApiError {
  const error = readError(status, body);
  if (error.code === 'unauthenticated') tellSignedOut();
  return error;
}

function readError(status: number, body: unknown): ApiError {
  if (isProblemFrame(body) && problemCodes.includes(body.code)) return new ApiError(body.code, status, body);
  if (status === 401) return new ApiError('unauthenticated', status);
  return new ApiError(status >= 502 && status <= 504 ? 'unavailable' : 'unreadable', status);
}

/** @throws ApiError, or the signal's reason when aborted. */
export async function callApi<T>({ path, judge, method = 'GET', body, signal }: Call<T>): Promise<T> {
  // The session goes while this would be on its way.
  if (method === 'GET' && isSigningOut()) throw new ApiError('network', 0);
  let response: Response;
  try {
    const early = method === 'GET' ? takeEarlyAnswer(path, Date.now()) : null;
    response = await (early ??
      fetch(path, {
        ...asked,
        method,
        signal,
        headers:
          body === undefined ? asked.headers : { ...asked.headers, 'content-type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
      }));
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError('network', 0);
  }
  learnServerTime(response.headers.get('date'), Date.now());
  if (method === 'GET') answered.note(response.headers.get(momentHeader));
  const answer = await readJson(response);
  if (!response.ok) throw errorFromAnswer(response.status, answer);
  if (!judge(answer)) throw new ApiError('unreadable', response.status);
  return answer;
}
