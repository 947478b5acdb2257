/** Pages of a signed-in reader, in the frame; others go to the sign-in page and come back. */
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { AppFrame } from '#components/shell/frame/app-frame.tsx';
import { Away } from '#components/shell/frame/away.tsx';
import { requireUser } from '#lib/server/page-session.ts';
import { requestPreferences } from '../request-preferences.ts';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  // proxy.ts sets it, whatever the client sent.
  const path = (await headers()).get('x-sluice-path') ?? '/';
  const [whoami, { navigationCollapsed }] = await Promise.all([requireUser(path), requestPreferences()]);
  if (whoami === 'away') return <Away />;
  return (
    <AppFrame whoami={whoami} collapsed={navigationCollapsed}>
      {children}
    </AppFrame>
  );
}
