'use client';
/** Says to whoever has not signed in that nothing can be changed, and how that would be different. */
import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { routes } from '#lib/client/address/routes.ts';
import styles from './banner.module.css';

export function ReadOnlyBanner() {
  const t = useTranslations('shell.readOnly');
  const pathname = usePathname();
  const search = useSearchParams().toString();
  return (
    <section className={styles.source} data-calm aria-label={t('label')}>
      <StateMark state="idle" size={15} />
      <p>
        <span className={styles.what}>{t('label')}.</span> <span className={styles.dim}>{t('banner')}</span>{' '}
        <Link href={routes.login(search === '' ? pathname : `${pathname}?${search}`)} prefetch={false}>
          {t('signIn')}
        </Link>
      </p>
    </section>
  );
}
