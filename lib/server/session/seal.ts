/**
 * Authenticated encryption of session cookies: JWE `dir` with AES-256-GCM (RFC 7516). The protected header, which is authenticated,
 * binds key id and strategy; it is left out of the cookie and rebuilt on reading, so that no algorithm is ever taken from a client.
 */
import { createHash, hkdfSync } from 'node:crypto';
import { base64url, CompactEncrypt, compactDecrypt } from 'jose';

export interface Sealer {
  /** `strategy` is authenticated with the text. */
  seal(text: string, strategy: string): Promise<string>;
  /** Null for anything that this sealer did not make. */
  unseal(sealed: string): Promise<{ text: string; strategy: string; outdatedKey: boolean } | null>;
}

interface Key {
  id: string;
  bytes: Uint8Array;
}

const shape = /^v1\.([\w-]{8})\.([a-z]{1,16})\.([\w-]+)\.([\w-]+)\.([\w-]+)$/;

function deriveKey(secret: string): Key {
  const bytes = new Uint8Array(hkdfSync('sha256', secret, 'sluice', 'session cookie v1', 32));
  return { bytes, id: createHash('sha256').update(bytes).digest('base64url').slice(0, 8) };
}

function header(keyId: string, strategy: string) {
  return { alg: 'dir', enc: 'A256GCM', kid: keyId, strategy };
}

export function createSealer(current: string, previous: string | null): Sealer {
  const key = deriveKey(current);
  const keys = previous === null ? [key] : [key, deriveKey(previous)];
  return {
    seal: async (text, strategy) => {
      const jwe = await new CompactEncrypt(new TextEncoder().encode(text))
        .setProtectedHeader(header(key.id, strategy))
        .encrypt(key.bytes);
      const [, , iv, ciphertext, tag] = jwe.split('.');
      return `v1.${key.id}.${strategy}.${iv}.${ciphertext}.${tag}`;
    },
    unseal: async (sealed) => {
      const [, keyId = '', strategy = '', iv, ciphertext, tag] = shape.exec(sealed) ?? [];
      const used = keys.find((one) => one.id === keyId);
      if (used === undefined) return null;
      const protectedHeader = base64url.encode(JSON.stringify(header(keyId, strategy)));
      try {
        const { plaintext } = await compactDecrypt(
          `${protectedHeader}..${iv}.${ciphertext}.${tag}`,
          used.bytes,
          {
            keyManagementAlgorithms: ['dir'],
            contentEncryptionAlgorithms: ['A256GCM'],
          },
        );
        return { text: new TextDecoder().decode(plaintext), strategy, outdatedKey: used !== key };
      } catch {
        return null;
      }
    },
  };
}
