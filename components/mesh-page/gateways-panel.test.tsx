// @vitest-environment happy-dom
/** Who serves a gateway, for readers who see all of it and for those who do not. */
import { render } from '@testing-library/react';
import { IntlProvider } from 'use-intl';
import { expect, test } from 'vitest';
import type { MeshGateway } from '#lib/api/mesh/mesh.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { ServedBy } from './gateways-panel.tsx';

const gateway: MeshGateway = {
  kind: 'gateways.networking.istio.io',
  namespace: 'shop',
  name: 'public',
  servedBy: [],
  servedElsewhere: false,
  className: null,
  addresses: [],
  programmed: null,
  servers: [],
  routes: 0,
};

const { nobody, elsewhere } = messages.mesh.gateways;

test.each<[string, Partial<MeshGateway>, string]>([
  ['no pod', {}, nobody],
  ['a pod that one sees', { servedBy: [{ namespace: 'shop', name: 'edge' }] }, 'shop/edge'],
  ['one that one does not see is not nobody', { servedElsewhere: true }, elsewhere],
  [
    'both',
    { servedBy: [{ namespace: 'shop', name: 'edge' }], servedElsewhere: true },
    `shop/edge${elsewhere}`,
  ],
  ['a class, of the Gateway API', { className: 'istio' }, 'Class istio'],
])('%s', (_, more, expected) => {
  const { container } = render(
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      <ServedBy gateway={{ ...gateway, ...more }} />
    </IntlProvider>,
  );
  expect(container.textContent?.toLowerCase()).toBe(expected.toLowerCase());
});
