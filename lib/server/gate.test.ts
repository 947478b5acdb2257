import { expect, test } from 'vitest';
import { createGate } from './gate.ts';

/** Tasks that end when they are told to, and the order in which they began. */
function tasks(limit: number) {
  const gate = createGate(limit);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    end: async (name: string) => {
      ends.get(name)?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
    begin: (name: string, line?: string, signal?: AbortSignal) =>
      gate.run(
        () => {
          begun.push(name);
          return new Promise<void>((resolve) => ends.set(name, resolve));
        },
        signal,
        line,
      ),
  };
}

test('no more than the limit are under way, and the others follow in their order', async () => {
  const { begin, end, begun } = tasks(2);
  const all = ['a', 'b', 'c', 'd'].map((name) => begin(name));
  expect(begun).toEqual([]);
  await end('');
  expect(begun).toEqual(['a', 'b']);
  await end('b');
  expect(begun).toEqual(['a', 'b', 'c']);
  await end('a');
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
  await end('c');
  await end('d');
  await Promise.all(all);
});

test('lines take turns: one who asks much holds nobody up', async () => {
  const { begin, end, begun } = tasks(1);
  const all = ['m1', 'm2', 'm3', 'm4'].map((name) => begin(name, 'much'));
  all.push(begin('l1', 'little'), begin('o1', 'other'), begin('l2', 'little'));
  await end('');
  for (const name of ['m1', 'm2', 'l1', 'o1', 'm3', 'l2', 'm4']) await end(name);
  expect(begun).toEqual(['m1', 'm2', 'l1', 'o1', 'm3', 'l2', 'm4']);
  await Promise.all(all);
});

test('who leaves the line is not waited for, and a task that fails gives its place on', async () => {
  const { begin, end, begun } = tasks(1);
  const gone = new AbortController();
  const first = begin('first');
  const left = begin('left', 'x', gone.signal);
  const last = begin('last', 'x');
  gone.abort(new Error('gone'));
  await expect(left).rejects.toThrow('gone');
  await end('first');
  expect(begun).toEqual(['first', 'last']);
  await end('last');
  await Promise.all([first, last]);

  const gate = createGate(1);
  await expect(gate.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await gate.run(async () => 'next')).toBe('next');
});
