// @vitest-environment happy-dom
/** Where no kind that routes traffic is served, the list of splits leads to Istio; what was split before is still told. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { NuqsTestingAdapter } from 'nuqs/adapters/testing';
import { IntlProvider } from 'use-intl';
import { expect, test, vi } from 'vitest';
import type { Splits } from '#lib/api/splits/splits-list.ts';
import { pageRanges } from '#lib/client/address/scope.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { SplitsPage } from './splits-page.tsx';

vi.mock('next/navigation', () => ({
  usePathname: () => '/splits',
  useRouter: () => ({ push: () => {}, prefetch: () => {} }),
  useSearchParams: () => new URLSearchParams(),
}));

vi.mock('#components/shell/frame/use-metrics-age.ts', () => ({
  useMetricsAge: () => ({ age: null, late: false }),
}));

const none: Splits = {
  at: 1000,
  metricsAt: null,
  windowSeconds: 60,
  splits: [],
  proposals: [],
  unreadable: [],
  historyUnreadable: [],
  hiddenNamespaces: false,
  warnings: [],
};

function shown(routable: boolean | undefined): string {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  client.setQueryData(queries.about().queryKey, { istio: [], routable } as never);
  client.setQueryData(queries.whoami().queryKey, {
    allNamespaces: true,
    readOnly: false,
    persona: 'cluster-admin',
    namespaces: [],
  } as never);
  const asked = { namespaces: null, window: pageRanges.splits.fallback };
  client.setQueryData(queries.splits(asked).queryKey, none);
  const { container } = render(
    <QueryClientProvider client={client}>
      <NuqsTestingAdapter>
        <IntlProvider locale="en" messages={messages} timeZone="UTC">
          <SplitsPage />
        </IntlProvider>
      </NuqsTestingAdapter>
    </QueryClientProvider>,
  );
  return container.textContent ?? '';
}

test('Istio comes first where nothing can be split', () => {
  const text = shown(false);
  expect(text).toContain(messages.overview.noMesh.titleBare);
  expect(text).not.toContain(messages.releases.start);
});

test.each([true, undefined])('with routes there is just no split yet (%s)', (routable) => {
  const text = shown(routable);
  expect(text).toContain(messages.releases.none);
  expect(text).toContain(messages.releases.start);
  expect(text).not.toContain(messages.overview.noMesh.titleBare);
});
