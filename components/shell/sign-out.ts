'use client';
/** Ends the session and opens the sign-in page; a failure is told, because the session then still exists. */
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { showToast } from '#components/ui/toast.ts';
import { routes } from '#lib/client/routes.ts';
import { signOut } from '#lib/client/session.ts';

export function useSignOut(): () => void {
  const t = useTranslations('shell.user');
  return useCallback(() => {
    signOut().then(
      () => window.location.assign(routes.login()),
      () => showToast(t('signOutFailed'), 'failed'),
    );
  }, [t]);
}
