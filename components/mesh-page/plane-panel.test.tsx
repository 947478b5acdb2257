// @vitest-environment happy-dom
/** Of the control plane: what is missing has the names of the page, and what is kept back is not called unknown. */
import { cleanup, render } from '@testing-library/react';
import { IntlProvider } from 'use-intl';
import { afterEach, expect, test } from 'vitest';
import type { Mesh } from '#lib/api/mesh.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { controlPlaneQueryIds } from '#lib/metrics/control-plane-queries.ts';
import { PlanePanel } from './plane-panel.tsx';

afterEach(cleanup);

function shown(more: object): string {
  const mesh = {
    at: 1000,
    windowSeconds: 60,
    allNamespaces: true,
    clusters: { own: 'here', network: null, others: [], watched: null },
    controlPlane: {
      state: 'found',
      planes: [],
      figures: { state: 'ok', at: 1000, missing: [...controlPlaneQueryIds], other: null },
      configuration: { state: 'read', settings: [] },
    },
    ...more,
  } as unknown as Mesh;
  const { container } = render(
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      <PlanePanel mesh={mesh} />
    </IntlProvider>,
  );
  return container.textContent ?? '';
}

const { mesh } = messages;

test('questions that were not answered are named as their columns', () => {
  const text = shown({});
  for (const id of controlPlaneQueryIds) expect(text).not.toMatch(new RegExp(`\\b${id}\\b`));
  expect(text).toContain(mesh.plane.expiry);
  expect(text).toContain(mesh.clusters.watched);
});

test('what nobody knows, and what is kept from the reader', () => {
  expect(shown({})).toContain(mesh.unknown);
  const kept = shown({ allNamespaces: false });
  expect(kept).toContain(mesh.mtls.restricted);
  expect(kept).not.toContain(mesh.unknown);
});
