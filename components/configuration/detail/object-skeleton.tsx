'use client';
/** The page before its answer, in its final shape: what the address says stands there at once. */
import { useTranslations } from 'use-intl';
import { SkeletonBar } from '#components/ui/skeleton-bar.tsx';
import type { KindName } from '#lib/client/routes.ts';
import { kindName } from '../kind-names.ts';
import styles from './detail.module.css';

export function ObjectSkeleton({ kind, namespace, name }: KindName) {
  const common = useTranslations('common');
  return (
    <div className={styles.page} role="status" aria-label={common('loading')}>
      <div className={styles.head}>
        <div className={styles.crumbs}>
          {namespace} / {kindName(kind)}
        </div>
        <div className={styles.titleRow}>
          <h1>{name}</h1>
        </div>
        <div className={styles.meta}>
          <SkeletonBar width={280} />
        </div>
        <div style={{ height: 36 }} />
      </div>
      <div className={styles.columns}>
        <div className={styles.main}>
          {[70, 62, 78, 54, 60].map((width) => (
            <div key={width} style={{ display: 'flex', alignItems: 'center', height: 30 }}>
              <SkeletonBar width={`${width}%`} />
            </div>
          ))}
        </div>
        <div className={styles.rail}>
          <div className={styles.railSection}>
            <SkeletonBar width={160} />
          </div>
        </div>
      </div>
    </div>
  );
}
