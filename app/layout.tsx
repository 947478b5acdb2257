/** The document: language and theme are on it before the first paint. */
import '#components/ui/mantine-styles.ts';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '#components/ui/global.css';
import { ColorSchemeScript } from '@mantine/core';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Providers } from '#components/shell/providers.tsx';
import { requestPreferences } from './request-preferences.ts';

export const metadata: Metadata = {
  title: { default: 'Sluice', template: '%s · Sluice' },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { locale, messages, theme } = await requestPreferences();
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang={locale} data-mantine-color-scheme={theme ?? 'light'} suppressHydrationWarning>
      <head>{theme === null && <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} />}</head>
      <body>
        <Providers locale={locale} messages={messages} colorScheme={theme ?? 'auto'}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
