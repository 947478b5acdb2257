// @vitest-environment happy-dom
/** What is said where nothing has a sidecar: to whom, and whether Istio is there at all. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { IntlProvider } from 'use-intl';
import { expect, test } from 'vitest';
import { queries } from '#lib/client/queries/queries.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { NoMesh } from './no-mesh.tsx';

function shown(allNamespaces: boolean, istio: readonly object[]): string {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  client.setQueryData(queries.whoami().queryKey, { allNamespaces, namespaces: [{ name: 'shop' }] } as never);
  client.setQueryData(queries.about().queryKey, { istio } as never);
  const { container } = render(
    <QueryClientProvider client={client}>
      <IntlProvider locale="en" messages={messages} timeZone="UTC">
        <NoMesh />
      </IntlProvider>
    </QueryClientProvider>,
  );
  return container.textContent ?? '';
}

const { title, titleYours, titleBare, install } = messages.overview.noMesh;
const istiod = { revision: 'default', version: '1.31.1', namespace: 'istio-system' };

test('who sees all is told of all, whoever sees a part of that part', () => {
  expect(shown(true, [istiod])).toContain(title);
  expect(shown(false, [istiod])).toContain(titleYours);
});

test('without istiod Istio comes first', () => {
  for (const all of [true, false]) {
    const text = shown(all, []);
    expect(text).toContain(titleBare);
    expect(text).toContain(install);
  }
  expect(shown(true, [istiod])).not.toContain(install);
});
