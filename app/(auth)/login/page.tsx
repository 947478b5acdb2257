/** Signing in; somebody who already is goes on. */
import type { Metadata } from 'next';
import { LoginPage } from '#components/login/login-page.tsx';
import { signInProblems } from '#lib/api/access/session.ts';
import { createText } from '#lib/i18n/create-text.ts';
import { safeReturnTo } from '#lib/server/http/return-to.ts';
import { signInOptions } from '#lib/server/page-session.ts';
import { requestPreferences } from '../../request-preferences.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { locale, messages } = await requestPreferences();
  return { title: { absolute: createText(locale, messages, 'login')('pageTitle') } };
}

interface LoginProps {
  searchParams: Promise<{ returnTo?: string | string[]; ended?: string; problem?: string | string[] }>;
}

export default async function Page({ searchParams }: LoginProps) {
  const { returnTo, ended, problem } = await searchParams;
  return (
    <LoginPage
      options={signInOptions()}
      returnTo={safeReturnTo(typeof returnTo === 'string' ? returnTo : null)}
      ended={ended === '1'}
      problem={signInProblems.find((one) => one === problem) ?? null}
    />
  );
}
