import { describe, expect, it } from 'vitest';
import { isolated, toggled } from './chart-group.tsx';
import { stepOfKey } from './chart-surface.tsx';

const keys = ['a', 'b', 'c'];
const set = (...names: string[]) => new Set(names);

describe('hidden lines', () => {
  it('are hidden and shown again', () => {
    expect(toggled(set('a'), 'b')).toEqual(set('a', 'b'));
    expect(toggled(set('a', 'b'), 'b')).toEqual(set('a'));
  });

  it('one alone, then all again; lines of other charts stay as they are', () => {
    const alone = isolated(set('x'), 'b', keys);
    expect(alone).toEqual(set('x', 'a', 'c'));
    expect(isolated(alone, 'b', keys)).toEqual(set('x'));
    expect(isolated(alone, 'a', keys)).toEqual(set('x', 'b', 'c'));
  });
});

describe('keys move the moment', () => {
  it.each([
    ['ArrowRight', null, 9],
    ['ArrowRight', 9, 9],
    ['ArrowLeft', 5, 4],
    ['ArrowLeft', 0, 0],
    ['PageDown', 4, 0],
    ['Home', 4, 0],
    ['End', 4, 9],
    ['Escape', 4, null],
    ['a', 4, undefined],
  ] as const)('%s at %s leads to %s', (key, index, expected) => {
    expect(stepOfKey(key, index, 10)).toBe(expected);
  });
});
