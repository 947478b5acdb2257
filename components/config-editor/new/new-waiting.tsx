'use client';
/** A new object's page before it is known what it begins with. */
import { useTranslations } from 'use-intl';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import styles from '../editor.module.css';

export function NewWaiting() {
  const common = useTranslations('common');
  return (
    <div className={styles.waiting} role="status" aria-label={common('loading')}>
      <SkeletonBar width="40%" />
      <SkeletonBar width="64%" />
      <SkeletonBar width="52%" />
    </div>
  );
}
