'use client';
/** The page at its final heights before the first answer. Nothing moves. */
import { useTranslations } from 'use-intl';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import attention from './attention.module.css';
import styles from './overview.module.css';
import { SplitSkeleton } from './split-skeleton.tsx';
import tables from './tables.module.css';

const rows = [1, 2, 3, 4, 5, 6];

export function OverviewSkeleton() {
  const t = useTranslations('overview');
  const common = useTranslations('common');
  return (
    <div className={styles.page} role="status" aria-label={common('loading')}>
      <div className={styles.main}>
        <div className={styles.head}>
          <h1>
            <VisuallyHidden>{t('title')}</VisuallyHidden>
            <SkeletonBar width={240} height={20} />
          </h1>
          <SkeletonBar width={320} />
        </div>
        <div className={attention.list}>
          {rows.slice(0, 3).map((row) => (
            <div key={row} className={`${attention.item} ${attention.row}`}>
              <SkeletonBar width={16} height={16} />
              <SkeletonBar width="60%" />
              <SkeletonBar width={120} />
            </div>
          ))}
        </div>
        <table className={tables.table} aria-hidden>
          <tbody>
            {rows.map((row) => (
              <tr key={row}>
                <td className={tables.name}>
                  <SkeletonBar width={96} />
                </td>
                <td className={tables.services}>
                  <SkeletonBar width={24} />
                </td>
                <td className={tables.rate}>
                  <SkeletonBar width="100%" />
                </td>
                <td className={tables.trend}>
                  <SkeletonBar width={148} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.rail}>
        <div className={styles.railSection}>
          <div className={styles.railHead}>
            <SkeletonBar width={112} />
          </div>
          <SplitSkeleton rows={3} />
        </div>
        <div className={styles.railSection}>
          <SkeletonBar width={144} />
        </div>
      </div>
    </div>
  );
}
