import type { Metadata } from 'next';
import { NeedsNamespace } from '#components/shell/notes/needs-namespace.tsx';
import { SplitWizardPage } from '#components/split-wizard/split-wizard-page.tsx';
import { createText } from '#lib/i18n/create-text.ts';
import { requestPreferences } from '../../../request-preferences.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { locale, messages } = await requestPreferences();
  return { title: createText(locale, messages, 'wizard')('title.none') };
}

export default function Page() {
  return (
    <NeedsNamespace>
      <SplitWizardPage />
    </NeedsNamespace>
  );
}
