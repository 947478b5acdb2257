import { describe, expect, it } from 'vitest';
import { openWizardDrafts } from './wizard-drafts.ts';

const isText = (value: unknown): value is string => typeof value === 'string';

function memory(broken = false) {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (broken) throw new Error('full');
      kept.set(key, value);
    },
    removeItem: (key: string) => void kept.delete(key),
  };
}

const open = (storage: ReturnType<typeof memory>, user = 'mara', now = 1000) =>
  openWizardDrafts(storage, { cluster: 'demo', user }, isText, () => now);

describe('openWizardDrafts', () => {
  it('gives each account and service its own answers', () => {
    const storage = memory();
    expect(open(storage).put('shop/cart', { answers: 'canary', changedAtMs: 1000 })).toBe(true);
    expect(open(storage).get('shop/cart')?.answers).toBe('canary');
    expect(open(storage).get('shop/other')).toBeNull();
    expect(open(storage, 'tom').get('shop/cart')).toBeNull();
    open(storage).remove('shop/cart');
    expect(open(storage).get('shop/cart')).toBeNull();
  });

  it('tells when the storage refuses, and goes on', () => {
    const drafts = open(memory(true));
    expect(drafts.put('a/b', { answers: 'x', changedAtMs: 0 })).toBe(false);
    expect(drafts.get('a/b')).toBeNull();
  });

  it('takes up neither old answers nor those of another version', () => {
    const storage = memory();
    open(storage).put('a/b', { answers: 'x', changedAtMs: 1000 });
    expect(open(storage, 'mara', 1000 + 8 * 86_400_000).get('a/b')).toBeNull();
    const [key = ''] = storage.kept.keys();
    storage.kept.set(key, '{"answers": 7, "changedAtMs": 1000}');
    expect(open(storage).get('a/b')).toBeNull();
    storage.kept.set(key, 'no json');
    expect(open(storage).get('a/b')).toBeNull();
  });
});
