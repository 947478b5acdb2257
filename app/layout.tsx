/** The document: language and theme are on it before the first paint. */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '#components/ui/theme/global.css';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Providers } from '#components/shell/document/providers.tsx';
import { themeCss } from '#components/ui/theme/theme.ts';
import { askingAgain } from '#lib/client/call/missing-files.ts';
import { requestPreferences } from './request-preferences.ts';

export const metadata: Metadata = {
  title: { default: 'Sluice', template: '%s · Sluice' },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { locale, theme } = await requestPreferences();
  // proxy.ts sets it, whatever the client sent.
  const nonce = (await headers()).get('x-nonce') ?? '';
  return (
    <html lang={locale} data-theme={theme ?? 'auto'} suppressHydrationWarning>
      <head>
        <script nonce={nonce} suppressHydrationWarning>
          {askingAgain}
        </script>
        <style href="theme" precedence="low">
          {themeCss}
        </style>
      </head>
      <body>
        <Providers locale={locale} nonce={nonce}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
