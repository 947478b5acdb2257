/** Two readings of RBAC, made apart: the demo's authorizer and the console's evaluation (lib/access/rbac) never disagree. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBindings } from '#lib/access/rbac/bindings.ts';
import { extentFor, isAllowed } from '#lib/access/rbac/evaluate.ts';
import { personOf } from '#lib/access/rbac/subject.ts';
import type { Json } from '#lib/document/json.ts';
import { namespaces, objectsOf, people, storeOf, world } from '../testing/rbac-worlds.ts';
import { authorize } from './rbac.ts';

const questions = ['get', 'list', 'update', 'bind'].flatMap((verb) =>
  [
    '/pods',
    '/pods/log',
    'apps/deployments',
    'apps/deployments/scale',
    'networking.istio.io/virtualservices',
  ].map((kind) => {
    const [group = '', ...resource] = kind.split('/');
    return { verb, group, resource: resource.join('/') };
  }),
);

test('the demo’s authorizer and the console’s evaluation agree about everybody and everything', () => {
  fc.assert(
    fc.property(world, (one) => {
      const objects = objectsOf(one);
      const store = storeOf(objects);
      const bindings = readBindings(objects as unknown as Record<keyof typeof objects, Json[]>);
      for (const who of people) {
        const person = personOf(who, who.kind === 'User' ? ['staff'] : []);
        const user = { username: person.name, uid: '', groups: person.groups };
        for (const namespace of [null, ...namespaces])
          for (const question of questions) {
            const [plural = '', subresource = ''] = question.resource.split('/');
            const extent = extentFor(bindings, person, question, namespace);
            for (const name of ['', 'x', 'y']) {
              const { allowed } = authorize(store, {
                user,
                verb: question.verb,
                path: '',
                resource: {
                  group: question.group,
                  plural,
                  subresource,
                  namespace: namespace ?? undefined,
                  name,
                },
              });
              const place = { namespace, name };
              expect([who, question, place, isAllowed(bindings, person, question, place)]).toEqual([
                who,
                question,
                place,
                allowed,
              ]);
              expect(extent === 'all' || extent.includes(name)).toBe(allowed);
            }
          }
      }
    }),
    { numRuns: 60 },
  );
});
