/**
 * What the console makes of rules reviews is what access reviews say: about everybody, in every namespace and in all at once, whatever
 * is bound to whom. Both by the demo's API server, asked by the console's own book of rights.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { personOf } from '#lib/access/rbac/subject.ts';
import { createAccessBook } from '#lib/server/access/access-book.ts';
import { createRbacWatch } from '#lib/server/access/rbac-watch.ts';
import { bearerCredential } from '#lib/server/kubernetes/credential.ts';
import { readObject } from '#lib/server/kubernetes/prune.ts';
import type { KubernetesClient } from '#lib/server/kubernetes/rest.ts';
import { fakeClock } from '#lib/server/testing/fake-clock.ts';
import { kindOfPlural } from '../kinds.ts';
import { namespaces, objectsOf, people, storeOf, type World, world } from '../testing/rbac-worlds.ts';
import { review } from './access-reviews.ts';
import type { User } from './authentication.ts';

const questions = ['get', 'list', 'update', '*'].flatMap((verb) => [
  { verb, group: '', resource: 'pods' },
  { verb, group: '', resource: 'pods/log' },
  { verb, group: '', resource: 'pods', subresource: 'log', name: 'x' },
  { verb, group: 'apps', resource: 'deployments' },
  { verb, group: 'apps', resource: 'deployments', subresource: 'scale' },
  { verb, group: 'networking.istio.io', resource: 'virtualservices', name: 'y' },
]);

/** The console's book for somebody, and how many reviews it has asked for. */
function bookFor(one: World, user: User, byRules: boolean) {
  const objects = objectsOf(one);
  const store = storeOf(objects);
  let asked = 0;
  const call: KubernetesClient['call'] = async ({ path, body }) => {
    asked += 1;
    const [, group = '', plural = ''] = /^\/apis\/([^/]+)\/v1\/([a-z]+)$/.exec(path.text) ?? [];
    const kind = kindOfPlural(group, plural);
    if (kind === undefined) throw new Error(path.text);
    const writer = { manager: 'test', operation: 'Update', apiVersion: `${group}/v1`, time: '' } as const;
    const answer = review(kind, writer, { store, user, tokens: () => undefined, namespace: undefined }, body);
    if (byRules || plural !== 'selfsubjectrulesreviews') return answer;
    return { ...answer, status: { resourceRules: [], nonResourceRules: [], incomplete: true } };
  };
  const seen = objects.roleBindings.flatMap((binding) => readObject('roleBindings', binding) ?? []);
  const watch = createRbacWatch({
    isRead: () => true,
    list: () => seen,
    namespaceNames: () => namespaces,
    revision: () => 1,
    lastAnswerMs: () => null,
  });
  const client = { call } as KubernetesClient;
  return { book: createAccessBook(client, fakeClock(), watch), asked: () => asked };
}

test('rights by rules are rights by reviews, and cost less', async () => {
  const cost = { rules: 0, reviews: 0 };
  await fc.assert(
    fc.asyncProperty(world, async (one) => {
      for (const who of people) {
        const { name, groups } = personOf(who, who.kind === 'User' ? ['staff'] : []);
        const user: User = { username: name || 'somebody', uid: '', groups };
        const credential = bearerCredential(name || 'somebody');
        const [rules, reviews] = [true, false].map((byRules) => bookFor(one, user, byRules));
        if (rules === undefined || reviews === undefined) throw new Error('two books');
        expect(await rules.book.visibility(credential)).toEqual(await reviews.book.visibility(credential));
        expect(await rules.book.rights(credential)).toEqual(await reviews.book.rights(credential));
        for (const place of [null, ...namespaces]) {
          const [byRules, byReviews] = await Promise.all(
            [rules, reviews].map(async ({ book }) => {
              const { allowed } = await book.answers(credential, questions, place);
              return questions.filter((question) => allowed.has(question));
            }),
          );
          expect([who, place, byRules]).toEqual([who, place, byReviews]);
        }
        cost.rules += rules.asked();
        cost.reviews += reviews.asked();
      }
    }),
    { numRuns: 25 },
  );
  expect(cost.rules * 3).toBeLessThan(cost.reviews);
});
