/** A JSON Web Key Set (RFC 7517) as istiod's library reads it: which keys there are, and whether one should not have been shown. */
import { isRecord } from '#lib/record.ts';
import { fail, ok, type Result } from '#lib/result.ts';

interface Key {
  /** Holds private or symmetric material. */
  isPrivate: boolean;
}

/** The members that each type of key must have. */
const required: Readonly<Record<string, readonly string[]>> = {
  RSA: ['n', 'e'],
  EC: ['crv', 'x', 'y'],
  OKP: ['crv', 'x'],
  oct: ['k'],
};

function readKey(value: unknown): Result<Key, string> {
  if (!isRecord(value)) return fail('a key must be an object');
  const type = typeof value.kty === 'string' ? value.kty : '';
  const members = required[type];
  if (!Object.hasOwn(required, type) || !members) return fail(`invalid key type "${type}"`);
  const missing = members.find((name) => typeof value[name] !== 'string' || value[name] === '');
  if (missing !== undefined) return fail(`a key of type ${type} must have "${missing}"`);
  return ok({ isPrivate: type === 'oct' || value.d !== undefined });
}

/** A single key counts as a set of one. */
export function parseKeySet(text: string): Result<readonly Key[], string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return fail('not JSON');
  }
  if (!isRecord(parsed)) return fail('neither a key nor a set of keys');
  const values = Object.hasOwn(parsed, 'keys') ? parsed.keys : [parsed];
  if (!Array.isArray(values)) return fail('"keys" must be a list');
  const keys: Key[] = [];
  for (const value of values) {
    const key = readKey(value);
    if (!key.ok) return key;
    keys.push(key.value);
  }
  return ok(keys);
}
