// @vitest-environment happy-dom
/** Which sources are told to whom. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { IntlProvider } from 'use-intl';
import { expect, test } from 'vitest';
import { queries } from '#lib/client/queries/queries.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { SourceBanners } from './source-banners.tsx';

function shownTo(namespaces: readonly string[], kubernetes: 'ok' | 'unreachable'): string {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  const source = (state: string) => ({ state, detail: null, since: 0, lastGood: null });
  client.setQueryData(queries.status().queryKey, {
    kubernetes: source(kubernetes),
    prometheus: source('starting'),
  } as never);
  const seen = namespaces.map((name) => ({ name }));
  client.setQueryData(queries.whoami().queryKey, { namespaces: seen } as never);
  const { container } = render(
    <QueryClientProvider client={client}>
      <IntlProvider locale="en" messages={messages} timeZone="UTC">
        <SourceBanners />
      </IntlProvider>
    </QueryClientProvider>,
  );
  return container.textContent ?? '';
}

test('Prometheus that is read for the first time', () => {
  expect(shownTo(['shop'], 'ok')).toContain('Prometheus is being read for the first time');
});

test('whoever sees no namespace waits for no metrics, but for Kubernetes', () => {
  expect(shownTo([], 'ok')).toBe('');
  expect(shownTo([], 'unreachable')).toContain('Kubernetes');
});
