// @vitest-environment happy-dom
/** What a review says of findings that the drafts would bring: how many, the worst first, each with its place and code; errors without a press. */
import { render, screen, within } from '@testing-library/react';
import { IntlProvider } from 'use-intl';
import { expect, it } from 'vitest';
import type { ConfigurationFinding } from '#lib/api/configuration/configuration.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { NewFindings } from './new-findings.tsx';

const place = (name: string, path: (string | number)[] = []): ConfigurationFinding['place'] => ({
  kind: 'virtualservices.networking.istio.io',
  kindName: 'VirtualService',
  namespace: 'bookinfo',
  name,
  path,
  line: null,
  column: null,
});

const rest = { fix: null, isNew: true } as const;
const error = (name: string): ConfigurationFinding => ({
  ...rest,
  code: 'SLU0002',
  severity: 'error',
  place: place(name, ['spec', 'http', 0, 'redirect', 'redirectCode']),
  message: { key: 'SLU0002', params: { code: 305 } },
});
const warning: ConfigurationFinding = {
  ...rest,
  code: 'SLU0014',
  severity: 'warning',
  place: place('reviews'),
  message: { key: 'SLU0014.retries', params: { attempts: 12 } },
};
const info: ConfigurationFinding = {
  ...rest,
  code: 'SLU0004',
  severity: 'info',
  place: place('reviews'),
  message: { key: 'SLU0004', params: { rules: 2 } },
};

const show = (...findings: ConfigurationFinding[]) =>
  render(
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      <NewFindings findings={findings} />
    </IntlProvider>,
  );

it('counts nothing where only hints come, and has nothing to open', () => {
  show(info);
  expect(screen.getByText('Checks: 0 new errors, 0 new warnings.')).toBeTruthy();
  expect(screen.queryByRole('group')).toBeNull();
});

it('has errors before warnings, each with its sentence, its place and its code, and is open', () => {
  show(warning, info, error('reviews'));
  expect(screen.getByText('Checks: 1 new error, 1 new warning.')).toBeTruthy();
  const list = screen.getByRole('group');
  expect(list.hasAttribute('open')).toBe(true);
  const [first, second, ...others] = within(list).getAllByRole('listitem');
  expect(others).toEqual([]);
  expect(first?.textContent).toContain('The proxy cannot answer with redirect code 305');
  expect(first?.textContent).toContain(
    'VirtualService bookinfo/reviews spec.http[0].redirect.redirectCode · SLU0002',
  );
  expect(second?.textContent).toContain('Up to 12 retries a request');
  expect(second?.textContent).toContain('VirtualService bookinfo/reviews · SLU0014');
});

it('keeps warnings closed until they are asked for', () => {
  show(warning);
  expect(screen.getByRole('group').hasAttribute('open')).toBe(false);
});

it('tells twenty, and how many more there are', () => {
  show(...Array.from({ length: 23 }, (_, index) => error(`reviews-${index}`)));
  const items = screen.getAllByRole('listitem');
  expect(items).toHaveLength(21);
  expect(items.at(-1)?.textContent).toContain('3 more');
});
