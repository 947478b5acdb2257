/** Drafts outlive what ends a page, belong to one account, and a full storage loses nothing that is on the screen. */
import { describe, expect, test, vi } from 'vitest';
import { type Draft, type DraftStorage, draftId, freeMark, openDrafts } from './drafts.ts';

class MemoryStorage implements DraftStorage {
  readonly kept = new Map<string, string>();
  full = false;
  get length(): number {
    return this.kept.size;
  }
  key(index: number): string | null {
    return [...this.kept.keys()][index] ?? null;
  }
  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    if (this.full) throw new DOMException('full', 'QuotaExceededError');
    this.kept.set(key, value);
  }
  removeItem(key: string): void {
    this.kept.delete(key);
  }
}

const mara = { cluster: 'prod', user: 'mara' };
const draft: Draft = {
  op: 'update',
  kind: 'virtualservices.networking.istio.io',
  namespace: 'shop',
  name: 'checkout',
  base: 'a: 1\n',
  resourceVersion: '7',
  text: 'a: 2\n',
  companions: [],
  changedAtMs: 1000,
};
const id = draftId(draft);

test('a draft is there again after a reload, for the same account of the same cluster only', () => {
  const storage = new MemoryStorage();
  expect(openDrafts(storage, mara, 1000).put(draft)).toBe(true);
  expect(openDrafts(storage, mara, 2000).get(id)).toEqual(draft);
  expect(openDrafts(storage, { ...mara, user: 'tom' }, 2000).list()).toEqual([]);
  expect(openDrafts(storage, { ...mara, cluster: 'test' }, 2000).get(id)).toBeNull();
});

test('the newest is first; a removed one stays away', () => {
  const drafts = openDrafts(new MemoryStorage(), mara, 0);
  drafts.put(draft);
  drafts.put({ ...draft, name: 'cart', changedAtMs: 2000 });
  expect(drafts.list().map(({ draft: { name } }) => name)).toEqual(['cart', 'checkout']);
  drafts.remove(id);
  expect(drafts.list()).toHaveLength(1);
});

test('a new object has one draft, whatever its name becomes, and each its own', () => {
  const created = { ...draft, op: 'create', name: '', mark: 'cart' } as const;
  expect(draftId(created)).toBe(draftId({ ...created, name: 'later' }));
  expect(draftId(created)).not.toBe(draftId({ ...created, mark: 'cart-2' }));
  expect(draftId(created)).not.toBe(id);
  expect(draftId({ ...draft, kind: 'gateways.networking.istio.io' })).not.toBe(id);
});

test('a mark that is taken is counted on', () => {
  const taken = ['cart', 'cart-2'];
  expect(freeMark('cart', (mark) => taken.includes(mark))).toBe('cart-3');
  expect(freeMark('other', (mark) => taken.includes(mark))).toBe('other');
});

test('a new object that was drafted before there were marks is found again', () => {
  const storage = new MemoryStorage();
  openDrafts(storage, mara, 1000).put({ ...draft, op: 'create', name: '' });
  const [{ id: found, draft: now } = { id: '', draft }] = openDrafts(storage, mara, 2000).list();
  expect(now).toEqual({ ...draft, op: 'create', name: '', mark: 'draft' });
  expect(found).toBe(draftId(now));
  expect(storage.length).toBe(1);
});

test('drafts of more than thirty days go away', () => {
  const storage = new MemoryStorage();
  openDrafts(storage, mara, 0).put(draft);
  expect(openDrafts(storage, mara, 31 * 86_400_000).list()).toEqual([]);
  expect(storage.length).toBe(0);
});

describe('a storage that does not work', () => {
  test('what it refuses is kept as long as the page, and told', () => {
    const storage = new MemoryStorage();
    const drafts = openDrafts(storage, mara, 0);
    storage.full = true;
    expect(drafts.put(draft)).toBe(false);
    expect(drafts.get(id)).toEqual(draft);
    expect(drafts.list()).toHaveLength(1);
    storage.full = false;
    expect(drafts.put({ ...draft, text: 'a: 3\n' })).toBe(true);
    expect(openDrafts(storage, mara, 0).get(id)?.text).toBe('a: 3\n');
  });

  test('what it holds may be anything', () => {
    const storage = new MemoryStorage();
    openDrafts(storage, mara, 0).put(draft);
    const [key = ''] = storage.kept.keys();
    for (const raw of ['', '{', 'null', '{"op":"update"}', '[]']) {
      storage.kept.set(key, raw);
      expect(openDrafts(storage, mara, 0).list()).toEqual([]);
    }
  });
});

test('listeners hear of changes here and in other tabs, of their own drafts only', () => {
  const storage = new MemoryStorage();
  const drafts = openDrafts(storage, mara, 0);
  const heard = vi.fn();
  const leave = drafts.subscribe(heard);
  drafts.put(draft);
  const [key = ''] = storage.kept.keys();
  drafts.changedElsewhere(key);
  drafts.changedElsewhere('something else');
  expect(heard).toHaveBeenCalledTimes(2);
  expect(drafts.revision()).toBe(2);
  leave();
  drafts.remove(id);
  expect(heard).toHaveBeenCalledTimes(2);
});
