// @vitest-environment happy-dom
/** Whoever sees no namespace is told what to ask for, on every page that would have nothing for them. */
import { readdirSync, readFileSync } from 'node:fs';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { IntlProvider } from 'use-intl';
import { expect, test } from 'vitest';
import { queries } from '#lib/client/queries/queries.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { NeedsNamespace } from './needs-namespace.tsx';

function shownTo(namespaces: readonly string[]): string {
  const client = new QueryClient();
  client.setQueryData(queries.whoami().queryKey, {
    user: { name: 'mara' },
    namespaces: namespaces.map((name) => ({ name })),
  } as never);
  const { container } = render(
    <QueryClientProvider client={client}>
      <IntlProvider locale="en" messages={messages} timeZone="UTC">
        <NeedsNamespace>the page</NeedsNamespace>
      </IntlProvider>
    </QueryClientProvider>,
  );
  return container.textContent ?? '';
}

test('who sees one is shown the page', () => {
  expect(shownTo(['shop'])).toBe('the page');
});

test('who sees none is told so, with the command for an admin', () => {
  const text = shownTo([]);
  expect(text).toContain(messages.overview.noAccess.title);
  expect(text).toContain('--user=mara');
  expect(text).not.toContain('the page');
});

/** They say something to everybody, or name one object that is then not found. */
const without = [
  'access',
  'links',
  'links/open',
  'settings',
  // Drafts are the reader's own, in the browser.
  'config/review',
  'config/[kind]/[namespace]/[name]',
  'config/[kind]/[namespace]/[name]/edit',
  'config/[kind]/[namespace]/[name]/history',
  'services/[namespace]/[name]',
  'workloads/[namespace]/[name]',
  'splits/[namespace]/[name]',
];

test('every page is one or the other', () => {
  const root = 'app/(console)';
  const pages = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('/page.tsx'),
  );
  const bare = pages.filter((file) => !readFileSync(`${root}/${file}`, 'utf8').includes('<NeedsNamespace>'));
  expect(bare.map((file) => file.replace(/\/page\.tsx$/, '')).sort()).toEqual([...without].sort());
});
