'use client';
/** Where an object stands: the configuration, its namespace, its kind. */
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useScope } from '#components/shell/use-scope.ts';
import { routes } from '#lib/client/routes.ts';
import styles from './editor.module.css';

export function ObjectCrumbs({
  namespace,
  kind,
  children,
}: {
  namespace: string;
  kind: string;
  children?: ReactNode;
}) {
  const t = useTranslations('editor');
  const { namespaces, range } = useScope();
  return (
    <nav className={styles.crumbs} aria-label={t('crumbs')}>
      <Link href={routes.configuration({ namespaces, range })}>{t('crumb')}</Link>
      {namespace !== '' && (
        <>
          <span aria-hidden>/</span>
          <Link href={routes.configuration({ namespaces: [namespace], range })}>{namespace}</Link>
        </>
      )}
      {kind !== '' && (
        <>
          <span aria-hidden>/</span>
          <span>{kind}</span>
        </>
      )}
      {children}
    </nav>
  );
}
