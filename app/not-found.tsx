import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { routes } from '#lib/client/routes.ts';
import { createText } from '#lib/i18n/create-text.ts';
import { requestPreferences } from './request-preferences.ts';

export default async function NotFound() {
  const { locale, messages } = await requestPreferences();
  const t = createText(locale, messages, 'shell');
  return (
    <main>
      <EmptyState
        centered
        title={t('notFound.title')}
        detail={t('notFound.detail')}
        actions={<ButtonLink href={routes.overview()}>{t('notFound.home')}</ButtonLink>}
      />
    </main>
  );
}
