/**
 * Who a credential is and what it may do, asked with that credential. An unclear answer is no.
 *
 * Where RBAC decides alone, one SelfSubjectRulesReview a place answers all questions about it: for the whole mesh first, then for each
 * namespace whose RoleBindings name the caller; in the others they may do what they may do everywhere. The rules are believed when
 * Kubernetes says that none is missing, when it knows nothing of the caller but name and groups (all that RBAC looks at), and when
 * an access review agrees: wherever rules would show a namespace's traffic, a SelfSubjectAccessReview for its pods must say yes as well.
 * Where it says no, an authorizer denies what the rules give, and rules of that credential are believed no more for five minutes.
 *
 * Everywhere else each question is a SelfSubjectAccessReview, for the whole mesh first; one no settles a permission.
 */
import { createHash } from 'node:crypto';
import {
  namespacePermissions,
  type Permission,
  permissions,
  type Question,
  questionsOf,
} from '#lib/access/permissions.ts';
import { type PolicyRule, rulesAllow } from '#lib/access/rbac/policy-rule.ts';
import { combineRights, type Rights } from '#lib/access/rights.ts';
import { AppError, isAppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import type { UserCredential } from '../kubernetes/credential.ts';
import type { KubernetesClient } from '../kubernetes/rest.ts';
import { createLru } from '../lru.ts';
import { type Answer, createAnswers, type Page, type Send } from './answers.ts';
import type { RbacWatch } from './rbac-watch.ts';
import {
  accessReview,
  type Identity,
  type ReviewedIdentity,
  rulesReview,
  selfReview,
  type Verdict,
} from './reviews.ts';

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

/** Null is all namespaces at once. */
type Place = string | null;
type Rules = readonly PolicyRule[];

interface Held {
  held: ReadonlySet<Permission>;
  unclear: boolean;
}

const identityKey = 'identity';
const distrustMs = 300_000;
/** Equal rules of many people are kept once. */
const maxRules = 2000;
/** What rules are checked by: what guards the traffic of a place. */
const checkQuestion = permissions.seeTraffic[0] as Question;

const isUnauthenticated = (error: unknown) => isAppError(error) && error.code === 'unauthenticated';

/** Who is not known, who was not reached and who asks for patience is asked again; all else is a server that has no such reviews. */
function isPassing(error: unknown): boolean {
  if (!isAppError(error)) return true;
  const { code, details } = error;
  return code === 'unauthenticated' || code === 'too-many-requests' || details.unreached === true;
}

/** What is not answered counts as no, and is told; only an unknown credential is an error. */
async function orUnclear<T>(answer: Promise<T>): Promise<T | 'unclear'> {
  try {
    return await answer;
  } catch (error) {
    if (isUnauthenticated(error)) throw error;
    return 'unclear';
  }
}

export function createAccessBook(client: KubernetesClient, clock: Clock, watch: RbacWatch): AccessBook {
  const answers = createAnswers(clock, watch);
  const { once } = answers;
  const equalRules = createLru<Rules>(maxRules);
  const permissionsBy = new WeakMap<Rules, ReadonlySet<Permission>>();
  /** Until when the rules of a page are not believed, and whose answers another authorizer than RBAC has a part in. */
  let distrusted = new WeakMap<Page, number>();
  let othersDecide = new WeakSet<Page>();
  const persons = new WeakMap<Page, string>();

  function who(page: Page): Promise<ReviewedIdentity> {
    return once(page, identityKey, async (send) => {
      const value =
        page.credential.kind === 'anonymous'
          ? await selfReview(client, page.credential)
          : await send(() => selfReview(client, page.credential));
      const person = JSON.stringify(value);
      // The same token may come to be of other groups: what was answered was answered of somebody else.
      if ((persons.get(page) ?? person) !== person) answers.drop(page, identityKey);
      persons.set(page, person);
      return { value, ground: 'any', refuses: false };
    });
  }

  /** Of somebody whom Kubernetes knows; rejects with "unauthenticated". Whether it can say who they are at all shows in what follows. */
  async function open(credential: UserCredential): Promise<Page> {
    const page = answers.pageOf(credential);
    await orUnclear(who(page));
    return page;
  }

  /** By an access review. */
  async function review(page: Page, question: Question, place: Place): Promise<Verdict> {
    const { verb, group, resource, subresource = '', name = '' } = question;
    const key = `${verb} ${group}/${resource}/${subresource}/${name} ${place ?? '*'}`;
    return once(page, key, async (send) => {
      const value = await send(() => accessReview(client, page.credential, question, place)).catch(
        (error: unknown): Verdict => {
          // system:anonymous may not even ask: then it has no rights. Everybody else may, once the API server has read its roles.
          if (!isAppError(error) || error.code !== 'forbidden' || page.credential.kind !== 'anonymous')
            throw error;
          return { allowed: false, byRole: false };
        },
      );
      const ground = value.byRole && !othersDecide.has(page) ? 'rbac' : 'any';
      return { value, ground, refuses: !value.allowed };
    });
  }

  /** One no settles it: the rest is not asked. */
  async function reviewAll(page: Page, questions: readonly Question[], place: Place): Promise<boolean> {
    for (const question of questions) if (!(await review(page, question, place)).allowed) return false;
    return true;
  }

  async function readRules(page: Page, place: Place, send: Send): Promise<Answer<Rules | null>> {
    const none: Answer<null> = { value: null, ground: 'any', refuses: true };
    let given: Awaited<ReturnType<typeof rulesReview>>;
    try {
      given = await send(() => rulesReview(client, page.credential, place));
    } catch (error) {
      if (isPassing(error)) throw error;
      return none;
    }
    if (!given.all) {
      othersDecide.add(page);
      return none;
    }
    const text = JSON.stringify(given.rules);
    const rules = equalRules.get(text) ?? given.rules;
    equalRules.set(text, rules);
    if (!rulesAllow(rules, checkQuestion)) return { value: rules, ground: 'rbac', refuses: true };
    const { allowed, byRole } = await review(page, checkQuestion, place);
    if (!allowed) {
      distrusted.set(page, clock.now() + distrustMs);
      return none;
    }
    return { value: rules, ground: byRole ? 'rbac' : 'any', refuses: true };
  }

  /** The rules by which everything about a place is decided; null where each question must be asked. */
  async function rulesIn(page: Page, place: Place): Promise<Rules | null> {
    if (page.credential.kind === 'anonymous' || clock.now() < (distrusted.get(page) ?? 0)) return null;
    const identity = await orUnclear(who(page));
    if (identity === 'unclear' || identity.beyondRbac) return null;
    if (place !== null) {
      const everywhere = await rulesIn(page, null);
      const bound = everywhere === null ? null : watch.boundIn(identity);
      if (everywhere === null || (bound !== null && !bound.has(place))) return everywhere;
    }
    return once(page, `rules ${place ?? '*'}`, (send) => readRules(page, place, send));
  }

  function permissionsOf(rules: Rules): ReadonlySet<Permission> {
    const known = permissionsBy.get(rules);
    if (known !== undefined) return known;
    const names = Object.keys(permissions) as Permission[];
    const held = new Set(
      names.filter((name) => questionsOf(name).every((question) => rulesAllow(rules, question))),
    );
    permissionsBy.set(rules, held);
    return held;
  }

  /** Which of some permissions hold at a place, and which of them were not answered. Rejects where nothing can be asked at all. */
  async function heldIn(page: Page, names: readonly Permission[], place: Place): Promise<Held> {
    if (names.length === 0) return { held: new Set(), unclear: false };
    const rules = await rulesIn(page, place);
    if (rules !== null) return { held: permissionsOf(rules), unclear: false };
    const said = await Promise.all(names.map((name) => orUnclear(reviewAll(page, questionsOf(name), place))));
    return {
      held: new Set(names.filter((_, index) => said[index] === true)),
      unclear: said.includes('unclear'),
    };
  }

  async function heldEverywhere(page: Page, names: readonly Permission[]): Promise<ReadonlySet<Permission>> {
    const { held, unclear } = await heldIn(page, names, null).catch((error: unknown) => {
      if (isUnauthenticated(error)) throw error;
      return { held: new Set<Permission>(), unclear: true };
    });
    if (unclear)
      throw new AppError('unavailable', { detail: 'Kubernetes cannot be asked what you may see.' });
    return held;
  }

  async function heldOrUnclear(page: Page, names: readonly Permission[], place: Place): Promise<Held> {
    const held = await orUnclear(heldIn(page, names, place));
    return held === 'unclear' ? { held: new Set(), unclear: true } : held;
  }

  /** Who may do it everywhere is asked no further. */
  async function fromMeshOn(
    place: Place,
    ask: (place: Place) => Promise<boolean>,
  ): Promise<boolean | 'unclear'> {
    let answer: boolean | 'unclear' = false;
    for (const where of new Set([null, place])) {
      const said = await orUnclear(ask(where));
      if (said === true) return true;
      if (said === 'unclear') answer = 'unclear';
    }
    return answer;
  }

  /** A question that stands alone is asked as such: it is one review either way. */
  const exactAnswer = (page: Page, question: Question, place: Place) =>
    fromMeshOn(place, async (where) => (await review(page, question, where)).allowed);

  const answerOf = (page: Page, question: Question, place: Place) =>
    fromMeshOn(place, async (where) => {
      const rules = await rulesIn(page, where);
      return rules === null ? (await review(page, question, where)).allowed : rulesAllow(rules, question);
    });

  /** Where somebody may do more than everywhere. */
  async function ownPlaces(page: Page): Promise<readonly string[]> {
    const names = watch.namespaceNames();
    const bound = (await rulesIn(page, null)) === null ? null : watch.boundIn(await who(page));
    return bound === null ? names : names.filter((name) => bound.has(name));
  }

  async function visibilityOf(page: Page): Promise<Visibility> {
    if ((await heldEverywhere(page, ['seeTraffic'])).has('seeTraffic')) {
      return { all: true, namespaces: new Set(watch.namespaceNames()), key: 'all', incomplete: false };
    }
    const said = await Promise.all(
      (await ownPlaces(page)).map(async (name) => ({
        name,
        ...(await heldOrUnclear(page, ['seeTraffic'], name)),
      })),
    );
    const visible = said.flatMap(({ name, held }) => (held.has('seeTraffic') ? [name] : [])).sort();
    return {
      all: false,
      namespaces: new Set(visible),
      key: createHash('sha256').update(visible.join('\n')).digest('base64url').slice(0, 22),
      incomplete: said.some(({ unclear }) => unclear),
    };
  }

  async function rightsOf(page: Page): Promise<Rights> {
    const seen = await visibilityOf(page);
    const names: readonly Permission[] = [...namespacePermissions, 'administer'];
    const everywhere = await heldEverywhere(page, names);
    const meshWide = new Set(names.filter((name) => everywhere.has(name)));
    const left = namespacePermissions.filter((name) => name !== 'seeTraffic' && !meshWide.has(name));
    const own = new Set(await ownPlaces(page));
    const perNamespace = await Promise.all(
      [...seen.namespaces].map(async (namespace) => {
        const { held } = await heldOrUnclear(page, own.has(namespace) ? left : [], namespace);
        return [
          namespace,
          new Set(['seeTraffic' as const, ...left.filter((name) => held.has(name))]),
        ] as const;
      }),
    );
    return combineRights(meshWide, new Map(perNamespace));
  }

  return {
    identity: (credential) => who(answers.pageOf(credential)),
    recognises: (credential) => answers.knows(credential, identityKey),
    visibility: async (credential) => visibilityOf(await open(credential)),
    rights: async (credential) => rightsOf(await open(credential)),
    allows: async (credential, question, namespace) =>
      (await answerOf(await open(credential), question, namespace)) === true,
    allowsEverywhere: async (credential, question) =>
      (await answerOf(await open(credential), question, null)) === true,
    answers: async (credential, questions, namespace) => {
      const page = await open(credential);
      const answer = questions.length === 1 ? exactAnswer : answerOf;
      const said = await Promise.all(questions.map((question) => answer(page, question, namespace)));
      const incomplete = said.includes('unclear');
      if (incomplete && said.every((one) => one === 'unclear'))
        throw new AppError('unavailable', { detail: 'Kubernetes cannot be asked what you may do.' });
      return { allowed: new Set(questions.filter((_, index) => said[index] === true)), incomplete };
    },
    invalidate: () => {
      distrusted = new WeakMap();
      othersDecide = new WeakSet();
      answers.dropAll(identityKey);
    },
    forget: answers.forget,
  };
}
