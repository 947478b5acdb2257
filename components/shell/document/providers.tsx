'use client';
/** What every page stands in: texts, URL state, queries and notifications. */
import { QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useEffect, useState } from 'react';
import { routes } from '#lib/client/address/routes.ts';
import { onSignedOut } from '#lib/client/session/signed-out.ts';
import { isSigningOut } from '#lib/client/session/signing-out.ts';
import type { Locale } from '#lib/i18n/locales.ts';
import { NonceContext } from './early-question.tsx';
import { createQueryClient } from './query-client.ts';
import { Texts } from './texts.tsx';
import { useUrlOrder } from './url-order.ts';

export interface ProvidersProps {
  locale: Locale;
  /** Of the page's content security policy. */
  nonce: string;
  children: ReactNode;
}

function toSignIn() {
  if (isSigningOut()) return;
  const { pathname, search } = window.location;
  if (pathname !== routes.login()) window.location.assign(routes.login(`${pathname}${search}`, true));
}

export function Providers({ locale, nonce, children }: ProvidersProps) {
  const [queryClient] = useState(createQueryClient);
  useEffect(() => onSignedOut(toSignIn), []);
  useUrlOrder();
  return (
    <Texts locale={locale}>
      <NuqsAdapter>
        <QueryClientProvider client={queryClient}>
          <NonceContext value={nonce}>{children}</NonceContext>
        </QueryClientProvider>
      </NuqsAdapter>
    </Texts>
  );
}
