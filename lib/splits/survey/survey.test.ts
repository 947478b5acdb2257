/** Every viewer asks which splits stand: what that costs may not grow with the square of the mesh. */
import { expect, test } from 'vitest';
import type { ClusterObjects, VirtualService } from '../../istio/objects.ts';
import { cluster, service, virtualService } from '../../istio/routing/testing/objects.ts';
import { standingSplits } from './survey.ts';

/** A service and a VirtualService each, every tenth of them split; `looks` counts how often a spec is asked for. */
function meshOf(services: number): { objects: ClusterObjects; looks: () => number } {
  let looks = 0;
  const names = Array.from({ length: services }, (_, index) => `s${index}`);
  const watched = (one: VirtualService): VirtualService =>
    new Proxy(one, {
      get(target, key, receiver) {
        if (key === 'spec') looks += 1;
        return Reflect.get(target, key, receiver);
      },
    });
  const objects = cluster(names.map((name) => service(`shop/${name}`, 'http:9080')));
  const virtualServices = names.map((name, index) =>
    watched(
      virtualService(`shop/${name}`, {
        hosts: [name],
        http: [
          {
            route:
              index % 10 === 0
                ? [
                    { destination: { host: name, subset: 'v1' }, weight: 90 },
                    { destination: { host: name, subset: 'v2' }, weight: 10 },
                  ]
                : [{ destination: { host: name } }],
          },
        ],
      }),
    ),
  );
  return { objects: { ...objects, virtualServices }, looks: () => looks };
}

test('each VirtualService is looked at a few times, however many services there are', () => {
  const costs = [50, 400].map((services) => {
    const { objects, looks } = meshOf(services);
    expect(standingSplits(objects)).toHaveLength(services / 10);
    return looks() / services;
  });
  expect(costs[1]).toBe(costs[0]);
});

test('asking again, and a change of something else, looks at no VirtualService', () => {
  const { objects, looks } = meshOf(50);
  const first = standingSplits(objects);
  const before = looks();
  expect(standingSplits(objects)).toBe(first);
  expect(standingSplits({ ...objects, pods: [...objects.pods] })).toEqual(first);
  expect(looks()).toBe(before);
});
