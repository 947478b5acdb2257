import { runInThisContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { callApi } from './api-client.ts';
import { askingScript } from './early-answers.ts';
import { framed } from './frame.ts';

const isA = framed<{ a: number }>({ a: 'number' });

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  globalThis.sluiceEarly = undefined;
});

function answering() {
  const fetched = vi.fn(async (path: string, _init: RequestInit) => Response.json({ a: path.length }));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

describe('a question that the document asked', () => {
  it('is asked as every question is, and answers the first call for its path', async () => {
    const fetched = answering();
    runInThisContext(askingScript('/api/x?ns=a'));
    expect(fetched).toHaveBeenCalledExactlyOnceWith('/api/x?ns=a', {
      credentials: 'same-origin',
      redirect: 'error',
      headers: { accept: 'application/json' },
    });
    expect(await callApi({ path: '/api/x?ns=a', judge: isA })).toEqual({ a: 11 });
    expect(fetched).toHaveBeenCalledTimes(1);
    await callApi({ path: '/api/x?ns=a', judge: isA });
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it('answers no other path', async () => {
    const fetched = answering();
    runInThisContext(askingScript('/api/x'));
    expect(await callApi({ path: '/api/other', judge: isA })).toEqual({ a: 10 });
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it('grows old', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const fetched = answering();
    runInThisContext(askingScript('/api/x'));
    vi.advanceTimersByTime(60_000);
    await callApi({ path: '/api/x', judge: isA });
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it('that fails is an error like any other, told to whoever asks', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => {
        throw new TypeError('fetch failed');
      }),
    );
    runInThisContext(askingScript('/api/x'));
    await expect(callApi({ path: '/api/x', judge: isA })).rejects.toMatchObject({ code: 'network' });
  });

  it('cannot end the script that it stands in', () => {
    expect(askingScript('/api/x?ns=</script>')).not.toContain('</script');
  });
});
