import Link from 'next/link';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { Logo } from '#components/ui/theme/logo.tsx';
import { routes } from '#lib/client/address/routes.ts';
import { createText } from '#lib/i18n/create-text.ts';
import styles from './not-found.module.css';
import { requestPreferences } from './request-preferences.ts';

export default async function NotFound() {
  const { locale, messages } = await requestPreferences();
  const t = createText(locale, messages, 'shell');
  return (
    <main>
      <Link href={routes.overview()} className={styles.brand}>
        <Logo size={24} />
        {createText(locale, messages, 'common')('brand')}
      </Link>
      <EmptyState
        centered
        title={t('notFound.title')}
        detail={t('notFound.detail')}
        actions={<ButtonLink href={routes.overview()}>{t('notFound.home')}</ButtonLink>}
      />
    </main>
  );
}
