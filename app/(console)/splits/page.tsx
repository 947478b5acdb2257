import type { Metadata } from 'next';
import { NeedsNamespace } from '#components/shell/notes/needs-namespace.tsx';
import { SplitsPage } from '#components/split-list/splits-page.tsx';
import { createText } from '#lib/i18n/create-text.ts';
import { requestPreferences } from '../../request-preferences.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { locale, messages } = await requestPreferences();
  return { title: createText(locale, messages, 'releases')('title') };
}

export default function Page() {
  return (
    <NeedsNamespace>
      <SplitsPage />
    </NeedsNamespace>
  );
}
