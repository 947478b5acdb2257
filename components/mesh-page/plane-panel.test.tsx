// @vitest-environment happy-dom
/** Of the control plane: what is missing has the names of the page, and what is kept back is not called unknown. */
import { render } from '@testing-library/react';
import { IntlProvider } from 'use-intl';
import { expect, test } from 'vitest';
import type { Mesh } from '#lib/api/mesh/mesh.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { controlPlaneQueryIds } from '#lib/metrics/control-plane-queries.ts';
import { PlanePanel } from './plane-panel.tsx';
import { emptyMesh } from './testing/mesh.ts';

function shown(more: Partial<Mesh>): string {
  const { controlPlane } = emptyMesh;
  const figures = { ...controlPlane.figures, missing: [...controlPlaneQueryIds] };
  const mesh = { ...emptyMesh, controlPlane: { ...controlPlane, figures }, ...more };
  const { container } = render(
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      <PlanePanel mesh={mesh} />
    </IntlProvider>,
  );
  return container.textContent ?? '';
}

const { mesh } = messages;

test('questions that were not answered are named as their columns', () => {
  const { proxies, pushErrors, rejects, convergence, expiry, version } = mesh.plane;
  const names = [proxies, pushErrors, rejects, convergence, expiry, version, mesh.clusters.watched];
  expect(shown({})).toContain(mesh.plane.missing.replace('{names}', names.join(', ')));
});

test('what nobody knows, and what is kept from the reader', () => {
  expect(shown({})).toContain(mesh.unknown);
  const kept = shown({ allNamespaces: false });
  expect(kept).toContain(mesh.mtls.restricted);
  expect(kept).not.toContain(mesh.unknown);
});
