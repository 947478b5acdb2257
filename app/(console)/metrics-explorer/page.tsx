import type { Metadata } from 'next';
import { MetricsExplorerPage } from '#components/metrics-explorer/metrics-explorer-page.tsx';
import { NeedsNamespace } from '#components/shell/notes/needs-namespace.tsx';
import { createText } from '#lib/i18n/create-text.ts';
import { requestPreferences } from '../../request-preferences.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { locale, messages } = await requestPreferences();
  return { title: createText(locale, messages, 'metrics')('title') };
}

export default function Page() {
  return (
    <NeedsNamespace>
      <MetricsExplorerPage />
    </NeedsNamespace>
  );
}
