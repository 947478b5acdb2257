// @vitest-environment happy-dom
import { act, render } from '@testing-library/react';
import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime.js';
import { parseAsString, useQueryStates } from 'nuqs';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { useUrlOrder } from './url-order.ts';

type Write = (state: object | null, title: string, url: string) => void;

/** Of Next's router what matters here: it is told of each address, and writes it itself when the transition commits. */
function router() {
  const told: string[] = [];
  const write: Write = window.history.replaceState.bind(window.history);
  window.history.replaceState = (state: object | null, title: string, url: string) => {
    if (state === null || !('__NA' in state)) told.push(url);
    write(state, title, url);
  };
  return {
    told,
    commit: (url: string | undefined) => window.history.replaceState({ __NA: true }, '', url ?? ''),
  };
}

const nothing = () => undefined;
const idleRouter = {
  back: nothing,
  forward: nothing,
  refresh: nothing,
  push: nothing,
  replace: nothing,
  prefetch: nothing,
  bfcacheId: '',
};

const parsers = { find: parseAsString, view: parseAsString };
let set: ReturnType<typeof useQueryStates<typeof parsers>>[1] | null = null;

function Page({ ordered }: { ordered: boolean }) {
  [, set] = useQueryStates(parsers, { history: 'replace' });
  return ordered ? <Ordered /> : null;
}

function Ordered() {
  useUrlOrder();
  return null;
}

beforeAll(() => {
  vi.useFakeTimers();
});
afterAll(() => {
  vi.useRealTimers();
});

/** Two texts are typed, the router commits the first after the second was written, and the view is changed. */
async function typeAndGoOn(ordered: boolean): Promise<URLSearchParams> {
  const { pushState, replaceState } = window.history;
  replaceState.call(window.history, null, '', '/graph');
  const page = render(
    <AppRouterContext value={idleRouter}>
      <NuqsAdapter>
        <Page ordered={ordered} />
      </NuqsAdapter>
    </AppRouterContext>,
  );
  const next = router();
  const write = async (values: Parameters<NonNullable<typeof set>>[0]) => {
    await act(async () => {
      void set?.(values);
      await vi.advanceTimersByTimeAsync(1000);
    });
  };
  await write({ find: 'rat' });
  await write({ find: 'ratings' });
  expect(next.told).toHaveLength(2);
  next.commit(next.told[0]);
  await write({ view: 'table' });
  const { searchParams } = new URL(window.location.href);
  page.unmount();
  Object.assign(window.history, { pushState, replaceState });
  return searchParams;
}

test('what was typed last stays when the router is late', async () => {
  const search = await typeAndGoOn(true);
  expect(Object.fromEntries(search)).toEqual({ find: 'ratings', view: 'table' });
});

test('without the order it would be lost', async () => {
  const search = await typeAndGoOn(false);
  expect(Object.fromEntries(search)).toEqual({ find: 'rat', view: 'table' });
});

test('a letter that is written after a link was followed is not told to the router, which would stay', async () => {
  const { pushState, replaceState } = window.history;
  replaceState.call(window.history, { tree: 'services' }, '', '/services');
  const next = router();
  const page = render(
    <AppRouterContext value={idleRouter}>
      <NuqsAdapter>
        <Page ordered />
      </NuqsAdapter>
      <a href="/services/bookinfo/reviews">reviews</a>
    </AppRouterContext>,
  );
  const write = async (find: string) => {
    await act(async () => {
      void set?.({ find });
      await vi.advanceTimersByTimeAsync(1000);
    });
  };
  await write('rev');
  expect(next.told).toHaveLength(1);
  const link = page.getByText('reviews');
  link.addEventListener('click', (event) => event.preventDefault());
  link.click();
  await write('reviews');
  expect(next.told).toHaveLength(1);
  expect(window.location.search).toBe('?find=reviews');
  page.unmount();
  Object.assign(window.history, { pushState, replaceState });
});
