/**
 * Requests to apply that come twice: a browser sends one again by itself when its line breaks before the first byte of an answer
 * (Chromium does so whatever the method, on a connection that was used before). The second is given the outcome of the first.
 */
import { createHash } from 'node:crypto';
import type { ApplyAnswer } from '#lib/api/configuration/configuration.ts';
import { credentialKey, type UserCredential } from '../kubernetes/credential.ts';
import { createLru } from '../lru.ts';

export interface Attempts {
  /** Null when it is the first of its kind; rejects as that did. */
  find(credential: UserCredential, attempt: string | undefined): Promise<ApplyAnswer> | null;
  keep(credential: UserCredential, attempt: string | undefined, answer: Promise<ApplyAnswer>): void;
}

/** Outcomes of the last seconds: who comes later starts anew, and versions keep them from writing twice. */
const keptAttempts = 200;

export function createAttempts(): Attempts {
  const known = createLru<Promise<ApplyAnswer>>(keptAttempts);
  const keyOf = (credential: UserCredential, attempt: string) =>
    createHash('sha256')
      .update(`${credentialKey(credential)} ${attempt}`)
      .digest('base64url');
  return {
    find: (credential, attempt) =>
      attempt === undefined ? null : (known.get(keyOf(credential, attempt)) ?? null),
    keep: (credential, attempt, answer) => {
      // Whoever asks for it hears of its failure.
      answer.catch(() => undefined);
      if (attempt !== undefined) known.set(keyOf(credential, attempt), answer);
    },
  };
}
