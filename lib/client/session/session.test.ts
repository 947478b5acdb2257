import { afterEach, expect, it, vi } from 'vitest';
import { signOut } from './session.ts';
import { isSigningOut, setSigningOut } from './signing-out.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  // Other files ask in the same world.
  setSigningOut(false);
});

it('who signs out is told of no session that ended, from the press on; a failure takes that back', async () => {
  expect(isSigningOut()).toBe(false);
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('Failed to fetch');
  });
  const failed = signOut();
  expect(isSigningOut()).toBe(true);
  await expect(failed).rejects.toThrow();
  expect(isSigningOut()).toBe(false);
  const asked = vi.fn(async (_path: string, _init: RequestInit) => Response.json({ signedIn: false }));
  vi.stubGlobal('fetch', asked);
  await signOut();
  expect(asked).toHaveBeenCalledExactlyOnceWith(
    '/api/v1/session',
    expect.objectContaining({ method: 'DELETE' }),
  );
  expect(isSigningOut()).toBe(true);
});
