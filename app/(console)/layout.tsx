/** Pages of a signed-in reader, in the frame. */
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { AppFrame } from '#components/shell/app-frame.tsx';
import { routes } from '#lib/client/routes.ts';
import { requestPreferences } from '../request-preferences.ts';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const received = await headers();
  const answer = await fetch(`http://${received.get('host')}/api/v1/whoami`, {
    headers: { cookie: received.get('cookie') ?? '' },
    cache: 'no-store',
  });
  if (!answer.ok) redirect(routes.login());
  const { navigationCollapsed } = await requestPreferences();
  return (
    <AppFrame whoami={await answer.json()} collapsed={navigationCollapsed}>
      {children}
    </AppFrame>
  );
}
