// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { IntlProvider } from 'use-intl';
import { describe, expect, it, vi } from 'vitest';
import { type SignInOptions, type SignInProblem, signInProblems } from '#lib/api/access/session.ts';
import { messages } from '#lib/i18n/messages-en.ts';
import { LoginPage } from './login-page.tsx';

vi.mock('next/navigation', () => ({ useRouter: () => ({ refresh: () => {} }), usePathname: () => '/login' }));

interface Shown {
  problem?: SignInProblem | null;
  ended?: boolean;
  returnTo?: string;
}

function pageFor(
  strategies: SignInOptions['strategies'],
  { problem = null, ended = false, returnTo = '/' }: Shown,
) {
  const oidc = strategies.includes('oidc') ? { name: 'Acme Login' } : null;
  return (
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      <LoginPage
        options={{ strategies, oidc, cluster: { name: 'one', demo: false } }}
        returnTo={returnTo}
        ended={ended}
        problem={problem}
      />
    </IntlProvider>
  );
}

const show = (strategies: SignInOptions['strategies'], shown: Shown = {}) =>
  render(pageFor(strategies, shown));

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
    expect(screen.getByRole('link', { name: 'Sign in through the proxy' }).getAttribute('href')).toBe(
      '/graph?ns=a',
    );
    expect(screen.getAllByText('or')).toHaveLength(3);
  });

  it('behind a proxy: the way back through it, and what it means to come here again', () => {
    show(['header'], { ended: true, returnTo: '/config/review' });
    const link = screen.getByRole('link', { name: 'Sign in through the proxy' });
    expect([link.getAttribute('href'), link.dataset.tone]).toEqual(['/config/review', 'accent']);
    expect(screen.getByText(/^Your sign-in has ended/)).toBeDefined();
    expect(screen.getByText(/Kubernetes does not take what it sends/)).toBeDefined();
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

  it('sends nothing before it has its scripts', () => {
    const page = document.createElement('div');
    page.innerHTML = renderToString(pageFor(['oidc', 'token', 'demo', 'anonymous'], {}));
    const buttons = [...page.querySelectorAll('form button[type="submit"], li button')];
    expect(buttons).toHaveLength(5);
    expect(buttons.filter((button) => !button.hasAttribute('disabled'))).toEqual([]);
    // A field without a name is never part of an address.
    expect(page.querySelector('form [name]')).toBeNull();
    document.body.append(page);
    act(() => void hydrateRoot(page, pageFor(['oidc', 'token', 'demo', 'anonymous'], {})));
    expect(buttons.filter((button) => button.hasAttribute('disabled'))).toEqual([]);
    page.remove();
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
