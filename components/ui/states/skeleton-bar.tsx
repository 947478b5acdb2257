/** A grey bar of the size that the text will have. It does not shimmer: motion is for changes. */
import styles from './marks.module.css';

export function SkeletonBar({ width, height = 12 }: { width: number | string; height?: number }) {
  return <span className={styles.bar} style={{ width, height }} aria-hidden />;
}
