import type { Metadata } from 'next';
import { NeedsNamespace } from '#components/shell/notes/needs-namespace.tsx';
import { TracesPage } from '#components/traces/traces-page.tsx';
import { createText } from '#lib/i18n/create-text.ts';
import { requestPreferences } from '../../request-preferences.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { locale, messages } = await requestPreferences();
  return { title: createText(locale, messages, 'traces')('title') };
}

export default function Page() {
  return (
    <NeedsNamespace>
      <TracesPage />
    </NeedsNamespace>
  );
}
