/** Who asks: bearer tokens, anonymous, and impersonation (apiserver pkg/endpoints/filters). */
import type { IncomingHttpHeaders } from 'node:http';
import { unauthorized } from '../api-error.ts';
import type { DemoUser } from '../types.ts';

export interface User {
  username: string;
  uid: string;
  groups: readonly string[];
  extra?: Readonly<Record<string, readonly string[]>>;
}

const anonymous: User = { username: 'system:anonymous', uid: '', groups: ['system:unauthenticated'] };

export type Authenticator = (token: string) => User | undefined;

export function authenticatorOf(users: readonly DemoUser[]): Authenticator {
  const byToken = new Map(
    users.map(({ token, username, uid, groups }) => [
      token,
      { username, uid, groups: [...new Set([...groups, 'system:authenticated'])] },
    ]),
  );
  return (token) => byToken.get(token);
}

/** Throws 401 for credentials that are no good; without any the caller is anonymous. */
export function authenticate(headers: IncomingHttpHeaders, tokens: Authenticator): User {
  const { authorization } = headers;
  // Other schemes are none of ours, and tell nothing.
  if (authorization === undefined || !/^Bearer\b/i.test(authorization)) return anonymous;
  const [, token] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
  const user = token === undefined ? undefined : tokens(token);
  if (!user) throw unauthorized();
  return user;
}

export interface Impersonation {
  user: User;
  /** What the caller needs the verb `impersonate` for. */
  needs: readonly { plural: 'users' | 'groups' | 'uids'; group: string; name: string }[];
}

function header(value: string | string[] | undefined): string {
  return Array.isArray(value) ? value.join(', ') : (value ?? '');
}

/** The user that Impersonate-* headers name, or null when there are none. */
export function impersonationOf(headers: IncomingHttpHeaders): Impersonation | null {
  const username = header(headers['impersonate-user']);
  const groups = header(headers['impersonate-group'])
    .split(',')
    .map((group) => group.trim())
    .filter((group) => group !== '');
  const uid = header(headers['impersonate-uid']);
  if (username === '' && groups.length === 0 && uid === '') return null;
  const implied = username === anonymous.username ? anonymous.groups : ['system:authenticated'];
  return {
    user: { username, uid, groups: [...new Set([...groups, ...implied])] },
    needs: [
      { plural: 'users', group: '', name: username },
      ...groups.map((name) => ({ plural: 'groups', group: '', name }) as const),
      ...(uid === '' ? [] : [{ plural: 'uids', group: 'authentication.k8s.io', name: uid } as const]),
    ],
  };
}
