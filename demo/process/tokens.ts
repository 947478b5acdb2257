/** Bearer tokens of the demo's users: random, kept in the demo's folder so that a restart keeps everyone signed in. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivately } from './private-file.ts';

/** One token for each name; unknown or broken contents of the file are replaced. */
export function loadTokens(dir: string, names: readonly string[]): Map<string, string> {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, 'tokens.json');
  const kept = readKept(path);
  const tokens = new Map(
    names.map((name) => [name, kept.get(name) ?? randomBytes(32).toString('base64url')]),
  );
  writePrivately(path, `${JSON.stringify(Object.fromEntries(tokens), null, 2)}\n`);
  return tokens;
}

function readKept(path: string): Map<string, string> {
  try {
    const kept: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof kept !== 'object' || kept === null) return new Map();
    return new Map(Object.entries(kept).filter((entry): entry is [string, string] => isToken(entry[1])));
  } catch {
    return new Map();
  }
}

function isToken(value: unknown): boolean {
  return typeof value === 'string' && /^[\w-]{20,}$/.test(value);
}
