/** Rows of the rail before they are known, as high as they will be. */
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import styles from './rail.module.css';

export function SplitSkeleton({ rows }: { rows: number }) {
  return (
    <div aria-hidden>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div key={row} className={styles.split}>
          <div className={styles.splitHead}>
            <SkeletonBar width={96} />
          </div>
          <SkeletonBar width="100%" height={6} />
          <div className={styles.parts}>
            <SkeletonBar width={120} />
          </div>
        </div>
      ))}
    </div>
  );
}
