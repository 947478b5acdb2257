import type { Metadata } from 'next';
import { ConfigurationPage } from '#components/configuration/list/configuration-page.tsx';
import { NeedsNamespace } from '#components/shell/notes/needs-namespace.tsx';
import { createText } from '#lib/i18n/create-text.ts';
import { requestPreferences } from '../../request-preferences.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { locale, messages } = await requestPreferences();
  return { title: createText(locale, messages, 'configuration')('list.title') };
}

export default function Page() {
  return (
    <NeedsNamespace>
      <ConfigurationPage />
    </NeedsNamespace>
  );
}
