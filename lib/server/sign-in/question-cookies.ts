/**
 * Sealed cookies between the question to the issuer and its answer: one for each sign-in that is under way in this browser, named by its
 * state, so that two tabs do not end each other's. Bounded: pages elsewhere can start sign-ins, and cookies cost room in every request.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Sealer } from '../session/seal.ts';
import { type Question, questionSeconds } from './flow.ts';

export interface QuestionCookies {
  /** Set-Cookie values that keep it. */
  keep(question: Question, cookieHeader: string | undefined): Promise<string[]>;
  /** What this browser asked with this state; null when it did not. */
  read(state: string, cookieHeader: string | undefined): Promise<Question | null>;
  /** Set-Cookie values after which it cannot be answered again. */
  drop(state: string): string[];
}

const purpose = 'question';
const maxUnderWay = 4;

const questionSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
  askedAt: z.number(),
});

export function createQuestionCookies(sealer: Sealer, secure: boolean): QuestionCookies {
  const prefix = `${secure ? '__Host-' : ''}sluice-question-`;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  const nameOf = (state: string) =>
    prefix + createHash('sha256').update(state).digest('base64url').slice(0, 12).replaceAll('_', '-');
  const expired = (name: string) => `${name}=; Max-Age=0; ${attributes}`;

  function sent(header: string | undefined): Map<string, string[]> {
    const found = new Map<string, string[]>();
    for (const part of (header ?? '').split(';')) {
      const cut = part.indexOf('=');
      const name = part.slice(0, cut).trim();
      if (cut < 0 || !name.startsWith(prefix) || !/^[\w-]+$/.test(name)) continue;
      found.set(name, [...(found.get(name) ?? []), part.slice(cut + 1).trim()]);
    }
    return found;
  }

  return {
    keep: async (question, cookieHeader) => {
      const others = [...sent(cookieHeader).keys()];
      const gone = others.length < maxUnderWay ? [] : others.map(expired);
      const text = await sealer.seal(JSON.stringify(question), purpose);
      return [...gone, `${nameOf(question.state)}=${text}; Max-Age=${questionSeconds}; ${attributes}`];
    },
    read: async (state, cookieHeader) => {
      const values = sent(cookieHeader).get(nameOf(state)) ?? [];
      const [value] = values;
      // Twice the same name: somebody else set one of them.
      if (value === undefined || values.length > 1) return null;
      const opened = await sealer.unseal(value);
      if (opened === null || opened.strategy !== purpose) return null;
      const parsed = questionSchema.safeParse(JSON.parse(opened.text));
      return parsed.success && parsed.data.state === state ? parsed.data : null;
    },
    drop: (state) => [expired(nameOf(state))],
  };
}
