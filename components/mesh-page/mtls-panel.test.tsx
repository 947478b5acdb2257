// @vitest-environment happy-dom
/** What is said of a namespace's mutual TLS to whom. */
import { render } from '@testing-library/react';
import { IntlProvider } from 'use-intl';
import { expect, test, vi } from 'vitest';
import type { NamespaceMtls } from '#lib/api/mesh/mesh.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { MtlsPanel } from './mtls-panel.tsx';
import { emptyMesh, onePodNamespace, quietMtls } from './testing/mesh.ts';

function shown(more: Partial<NamespaceMtls>) {
  const mesh = { ...emptyMesh, namespaces: [{ ...onePodNamespace, mtls: { ...quietMtls, ...more } }] };
  return render(
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      <MtlsPanel mesh={mesh} />
    </IntlProvider>,
  ).container;
}

const { fine, strictReady, restricted } = messages.mesh.mtls;

test('nothing found, and ready for STRICT', () => {
  expect(shown({}).textContent).toContain(fine);
  expect(shown({ measured: 1 }).textContent).toContain(strictReady);
});

test('who may not read the policies is not told that nothing breaks', () => {
  const { textContent } = shown({ mode: null });
  expect(textContent).toContain(restricted);
  expect(textContent).not.toContain(fine);
});

test('rules of one name in two namespaces are two', () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const found = (namespace: string) => ({
    reason: 'plain-rule' as const,
    service: 'cart',
    ports: [],
    rule: { namespace, name: 'plain' },
    policy: null,
    callers: [],
  });
  const { textContent } = shown({ breaks: [found('shop'), found('web')] });
  expect(textContent).toContain('shop/plain');
  expect(textContent).toContain('web/plain');
  expect(said).not.toHaveBeenCalled();
  said.mockRestore();
});
