// @vitest-environment happy-dom
/** What the checks say of a large object comes in portions, the worst first. */
import { fireEvent, render, screen } from '@testing-library/react';
import { NuqsTestingAdapter } from 'nuqs/adapters/testing';
import { IntlProvider } from 'use-intl';
import { expect, it } from 'vitest';
import type { ConfigurationFinding, ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { FindingList } from './finding-list.tsx';

const finding = (index: number, severity: ConfigurationFinding['severity']): ConfigurationFinding => ({
  code: 'SLU0009',
  severity,
  place: {
    kind: 'virtualservices.networking.istio.io',
    kindName: 'VirtualService',
    namespace: 'shop',
    name: 'cart',
    path: ['spec', 'http', index, 'x'],
    line: index + 1,
    column: 1,
  },
  message: { key: 'SLU0009', params: { field: 'x' } },
  fix: null,
  isNew: false,
});

function show(findings: readonly ConfigurationFinding[]): void {
  const detail = { findings, may: { update: { allowed: false, missing: null } } };
  render(
    <NuqsTestingAdapter>
      <IntlProvider locale="en" messages={messages} timeZone="UTC">
        <FindingList detail={detail as unknown as ConfigurationObject} />
      </IntlProvider>
    </NuqsTestingAdapter>,
  );
}

const lines = () => screen.getAllByRole('button', { name: /^Line/ }).map(({ textContent }) => textContent);

it('shows fifty, and fifty more by each press', () => {
  show([...Array(119).keys()].map((index) => finding(index, 'warning')).concat(finding(119, 'error')));
  expect(lines()).toHaveLength(50);
  expect(lines()[0]).toBe('Line 120');
  fireEvent.click(screen.getByRole('button', { name: 'Show 50 more of 70' }));
  expect(lines()).toHaveLength(100);
  fireEvent.click(screen.getByRole('button', { name: 'Show 20 more of 20' }));
  expect(lines()).toHaveLength(120);
  expect(screen.queryByRole('button', { name: /^Show/ })).toBeNull();
});

it('has no button where all are shown', () => {
  show([finding(0, 'error')]);
  expect(lines()).toEqual(['Line 1']);
  expect(screen.queryByRole('button', { name: /^Show/ })).toBeNull();
});
