/** How a whole is shared, as one bar: stable muted, candidate solid, mirrored hatched. */
import type { VersionRole } from '#components/ui/version-mark.tsx';
import styles from './share-bar.module.css';

export interface SharePart {
  name: string;
  role: VersionRole;
  /** 0..1; parts of zero are left out. */
  share: number;
  mirrored: boolean;
}

export function ShareBar({ parts, label }: { parts: readonly SharePart[]; label: string }) {
  return (
    <div className={styles.bar} role="img" aria-label={label}>
      {parts
        .filter(({ share }) => share > 0)
        .map((part) => (
          <span
            key={part.name}
            className={styles.part}
            data-role={part.role}
            data-mirrored={part.mirrored || undefined}
            style={{ flexGrow: part.share, flexBasis: 0 }}
          />
        ))}
    </div>
  );
}
