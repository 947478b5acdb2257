// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { IntlProvider } from 'use-intl';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type SignInOptions, type SignInProblem, signInProblems } from '#lib/api/session.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { LoginPage } from './login-page.tsx';

vi.mock('next/navigation', () => ({ useRouter: () => ({ refresh: () => {} }), usePathname: () => '/login' }));

afterEach(cleanup);

function show(
  strategies: SignInOptions['strategies'],
  {
    problem = null,
    ended = false,
    returnTo = '/',
  }: { problem?: SignInProblem | null; ended?: boolean; returnTo?: string } = {},
) {
  const oidc = strategies.includes('oidc') ? { name: 'Acme Login' } : null;
  render(
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      <LoginPage
        options={{ strategies, oidc, cluster: { name: 'one', demo: false } }}
        returnTo={returnTo}
        ended={ended}
        problem={problem}
      />
    </IntlProvider>,
  );
}

const issuerLink = () => screen.queryByRole<HTMLAnchorElement>('link', { name: 'Sign in with Acme Login' });
const tokenField = () => screen.queryByLabelText('Kubernetes token');

describe('LoginPage', () => {
  it('offers every way that is switched on, the issuer first', () => {
    show(['oidc', 'token', 'anonymous', 'header'], { returnTo: '/graph?ns=a' });
    expect(issuerLink()?.getAttribute('href')).toBe('/api/v1/session/oidc?returnTo=/graph%3Fns%3Da');
    expect(issuerLink()?.dataset.tone).toBe('accent');
    expect(screen.getByRole('button', { name: 'Sign in' }).dataset.tone).toBe('default');
    expect(tokenField()).not.toBeNull();
    expect(screen.getByRole('button', { name: /^Look around/ })).toBeDefined();
    expect(screen.getByText(/a proxy signs you in/)).toBeDefined();
    expect(screen.getAllByText('or')).toHaveLength(2);
  });

  it('offers nothing else', () => {
    show(['oidc']);
    expect(tokenField()).toBeNull();
    expect(screen.queryByText('or')).toBeNull();
    cleanup();
    show(['token']);
    expect(issuerLink()).toBeNull();
    expect(screen.getByRole('button', { name: 'Sign in' }).dataset.tone).toBe('accent');
  });

  it.each(signInProblems)('says of %s what is wrong and what to do', (problem) => {
    show(['oidc'], { problem, ended: true });
    const alert = screen.getByRole('alert');
    const { title, todo } = messages.login.problem[problem];
    const filled = (text: string) => text.replaceAll('{issuer}', 'Acme Login');
    expect(alert.textContent).toBe(filled(title) + filled(todo));
    // One thing at a time.
    expect(screen.queryByText(/Your sign-in has ended/)).toBeNull();
  });
});
