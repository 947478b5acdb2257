/**
 * Tokens of ServiceAccounts, as `kubectl create token` asks for them (kubernetes pkg/registry/core/serviceaccount/storage/token.go,
 * pkg/serviceaccount/claims.go). They count for as long as they say, while their ServiceAccount is there; a restart ends them.
 */

import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { isRecord } from '#lib/record.ts';
import { badRequest, causeOf, conflict, invalid, notFound } from '../api-error.ts';
import { at, type JsonRecord, list, number, record, strings, text } from '../coding/json.ts';
import { kindOfPlural, tokenRequest } from '../kinds.ts';
import type { Store } from '../store.ts';
import { timestamp } from '../writes/metadata.ts';
import type { Authenticator } from './authentication.ts';

export interface AccountTokens {
  /** The answer to a TokenRequest about the account. Throws ApiError. */
  issue(account: { namespace: string; name: string }, request: KubernetesObject): object;
  userOf: Authenticator;
}

const issuer = 'https://kubernetes.default.svc';
const usualSeconds = 3600;
const leastSeconds = 600;
const mostSeconds = 2 ** 32;

const apiVersion = `${tokenRequest.group}/${tokenRequest.version}`;
const accountKind = kindOfPlural('', 'serviceaccounts');

export function accountTokens(store: Store): AccountTokens {
  const key = randomBytes(32);
  const signatureOf = (content: string) => createHmac('sha256', key).update(content).digest();
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  function signed(claims: object): string {
    const content = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
    return `${content}.${signatureOf(content).toString('base64url')}`;
  }

  function claimsOf(token: string): JsonRecord | null {
    const [header = '', claims = '', signature = '', ...rest] = token.split('.');
    const given = Buffer.from(signature, 'base64url');
    const wanted = signatureOf(`${header}.${claims}`);
    if (rest.length > 0 || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
    return record(JSON.parse(Buffer.from(claims, 'base64url').toString()));
  }

  const accountOf = (namespace: string, name: string) =>
    accountKind && store.get(accountKind, namespace, name);

  return {
    issue({ namespace, name }, request) {
      refuseOther(request, { namespace, name });
      const account = accountOf(namespace, name);
      if (!account) throw notFound({ group: '', plural: 'serviceaccounts' }, name);
      const uid = account.metadata.uid ?? '';
      const { uid: asked } = request.metadata;
      if (asked !== undefined && asked !== uid)
        throw conflict(
          { group: tokenRequest.group, plural: tokenRequest.kind },
          name,
          `the UID in the token request (${asked}) does not match the UID of the service account (${uid})`,
        );
      const spec = record(at(request, 'spec'));
      const seconds = spec.expirationSeconds === undefined ? usualSeconds : number(spec, 'expirationSeconds');
      refuseDuration(seconds);
      const bound = spec.boundObjectRef;
      if (isRecord(bound)) throw badRequest(`cannot bind token to object of type ${goGvk(bound)}`);
      const wanted = strings(spec, 'audiences');
      const audiences = wanted.length > 0 ? wanted : [issuer];
      const now = store.now();
      const second = Math.floor(now / 1000);
      const token = signed({
        aud: audiences,
        exp: second + seconds,
        iat: second,
        iss: issuer,
        jti: randomUUID(),
        'kubernetes.io': { namespace, serviceaccount: { name, uid } },
        nbf: second,
        sub: `system:serviceaccount:${namespace}:${name}`,
      });
      return {
        kind: tokenRequest.kind,
        apiVersion,
        metadata: { ...request.metadata, name, namespace, uid, creationTimestamp: timestamp(now) },
        spec: { audiences, expirationSeconds: seconds, boundObjectRef: null },
        status: { token, expirationTimestamp: timestamp(now + seconds * 1000) },
      };
    },

    userOf(token) {
      const claims = claimsOf(token);
      if (claims === null || number(claims, 'exp') * 1000 <= store.now()) return undefined;
      if (!list(claims, 'aud').includes(issuer)) return undefined;
      const own = at(claims, 'kubernetes.io');
      const namespace = text(own, 'namespace');
      const name = text(own, 'serviceaccount', 'name');
      const uid = text(own, 'serviceaccount', 'uid');
      if (accountOf(namespace, name)?.metadata.uid !== uid) return undefined;
      return {
        username: text(claims, 'sub'),
        uid,
        groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
        extra: { 'authentication.kubernetes.io/credential-id': [`JTI=${text(claims, 'jti')}`] },
      };
    },
  };
}

/** As Go writes a GroupVersionKind. */
function goGvk(reference: JsonRecord): string {
  const version = text(reference, 'apiVersion');
  return `${version.includes('/') ? '' : '/'}${version}, Kind=${text(reference, 'kind')}`;
}

/** What the body names has to be what the path names. */
function refuseOther(
  { metadata }: KubernetesObject,
  { namespace, name }: { namespace: string; name: string },
): void {
  const differs = (field: 'name' | 'namespace', wanted: string): void => {
    const value = metadata[field] ?? '';
    if (value === '' || value === wanted) return;
    const detail = `must match the service account ${field} if specified`;
    throw invalid(tokenRequest.group, tokenRequest.kind, name, [
      causeOf({ reason: 'FieldValueInvalid', field: `metadata.${field}`, value, detail }),
    ]);
  };
  differs('name', name);
  differs('namespace', namespace);
}

function refuseDuration(seconds: number): void {
  const detail =
    seconds < leastSeconds
      ? 'may not specify a duration less than 10 minutes'
      : seconds > mostSeconds
        ? 'may not specify a duration larger than 2^32 seconds'
        : null;
  if (detail === null) return;
  throw invalid(tokenRequest.group, tokenRequest.kind, '', [
    causeOf({ reason: 'FieldValueInvalid', field: 'spec.expirationSeconds', value: seconds, detail }),
  ]);
}
