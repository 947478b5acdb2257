/**
 * What the API server answered about credentials: how long it counts, when it is asked again, what stands in while nothing answers.
 *
 * - What RBAC alone decides counts five minutes while the console watches RBAC, all else thirty seconds.
 * - A change of RBAC drops every answer. The API server's authorizer reads its roles from a watch of its own, and may be behind ours:
 *   what is asked soon after the change is asked again a little later.
 * - A question that nobody answers is one to nowhere only when nobody else got an answer meanwhile. Then no more are asked for a moment,
 *   so that a request does not wait for one silence after the other, or until the API server has answered anybody.
 * - An API server that has just come back says no until it has read its roles: a no of that time is asked again.
 * - While it is away the last clear answer of the same credential stands in for up to five minutes, as the data it guards is just as old.
 */
import { AppError, isAppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { createGate } from '../gate.ts';
import { credentialKey, type UserCredential } from '../kubernetes/credential.ts';
import { createLru } from '../lru.ts';
import type { RbacWatch } from './rbac-watch.ts';

/** By what an answer may become another: RBAC's objects alone, or anything. */
type Ground = 'rbac' | 'any';

export interface Answer<T> {
  value: T;
  ground: Ground;
  /** It refuses something: by an API server that has just come back, that is not the last word. */
  refuses: boolean;
}

/** Sends one call when it is its turn. */
export type Send = <T>(call: () => Promise<T>) => Promise<T>;

interface Entry {
  promise: Promise<unknown>;
  askedAtMs: number;
  /** Null while it is under way. */
  answer: Answer<unknown> | null;
}

export interface Page {
  readonly credential: UserCredential;
  readonly line: string;
  answers: Map<string, Entry>;
  /** What was last answered clearly, with the time of asking. */
  known: Map<string, { answer: Answer<unknown>; atMs: number }>;
}

export interface Answers {
  pageOf(credential: UserCredential): Page;
  /** It was answered some minutes ago, and has not been answered otherwise since. */
  knows(credential: UserCredential, key: string): boolean;
  /** Asks unless it is answered or asked already; failures are not remembered. */
  once<T>(page: Page, key: string, ask: (send: Send) => Promise<Answer<T>>): Promise<T>;
  /** Nothing counts any more but the answer of that key. */
  drop(page: Page, keep: string): void;
  /** RBAC has changed: the same for everybody. */
  dropAll(keep: string): void;
  forget(credential: UserCredential): void;
}

const rbacLifeMs = 300_000;
const lifeMs = 30_000;
const graceMs = 300_000;
/** Of all credentials together: an API server has more to do than this. */
const atOnce = 8;
/** So long nothing is asked after a question to nowhere; less when that was told at once. */
const silentMs = 3000;
const refusedMs = 1000;
const changeMarksMs = [3000, 10_000];
const returnMarksMs = [2000, 5000, 10_000, 30_000];
const maxPages = 5000;

/** The first of the marks that lies behind the time of asking. */
function nextMark(sinceMs: number, marksMs: readonly number[], askedAtMs: number): number {
  if (askedAtMs < sinceMs) return Number.POSITIVE_INFINITY;
  const mark = marksMs.find((ms) => askedAtMs < sinceMs + ms);
  return mark === undefined ? Number.POSITIVE_INFINITY : sinceMs + mark;
}

const isUnreached = (error: unknown) => isAppError(error) && error.details.unreached === true;

export function createAnswers(clock: Clock, watch: Pick<RbacWatch, 'isWatched' | 'lastAnswerMs'>): Answers {
  const pages = createLru<Page>(maxPages);
  const gate = createGate(atOnce);
  let changedAtMs = Number.NEGATIVE_INFINITY;
  let lastAwayMs = Number.NEGATIVE_INFINITY;
  let awayUntilMs = Number.NEGATIVE_INFINITY;
  /** Answers of any kind so far: whoever got none compares. */
  let heard = 0;

  const lastAnswerMs = () => watch.lastAnswerMs() ?? Number.NEGATIVE_INFINITY;
  const isAway = () => clock.now() < awayUntilMs && lastAnswerMs() <= lastAwayMs;

  function hear(): void {
    heard += 1;
    awayUntilMs = Number.NEGATIVE_INFINITY;
  }

  function senderOf({ line }: Page, entry: Entry): Send {
    return (call) =>
      gate.run(
        async () => {
          if (isAway()) throw new AppError('unavailable', { unreached: true });
          const before = heard;
          const sentAtMs = clock.now();
          entry.askedAtMs = sentAtMs;
          try {
            const value = await call();
            hear();
            return value;
          } catch (error) {
            if (!isUnreached(error)) hear();
            // A slow API server that answers others meanwhile is not away.
            else if (heard === before && lastAnswerMs() <= sentAtMs) {
              lastAwayMs = clock.now();
              awayUntilMs = lastAwayMs + (lastAwayMs - sentAtMs < refusedMs ? refusedMs : silentMs);
            }
            throw error;
          }
        },
        undefined,
        line,
      );
  }

  function endOf({ askedAtMs, answer }: Entry): number {
    if (answer === null) return Number.POSITIVE_INFINITY;
    const isLasting = answer.ground === 'rbac' && watch.isWatched();
    return Math.min(
      askedAtMs + (isLasting ? rbacLifeMs : lifeMs),
      nextMark(changedAtMs, changeMarksMs, askedAtMs),
      answer.refuses ? nextMark(lastAwayMs, returnMarksMs, askedAtMs) : Number.POSITIVE_INFINITY,
    );
  }

  /** What RBAC decides counted until the API server was last heard of: a change of it would have been told. */
  function graceEndOf({ answer, atMs }: { answer: Answer<unknown>; atMs: number }): number {
    const heardAtMs = answer.ground === 'rbac' ? Math.min(lastAnswerMs(), atMs + rbacLifeMs) : atMs;
    return Math.max(atMs, heardAtMs) + graceMs;
  }

  async function askOrRemember<T>(
    page: Page,
    key: string,
    entry: Entry,
    ask: (send: Send) => Promise<Answer<T>>,
  ): Promise<T> {
    const isCurrent = () => page.answers.get(key) === entry;
    try {
      const answer = await ask(senderOf(page, entry));
      entry.answer = answer;
      // Rights may have changed meanwhile: then it was asked too early to be kept.
      if (isCurrent()) page.known.set(key, { answer, atMs: entry.askedAtMs });
      return answer.value;
    } catch (error) {
      const known = page.known.get(key);
      const wasCurrent = isCurrent();
      if (wasCurrent) page.answers.delete(key);
      if (!isUnreached(error)) {
        if (wasCurrent) page.known.delete(key);
        throw error;
      }
      // The key decides the question and with it the type.
      if (known !== undefined && clock.now() < graceEndOf(known)) return known.answer.value as T;
      throw error;
    }
  }

  function drop(page: Page, keep: string): void {
    const [kept, known] = [page.answers.get(keep), page.known.get(keep)];
    page.answers = new Map(kept === undefined ? [] : [[keep, kept]]);
    page.known = new Map(known === undefined ? [] : [[keep, known]]);
  }

  return {
    pageOf: (credential) => {
      const key = credentialKey(credential);
      const old = pages.get(key);
      if (old !== undefined) return old;
      const page: Page = { credential, line: key, answers: new Map(), known: new Map() };
      pages.set(key, page);
      return page;
    },
    knows: (credential, key) => {
      const known = pages.get(credentialKey(credential))?.known.get(key);
      return known !== undefined && clock.now() < graceEndOf(known);
    },
    once: <T>(page: Page, key: string, ask: (send: Send) => Promise<Answer<T>>) => {
      const present = page.answers.get(key);
      if (present !== undefined && clock.now() < endOf(present)) return present.promise as Promise<T>;
      const entry: Entry = { promise: Promise.resolve(), askedAtMs: clock.now(), answer: null };
      page.answers.set(key, entry);
      // Started a moment later, so that it finds itself among the answers.
      const promise = Promise.resolve().then(() => askOrRemember(page, key, entry, ask));
      promise.catch(() => undefined);
      entry.promise = promise;
      return promise;
    },
    drop,
    dropAll: (keep) => {
      changedAtMs = clock.now();
      for (const page of pages.values()) drop(page, keep);
    },
    forget: (credential) => {
      pages.delete(credentialKey(credential));
    },
  };
}
