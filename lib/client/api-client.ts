/** Calls of the HTTP API: JSON in, JSON out, judged by the schemas of lib/api; every failure is an ApiError. */
import * as z from 'zod/mini';
import { problemSchema } from '#lib/api/problem.ts';
import { ApiError } from './api-error.ts';
import { learnServerTime } from './server-clock.ts';

// The content security policy forbids eval, which zod would otherwise try for speed.
z.config({ jitless: true });

export interface Call<T> {
  path: string;
  schema: z.ZodMiniType<T>;
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

/** The error that an answer other than 2xx stands for. */
export function errorFromAnswer(status: number, body: unknown): ApiError {
  const problem = z.safeParse(problemSchema, body);
  if (problem.success) return new ApiError(problem.data.code, status, problem.data);
  if (status === 401) return new ApiError('unauthenticated', status);
  return new ApiError(status >= 502 && status <= 504 ? 'unavailable' : 'unreadable', status);
}

/** @throws ApiError, or the signal's reason when aborted. */
export async function callApi<T>({ path, schema, method = 'GET', body, signal }: Call<T>): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      signal,
      credentials: 'same-origin',
      redirect: 'error',
      headers:
        body === undefined
          ? { accept: 'application/json' }
          : { accept: 'application/json', 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError('network', 0);
  }
  learnServerTime(response.headers.get('date'), Date.now());
  const answer = await readJson(response);
  if (!response.ok) throw errorFromAnswer(response.status, answer);
  const parsed = z.safeParse(schema, answer);
  if (!parsed.success) throw new ApiError('unreadable', response.status);
  return parsed.data;
}
