// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/react';
import { NuqsTestingAdapter } from 'nuqs/adapters/testing';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import { useRequestUrl } from './use-request-url.ts';

function tester(search: string) {
  return renderHook(() => useRequestUrl(), {
    wrapper: ({ children }: { children: ReactNode }) => (
      <NuqsTestingAdapter searchParams={search} hasMemory>
        {children}
      </NuqsTestingAdapter>
    ),
  });
}

test('the request is the one of the address', () => {
  const { result } = tester('?from=shop/cart&host=pay&port=80&headers=a: b%0Ac: d');
  expect(result.current[0]).toEqual({
    from: 'shop/cart',
    protocol: 'http',
    host: 'pay',
    port: '80',
    method: 'GET',
    path: '/',
    headers: ['a: b', 'c: d'],
  });
});

test('fields that are written before the page is drawn again are all kept', () => {
  const { result } = tester('?from=shop/cart&host=pay&port=80');
  const [, change] = result.current;
  act(() => {
    change({ method: 'POST' });
    change({ path: '/preview/1?x=1' });
    change({ headers: ['x-tester: beta'] });
  });
  expect(result.current[0]).toMatchObject({
    from: 'shop/cart',
    host: 'pay',
    method: 'POST',
    path: '/preview/1?x=1',
    headers: ['x-tester: beta'],
  });
});
