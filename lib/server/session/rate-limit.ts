/**
 * Counts refused credentials in a sliding window, so that guessing tokens is slow. Bounded: a flood of keys pushes out the oldest.
 * The same bad token again and again is stopped soon, many different ones from one address later: behind an ingress many people share it.
 */
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { credentialKey, type UserCredential } from '../kubernetes/credential.ts';

/** What is counted, and how many refusals it may have within the window. */
export interface Counted {
  key: string;
  limit: number;
}

export interface FailureLimit {
  /** Throws "too-many-requests" when one of them was refused too often. */
  check(counted: readonly Counted[]): void;
  failed(counted: readonly Counted[]): void;
}

const perAddressSigningIn = 20;
const perSubject = 20;
const perToken = 10;
const perAddressBearer = 100;

/** `subject` is null where the credential is not the caller's own. */
export function signInCounts(address: string, subject: string | null): Counted[] {
  const ofAddress = { key: `sign-in ${address}`, limit: perAddressSigningIn };
  return subject === null ? [ofAddress] : [ofAddress, { key: `subject ${subject}`, limit: perSubject }];
}

export function bearerCounts(address: string, credential: UserCredential): Counted[] {
  return [
    { key: `token ${address} ${credentialKey(credential)}`, limit: perToken },
    { key: `bearer ${address}`, limit: perAddressBearer },
  ];
}

export function createFailureLimit(
  clock: Clock,
  { windowMs, maxKeys }: { windowMs: number; maxKeys: number },
): FailureLimit {
  const times = new Map<string, number[]>();

  function recent(key: string): number[] {
    const since = clock.now() - windowMs;
    return (times.get(key) ?? []).filter((atMs) => atMs > since);
  }

  return {
    check: (counted) => {
      for (const { key, limit } of counted) {
        const failed = recent(key);
        const oldest = failed[failed.length - limit];
        if (oldest === undefined) continue;
        const retryAfterSeconds = Math.max(1, Math.ceil((oldest + windowMs - clock.now()) / 1000));
        throw new AppError('too-many-requests', { detail: 'Too many failed sign-ins.', retryAfterSeconds });
      }
    },
    failed: (counted) => {
      for (const { key, limit } of counted) {
        const failed = [...recent(key), clock.now()].slice(-limit);
        times.delete(key);
        times.set(key, failed);
        if (times.size > maxKeys) times.delete(times.keys().next().value ?? key);
      }
    },
  };
}
