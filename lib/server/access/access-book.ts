/**
 * Who a credential is and what it may do, asked with that credential: mesh-wide first, then in each namespace.
 * Answers live 30 s and are dropped when RBAC objects change. An unclear answer is no; only when Kubernetes cannot be reached at all
 * do the last clear answers of the same credential stand in for up to five minutes, as the data they guard is just as old.
 * An API server that has just come back says no until it has read its roles: a no of that time is soon asked again.
 */
import { createHash } from 'node:crypto';
import {
  namespacePermissions,
  type Permission,
  type Question,
  questionsOf,
} from '#lib/access/permissions.ts';
import { combineRights, type Rights } from '#lib/access/rights.ts';
import { AppError, isAppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { credentialKey, type UserCredential } from '../kubernetes/credential.ts';
import type { KubernetesClient } from '../kubernetes/rest.ts';
import { accessReview, type Identity, selfReview } from './reviews.ts';

export interface Visibility {
  all: boolean;
  /** Namespaces of the snapshot whose traffic may be seen. */
  namespaces: ReadonlySet<string>;
  /** Equal for callers who may see the same. */
  key: string;
  /** Some question was not answered; it counts as refused. */
  incomplete: boolean;
}

export interface AccessBook {
  /** Rejects with "unauthenticated" when Kubernetes does not know the credential. */
  identity(credential: UserCredential): Promise<Identity>;
  /** Kubernetes knew the credential some minutes ago, and has not said otherwise since. */
  recognises(credential: UserCredential): boolean;
  visibility(credential: UserCredential): Promise<Visibility>;
  rights(credential: UserCredential): Promise<Rights>;
  /** One question about one namespace; what is not answered counts as no. */
  allows(credential: UserCredential, question: Question, namespace: string): Promise<boolean>;
  /** The same question about all namespaces at once. */
  allowsEverywhere(credential: UserCredential, question: Question): Promise<boolean>;
  /** Many questions about one namespace, or with null about all at once. Rejects when none of them was answered. */
  answers(
    credential: UserCredential,
    questions: readonly Question[],
    namespace: string | null,
  ): Promise<{ allowed: ReadonlySet<Question>; incomplete: boolean }>;
  /** Rights may have changed: ask again. */
  invalidate(): void;
  forget(credential: UserCredential): void;
}

interface Page {
  openedAtMs: number;
  answers: Map<string, Promise<unknown>>;
  /** What was last answered clearly, with its time. */
  known: Map<string, { value: unknown; atMs: number }>;
}

const answerLifeMs = 30_000;
const graceMs = 300_000;
/** After a question to nowhere the next ones are not asked for so long: a request must not wait for one silence after the other. */
const awayMs = 3000;
/** So long after a silence of the API server a no may be one of a server that has not read its roles yet, and lives shorter. */
const warmUpMs = 30_000;
const earlyNoLifeMs = 2000;
const maxPages = 5000;
/** Of many questions of one answer. */
const atOnce = 8;

export function createAccessBook(
  client: KubernetesClient,
  clock: Clock,
  namespaceNames: () => readonly string[],
): AccessBook {
  const pages = new Map<string, Page>();
  let awayUntilMs = Number.NEGATIVE_INFINITY;
  let lastAwayMs = Number.NEGATIVE_INFINITY;

  function pageOf(credential: UserCredential): Page {
    const key = credentialKey(credential);
    const old = pages.get(key);
    if (old !== undefined && clock.now() - old.openedAtMs < answerLifeMs) return old;
    const page: Page = { openedAtMs: clock.now(), answers: new Map(), known: old?.known ?? new Map() };
    pages.delete(key);
    pages.set(key, page);
    if (pages.size > maxPages) pages.delete(pages.keys().next().value ?? key);
    return page;
  }

  /** Asks once a page; failures are not remembered. */
  function once<T>(page: Page, key: string, ask: () => Promise<T>): Promise<T> {
    const asked = page.answers.get(key);
    // The key decides the question and with it the type.
    if (asked !== undefined) return asked as Promise<T>;
    // Started a moment later, so that a failure finds what it has to take back.
    const answer = Promise.resolve().then(() => askOrRemember(page, key, ask));
    page.answers.set(key, answer);
    answer.catch(() => page.answers.delete(key));
    return answer;
  }

  async function askOrRemember<T>(page: Page, key: string, ask: () => Promise<T>): Promise<T> {
    try {
      if (clock.now() < awayUntilMs) throw new AppError('unavailable', { unreached: true });
      const value = await ask();
      page.known.set(key, { value, atMs: clock.now() });
      if (value === false && clock.now() - lastAwayMs < warmUpMs)
        page.openedAtMs = Math.min(page.openedAtMs, clock.now() - answerLifeMs + earlyNoLifeMs);
      return value;
    } catch (error) {
      const unreached = isAppError(error) && error.details.unreached === true;
      const known = page.known.get(key);
      if (!unreached) page.known.delete(key);
      if (!unreached) throw error;
      if (clock.now() >= awayUntilMs) {
        lastAwayMs = clock.now();
        awayUntilMs = lastAwayMs + awayMs;
      }
      page.answers.delete(key);
      if (known !== undefined && clock.now() - known.atMs < graceMs) return known.value as T;
      throw error;
    }
  }

  async function holds(
    page: Page,
    credential: UserCredential,
    permission: Permission,
    namespace: string | null,
  ): Promise<boolean> {
    const answers = await Promise.all(
      questionsOf(permission).map((question) => ask(page, credential, question, namespace)),
    );
    return answers.every((allowed) => allowed);
  }

  function ask(
    page: Page,
    credential: UserCredential,
    question: Question,
    namespace: string | null,
  ): Promise<boolean> {
    const { verb, group, resource, subresource = '', name = '' } = question;
    const key = `${verb} ${group}/${resource}/${subresource}/${name} ${namespace ?? '*'}`;
    return once(page, key, () => accessReview(client, credential, question, namespace));
  }

  /** Mesh-wide first: who may do it everywhere is asked once. */
  async function answerOf(
    credential: UserCredential,
    question: Question,
    namespace: string | null,
  ): Promise<boolean | 'unclear'> {
    const page = pageOf(credential);
    let answer: boolean | 'unclear' = false;
    for (const place of new Set([null, namespace])) {
      try {
        if (await ask(page, credential, question, place)) return true;
      } catch (error) {
        if (isAppError(error) && error.code === 'unauthenticated') throw error;
        answer = 'unclear';
      }
    }
    return answer;
  }

  async function allows(credential: UserCredential, question: Question, namespace: string): Promise<boolean> {
    return (await answerOf(credential, question, namespace)) === true;
  }

  /** In one namespace a question without an answer is a no; only an unknown credential is an error. */
  async function holdsIn(
    page: Page,
    credential: UserCredential,
    permission: Permission,
    namespace: string,
  ): Promise<boolean | 'unclear'> {
    try {
      return await holds(page, credential, permission, namespace);
    } catch (error) {
      if (isAppError(error) && error.code === 'unauthenticated') throw error;
      return 'unclear';
    }
  }

  async function holdsEverywhere(
    page: Page,
    credential: UserCredential,
    permission: Permission,
  ): Promise<boolean> {
    try {
      return await holds(page, credential, permission, null);
    } catch (error) {
      if (isAppError(error) && error.code === 'unauthenticated') throw error;
      // system:anonymous may not even ask: then it has no rights. Everybody else may, once the API server has read its roles.
      if (isAppError(error) && error.code === 'forbidden' && credential.kind === 'anonymous') return false;
      throw new AppError('unavailable', { detail: 'Kubernetes cannot be asked what you may see.' });
    }
  }

  async function visibility(credential: UserCredential): Promise<Visibility> {
    const page = pageOf(credential);
    if (await holdsEverywhere(page, credential, 'seeTraffic')) {
      return { all: true, namespaces: new Set(namespaceNames()), key: 'all', incomplete: false };
    }
    const answers = await Promise.all(
      namespaceNames().map(async (name) => ({
        name,
        answer: await holdsIn(page, credential, 'seeTraffic', name),
      })),
    );
    const visible = answers.flatMap(({ name, answer }) => (answer === true ? [name] : [])).sort();
    return {
      all: false,
      namespaces: new Set(visible),
      key: createHash('sha256').update(visible.join('\n')).digest('base64url').slice(0, 22),
      incomplete: answers.some(({ answer }) => answer === 'unclear'),
    };
  }

  return {
    identity: (credential) => {
      const page = pageOf(credential);
      return once(page, 'identity', () => selfReview(client, credential));
    },
    recognises: (credential) => {
      const known = pages.get(credentialKey(credential))?.known.get('identity');
      return known !== undefined && clock.now() - known.atMs < graceMs;
    },
    visibility,
    allows,
    allowsEverywhere: async (credential, question) => (await answerOf(credential, question, null)) === true,
    answers: async (credential, questions, namespace) => {
      const answers: (boolean | 'unclear')[] = [];
      // Not all at once: the time that each may take would pass while it waits for a connection.
      for (let from = 0; from < questions.length; from += atOnce) {
        const some = questions.slice(from, from + atOnce);
        answers.push(...(await Promise.all(some.map((one) => answerOf(credential, one, namespace)))));
      }
      const incomplete = answers.includes('unclear');
      // system:anonymous may not even ask: then it has no rights.
      if (incomplete && credential.kind !== 'anonymous' && answers.every((answer) => answer === 'unclear'))
        throw new AppError('unavailable', { detail: 'Kubernetes cannot be asked what you may do.' });
      return { allowed: new Set(questions.filter((_, index) => answers[index] === true)), incomplete };
    },
    rights: async (credential) => {
      const page = pageOf(credential);
      const seen = await visibility(credential);
      const names: readonly Permission[] = [...namespacePermissions, 'administer'];
      const everywhere = await Promise.all(names.map((name) => holdsEverywhere(page, credential, name)));
      const meshWide = new Set(names.filter((_, index) => everywhere[index]));
      const open = namespacePermissions.filter((name) => name !== 'seeTraffic' && !meshWide.has(name));
      const perNamespace = await Promise.all(
        [...seen.namespaces].map(async (namespace) => {
          const answers = await Promise.all(open.map((name) => holdsIn(page, credential, name, namespace)));
          const granted: Permission[] = open.filter((_, index) => answers[index] === true);
          return [namespace, new Set<Permission>(['seeTraffic', ...granted])] as const;
        }),
      );
      return combineRights(meshWide, new Map(perNamespace));
    },
    invalidate: () => {
      for (const page of pages.values()) page.openedAtMs = Number.NEGATIVE_INFINITY;
    },
    forget: (credential) => {
      pages.delete(credentialKey(credential));
    },
  };
}
