/** Whose rights a call to Kubernetes uses. A user's call never carries the console's credentials. */
import { createHash } from 'node:crypto';
import { AppError } from '../app-error.ts';

export type Credential =
  /** The console's own read-only account. */
  | { kind: 'console' }
  | { kind: 'bearer'; token: string }
  /** No credentials at all: system:anonymous. */
  | { kind: 'anonymous' };

export type UserCredential = Exclude<Credential, { kind: 'console' }>;

export const maxTokenBytes = 8192;

/** A bearer credential from text that somebody sent; anything that cannot be one header value is refused here. */
export function bearerCredential(text: string): UserCredential {
  const token = text.trim();
  if (Buffer.byteLength(token) > maxTokenBytes) {
    throw new AppError('too-large', { detail: `A token may have up to ${maxTokenBytes} bytes.` });
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new AppError('invalid', {
      detail: 'The token holds characters that a token cannot have.',
      errors: [{ field: 'token', message: 'not a bearer token' }],
    });
  }
  return { kind: 'bearer', token };
}

/** Key for caches: never the token itself. */
export function credentialKey(credential: UserCredential): string {
  return credential.kind === 'anonymous'
    ? 'anonymous'
    : createHash('sha256').update(credential.token).digest('base64url');
}
