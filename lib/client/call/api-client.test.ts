import { afterEach, describe, expect, it, vi } from 'vitest';
import { setSigningOut } from '../session/signing-out.ts';
import { callApi, errorFromAnswer } from './api-client.ts';
import { ApiError, isRetryable, waitMs } from './api-error.ts';
import { framed } from './frame.ts';

const isA = framed<{ a: number }>({ a: 'number' });

const forbidden = {
  type: 'about:blank',
  title: 'Forbidden',
  status: 403,
  code: 'forbidden',
  detail: 'You may not.',
  requestId: 'r-1',
  missing: { verb: 'list', group: '', resource: 'pods', namespace: 'payments' },
};

afterEach(() => vi.unstubAllGlobals());

function answerWith(response: Response | Error) {
  const fetched = vi.fn(async (_path: string, _init: RequestInit) => {
    if (response instanceof Error) throw response;
    return response;
  });
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

async function failureOf(response: Response | Error): Promise<ApiError> {
  answerWith(response);
  const error = await callApi({ path: '/x', judge: isA }).catch((caught: unknown) => caught);
  if (error instanceof ApiError) return error;
  throw new Error(`not an ApiError: ${String(error)}`);
}

describe('errorFromAnswer', () => {
  it('keeps what the problem says', () => {
    const error = errorFromAnswer(403, forbidden);
    expect(error).toMatchObject({ code: 'forbidden', status: 403, requestId: 'r-1', detail: 'You may not.' });
    expect(error.missing).toEqual(forbidden.missing);
  });

  it.each([
    [401, '<html>', 'unauthenticated'],
    [502, undefined, 'unavailable'],
    [504, '<html>', 'unavailable'],
    [500, '<html>', 'unreadable'],
    [404, { code: 'made-up' }, 'unreadable'],
  ])('of status %s and a foreign body is %s', (status, body, code) => {
    expect(errorFromAnswer(status, body).code).toBe(code);
  });
});

describe('callApi', () => {
  it('gives the judged answer and sends JSON', async () => {
    const fetched = answerWith(Response.json({ a: 1, more: true }));
    const answer = await callApi({
      path: '/x',
      method: 'POST',
      body: { b: 2 },
      judge: isA,
    });
    expect(answer).toEqual({ a: 1, more: true });
    expect(fetched).toHaveBeenCalledExactlyOnceWith(
      '/x',
      expect.objectContaining({
        method: 'POST',
        body: '{"b":2}',
        redirect: 'error',
        credentials: 'same-origin',
      }),
    );
  });

  it.each([
    ['no answer', new TypeError('fetch failed'), 'network'],
    ['HTML instead of JSON', new Response('<html>hello</html>'), 'unreadable'],
    ['another shape', Response.json({ a: 'one' }), 'unreadable'],
    ['a problem', Response.json(forbidden, { status: 403 }), 'forbidden'],
  ])('says %s', async (_, response, code) => {
    expect((await failureOf(response)).code).toBe(code);
  });

  it('takes an empty answer for null', async () => {
    answerWith(new Response(null, { status: 204 }));
    await expect(
      callApi({ path: '/x', method: 'DELETE', judge: (value): value is null => value === null }),
    ).resolves.toBeNull();
  });

  it('lets an aborted call end as aborted', async () => {
    const stop = new AbortController();
    stop.abort(new Error('gone'));
    answerWith(new Error('gone'));
    await expect(callApi({ path: '/x', judge: isA, signal: stop.signal })).rejects.toThrow('gone');
  });
});

describe('waitMs', () => {
  const refused = (more: object) =>
    errorFromAnswer(429, {
      type: 'about:blank',
      title: 'Too many requests',
      status: 429,
      code: 'too-many-requests',
      requestId: 'r',
      ...more,
    });

  it.each<[string, unknown, number]>([
    ['as the server says', refused({ retryAfterSeconds: 7 }), 7000],
    ['no sooner than usual', refused({ retryAfterSeconds: 1 }), 4000],
    ['nothing said', refused({}), 4000],
    ['nonsense said', refused({ retryAfterSeconds: -1 }), 4000],
    ['another error', new Error('a bug'), 4000],
  ])('%s', (_, error, expected) => {
    expect(waitMs(error, 4000)).toBe(expected);
  });
});

describe('isRetryable', () => {
  it.each([
    [new ApiError('network', 0), true],
    [new ApiError('unavailable', 503), true],
    [new ApiError('forbidden', 403), false],
    [new ApiError('unauthenticated', 401), false],
    [new ApiError('not-found', 404), false],
    [new Error('a bug'), false],
  ])('%s: %s', (error, retryable) => {
    expect(isRetryable(error)).toBe(retryable);
  });
});

it('asks nothing while somebody signs out, and says so as of a broken line', async () => {
  const fetched = answerWith(Response.json({ a: 1 }));
  setSigningOut(true);
  await expect(callApi({ path: '/x', judge: isA })).rejects.toMatchObject({ code: 'network' });
  expect(fetched).not.toHaveBeenCalled();
  await callApi({ path: '/x', method: 'DELETE', judge: isA });
  expect(fetched).toHaveBeenCalledOnce();
  setSigningOut(false);
  answerWith(Response.json({ a: 2 }));
  expect(await callApi({ path: '/x', judge: isA })).toEqual({ a: 2 });
});
