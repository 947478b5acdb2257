/** Nothing is saved yet: what it would be good for, and the way there. */
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { routes, type TestedRequest } from '#lib/client/address/routes.ts';
import { joinSentences } from '#lib/i18n/join-sentences.ts';
import styles from './expectations.module.css';

export function NoExpectations({ start }: { start: TestedRequest | undefined }) {
  const t = useTranslations('expectations');
  return (
    <p className={styles.none}>
      {joinSentences([t('none'), t('noneDetail')])}{' '}
      {start !== undefined && <Link href={routes.routeTest(start)}>{t('toTester')}</Link>}
    </p>
  );
}
