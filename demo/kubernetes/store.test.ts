import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { kindOfPlural } from './kinds.ts';
import { Store } from './store.ts';

const kind = kindOfPlural('', 'configmaps');
const map = (name: string, data: Record<string, string> = {}, namespace = 'a'): KubernetesObject => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data };
  return object;
};
const names = (objects: readonly KubernetesObject[] | null): string[] | null =>
  objects?.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`) ?? null;

describe('Store', () => {
  if (!kind) throw new Error('no ConfigMaps');

  test('lists by namespace and name, and the same list until something changes', () => {
    const store = new Store(() => 0);
    for (const [namespace, name] of [
      ['b', 'x'],
      ['a', 'z'],
      ['a', 'y'],
      ['a-b', 'w'],
    ] as const)
      store.put(map(name, {}, namespace), 'm');
    expect(names(store.list('', 'configmaps'))).toEqual(['a/y', 'a/z', 'a-b/w', 'b/x']);
    expect(names(store.list('', 'configmaps', 'b'))).toEqual(['b/x']);
    const before = store.list('', 'configmaps');
    expect(store.list('', 'configmaps')).toBe(before);
    store.put(map('v'), 'm');
    expect(store.list('', 'configmaps')).not.toBe(before);
  });

  test('writing what is there already is no change', () => {
    const store = new Store(() => 0);
    const first = store.put(map('x', { a: '1' }), 'm');
    const { revision } = store;
    expect(store.put(map('x', { a: '1' }), 'other')).toBe(first);
    expect(store.revision).toBe(revision);
  });

  test('rebuilds any list that its history still covers, and forgets the rest', () => {
    const store = new Store(() => 0, 10);
    const seen = new Map<number, string[] | null>();
    for (let step = 0; step < 60; step += 1) {
      const name = `n${step % 7}`;
      if (step % 3 === 2) store.remove('', 'configmaps', 'a', name);
      else store.put(map(name, { step: `${step}` }), 'm');
      seen.set(store.revision, names(store.list('', 'configmaps')));
    }
    const { oldest } = store.since(kind, store.revision);
    expect(store.revision - oldest).toBeLessThanOrEqual(20);
    for (const [revision, expected] of seen)
      expect(names(store.allAt(kind, undefined, revision))).toEqual(revision < oldest ? null : expected);
  });

  test('tells subscribers of every write until they stop', () => {
    const store = new Store(() => 0);
    const heard: string[] = [];
    const stop = store.subscribe((event) =>
      heard.push(`${event.type} ${event.plural} ${event.object.metadata.name}`),
    );
    store.put(map('x'), 'm');
    store.put(map('x', { a: '1' }), 'm');
    store.remove('', 'configmaps', 'a', 'x');
    stop();
    store.put(map('y'), 'm');
    expect(heard).toEqual(['ADDED configmaps x', 'MODIFIED configmaps x', 'DELETED configmaps x']);
  });

  test('a new object of an old name has a uid of its own', () => {
    const store = new Store(() => 0);
    const { uid } = store.put(map('x'), 'm').metadata;
    store.remove('', 'configmaps', 'a', 'x');
    expect(store.put(map('x'), 'm').metadata.uid).not.toBe(uid);
  });
});
