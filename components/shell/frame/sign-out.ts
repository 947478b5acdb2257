'use client';
/** Ends the session and opens the sign-in page; a failure is told, because the session then still exists. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { showToast } from '#components/ui/layers/toast.ts';
import { routes } from '#lib/client/address/routes.ts';
import { signOut } from '#lib/client/session/session.ts';
import { useLive } from './live-context.tsx';

export function useSignOut(): () => void {
  const { signedOut } = useLive();
  const t = useTranslations('shell.user');
  const client = useQueryClient();
  return useCallback(() => {
    // What is still being asked would be refused.
    void client.cancelQueries();
    signOut().then(
      (continueAt) => {
        signedOut();
        window.location.assign(continueAt ?? routes.login());
      },
      () => showToast(t('signOutFailed'), 'failed'),
    );
  }, [t, signedOut, client]);
}
