/** The part of a set that decides about a request gives the answer of the whole set, whatever else is there. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultMeshConfig, type KubernetesObject } from '../../objects.ts';
import { route } from '../../routing/route.ts';
import { indexRouting } from '../../routing/routing-index.ts';
import { senderOf } from '../../routing/sidecar/sender.ts';
import { anyMesh, anyRequest, anySender } from '../../routing/testing/any-mesh.ts';
import { cluster } from '../../routing/testing/objects.ts';
import { knownKind, namespaceOf } from '../kinds.ts';
import { named, namesOf } from '../view/facets.ts';
import type { CheckedObject, CheckView } from '../view/view.ts';
import { surroundingsIn } from './request-surroundings.ts';

function viewOf(objects: readonly KubernetesObject[]): CheckView {
  const filed = new Map<string, CheckedObject[]>();
  for (const object of objects) {
    const kind = knownKind(object) ?? object.kind;
    const namespace = namespaceOf(object);
    const checked = {
      id: `${kind}/${namespace}/${object.metadata.name}`,
      kind,
      namespace,
      name: object.metadata.name,
      object,
      sound: true,
    };
    const own = named.object(kind, namespace, object.metadata.name);
    for (const name of [own, ...namesOf(object, kind, namespace, defaultMeshConfig)]) {
      filed.set(name, [...(filed.get(name) ?? []), checked]);
    }
  }
  const find = (name: string): CheckedObject[] => filed.get(name) ?? [];
  return {
    meshConfig: defaultMeshConfig,
    find,
    countUnder: (name) => find(name).length,
    byItself: (judge) => judge(),
  };
}

test('asked of the part, a request has the answer of the whole', () => {
  fc.assert(
    fc.property(anyMesh, anySender, anyRequest, (all, from, asked) => {
      const whole = cluster(all);
      const proxy = senderOf(whole, from)?.proxy;
      if (proxy === undefined) throw new Error('no such sender');
      const around = surroundingsIn(viewOf(all))(from, asked);
      if (around === null) throw new Error('no such sender in the part');
      expect(route(around.index, around.request)).toEqual(
        route(indexRouting(whole), { ...asked, from: proxy }),
      );
    }),
    { numRuns: 1500 },
  );
});
