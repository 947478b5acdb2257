'use client';
/** The page before its answer, in its final shape: what the address says stands there at once. */
import { useTranslations } from 'use-intl';
import { PageHead } from '#components/ui/page/page-head.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { type KindName, routes } from '#lib/client/address/routes.ts';
import { kindName } from '#lib/istio/kinds/kind-name.ts';
import styles from './detail.module.css';

export function ObjectSkeleton({ kind, namespace, name }: KindName) {
  const common = useTranslations('common');
  const t = useTranslations('configuration.detail');
  return (
    <div className={styles.page} role="status" aria-label={common('loading')}>
      <PageHead
        crumbs={[
          { text: t('list'), href: routes.configuration() },
          { text: namespace },
          { text: kindName(kind) },
        ]}
        crumbsLabel={t('crumbs')}
        title={name}
        facts={<SkeletonBar width={280} />}
        tabs={<div style={{ height: 36 }} />}
      />
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
