/** What a value of an environment variable may be: numbers, addresses, secrets, lists, each with the words of its refusal. */
import * as z from 'zod/mini';
import { isAddressRange } from './http/client-address.ts';

export const strategies = ['oidc', 'token', 'demo', 'header', 'anonymous'] as const;
export type Strategy = (typeof strategies)[number];

const weakSecrets =
  /^(kiali|secret|password|changeme|change-me|sluice|admin|test|default|example|0123456789|abcdefgh)+/i;

export const number = (min: number, max: number) =>
  z
    .string()
    .check(
      z.refine(
        (text) => /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max,
        `must be a whole number from ${min} to ${max}`,
      ),
    );

export const oneOf = <const Words extends readonly [string, ...string[]]>(...words: Words) =>
  z.enum(words, { error: `must be one of ${words.join(', ')}` });

export const httpUrl = z.string().check(
  z.refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    return url !== null && ['http:', 'https:'].includes(url.protocol) && url.username === '' && !url.hash;
  }, 'must be an absolute http or https URL without user name or fragment'),
);

export const secret = z.string().check(
  z.refine(
    (text) => Buffer.byteLength(text) >= 32,
    'must be at least 32 bytes; openssl rand -base64 48 makes one',
  ),
  z.refine(
    (text) => new Set(text).size >= 8 && !weakSecrets.test(text),
    'is guessable: use random bytes, openssl rand -base64 48 makes some',
  ),
);

export const strategyList = z.string().check(
  z.superRefine((text, context) => {
    for (const name of parts(text)) {
      if (!strategies.some((strategy) => strategy === name)) {
        context.addIssue(`names "${name.slice(0, 40)}", which is not one of ${strategies.join(', ')}`);
      }
    }
    if (parts(text).length === 0) context.addIssue('is empty: name at least one way to sign in, e.g. token');
  }),
);

export const addressRanges = z.string().check(
  z.superRefine((text, context) => {
    const wrong = parts(text).find((range) => !isAddressRange(range));
    if (wrong !== undefined) context.addIssue(`names "${wrong.slice(0, 40)}", which is no address or range`);
  }),
);

/** Of a list with commas. */
export function parts(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
