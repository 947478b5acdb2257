// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { holdOrder } from './held-order.ts';
import { holdMs, useHeldOrder } from './use-held-order.ts';

const keyOf = (row: string) => row;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('holdOrder', () => {
  it.each([
    [
      ['c', 'a', 'b'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ],
    [
      ['new', 'b', 'a'],
      ['a', 'b'],
      ['a', 'b', 'new'],
    ],
    [['b'], ['a', 'b', 'c'], ['b']],
    [['x', 'y'], [], ['x', 'y']],
  ])('%j held as %j is %j', (rows, held, expected) => {
    expect(holdOrder(rows, keyOf, held)).toEqual(expected);
  });
});

describe('useHeldOrder', () => {
  const start = () =>
    renderHook(({ rows }: { rows: readonly string[] }) => useHeldOrder(rows, keyOf), {
      initialProps: { rows: ['a', 'b'] },
    });

  it('follows the order while nobody is there', () => {
    const { result, rerender } = start();
    rerender({ rows: ['b', 'a'] });
    expect(result.current.rows).toEqual(['b', 'a']);
  });

  it('holds the order under the pointer and ten seconds after', () => {
    const { result, rerender } = start();
    act(() => result.current.holdProps.onPointerEnter());
    rerender({ rows: ['b', 'a'] });
    expect(result.current.rows).toEqual(['a', 'b']);
    act(() => result.current.holdProps.onPointerLeave());
    act(() => vi.advanceTimersByTime(holdMs - 1));
    expect(result.current.rows).toEqual(['a', 'b']);
    act(() => vi.advanceTimersByTime(1));
    expect(result.current.rows).toEqual(['b', 'a']);
  });

  it('holds as long as either pointer or focus is inside', () => {
    const { result, rerender } = start();
    act(() => result.current.holdProps.onFocus());
    act(() => result.current.holdProps.onPointerEnter());
    act(() => result.current.holdProps.onPointerLeave());
    act(() => vi.advanceTimersByTime(holdMs * 2));
    rerender({ rows: ['b', 'a'] });
    expect(result.current.rows).toEqual(['a', 'b']);
  });

  it('gives way to a new wish at once, and holds what that gave', () => {
    const { result, rerender } = renderHook(
      ({ rows, wish }: { rows: readonly string[]; wish: string }) => useHeldOrder(rows, keyOf, wish),
      { initialProps: { rows: ['a', 'b', 'c'], wish: 'by name' } },
    );
    act(() => result.current.holdProps.onPointerEnter());
    rerender({ rows: ['c', 'a', 'b'], wish: 'by rate' });
    expect(result.current.rows).toEqual(['c', 'a', 'b']);
    rerender({ rows: ['b', 'a', 'c'], wish: 'by rate' });
    expect(result.current.rows).toEqual(['c', 'a', 'b']);
  });
});
