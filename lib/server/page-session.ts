/** Who is signed in, for server components. A page that needs a user says so; the data it shows comes from the API, which asks again. */
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import type { SignInOptions, Whoami } from '#lib/api/access/session.ts';
import { isAppError } from './app-error.ts';
import { getContainer } from './container.ts';
import { safeReturnTo } from './http/return-to.ts';

/** Null when nobody is signed in. */
export async function currentUser(): Promise<Whoami | null> {
  const jar = await cookies();
  const header = jar
    .getAll()
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
  return getContainer().currentUser(header);
}

/** Goes to the sign-in page when nobody is signed in, and comes back to `returnTo`. "away": Kubernetes cannot be asked who this is. */
export async function requireUser(returnTo: string): Promise<Whoami | 'away'> {
  const user = await currentUser().catch((error: unknown) => {
    if (isAppError(error) && (error.code === 'unavailable' || error.code === 'timeout'))
      return 'away' as const;
    throw error;
  });
  if (user !== null) return user;
  const target = safeReturnTo(returnTo);
  redirect(target === '/' ? '/login' : `/login?returnTo=${encodeURIComponent(target)}`);
}

export function signInOptions(): SignInOptions {
  return getContainer().signInOptions();
}
