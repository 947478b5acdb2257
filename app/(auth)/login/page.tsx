import type { Metadata } from 'next';
import { LoginPage } from '#components/login/login-page.tsx';
import { createText } from '#lib/i18n/create-text.ts';
import { safeReturnTo } from '#lib/server/http/return-to.ts';
import { requestPreferences } from '../../request-preferences.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { locale, messages } = await requestPreferences();
  return { title: { absolute: createText(locale, messages, 'login')('pageTitle') } };
}

interface LoginProps {
  searchParams: Promise<{ returnTo?: string | string[] }>;
}

export default async function Page({ searchParams }: LoginProps) {
  const { returnTo } = await searchParams;
  const safe = safeReturnTo(typeof returnTo === 'string' ? returnTo : null);
  return <LoginPage strategies={['demo', 'token']} returnTo={safe} ended={false} />;
}
