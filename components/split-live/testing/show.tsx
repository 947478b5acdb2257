/** A part of the live view, in what it stands in. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import { messages } from '#lib/i18n/messages-en.ts';

export function show(children: ReactNode): void {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <IntlProvider locale="en" messages={messages} timeZone="UTC">
        {children}
      </IntlProvider>
    </QueryClientProvider>,
  );
}
