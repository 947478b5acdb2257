/** How a whole is shared, as one bar: stable muted, candidate solid, mirrored hatched; beside each other the configured in outline, the observed solid. */
import type { VersionRole } from '#components/ui/states/version-mark.tsx';
import styles from './share-bar.module.css';

export interface SharePart {
  name: string;
  role: VersionRole;
  /** 0..1; parts of zero are left out. */
  share: number;
  mirrored: boolean;
}

export interface ShareBarProps {
  parts: readonly SharePart[];
  label: string;
  /** `outline`: as configured; `solid`: as observed. */
  look?: 'muted' | 'outline' | 'solid';
}

export function ShareBar({ parts, label, look = 'muted' }: ShareBarProps) {
  return (
    <div className={styles.bar} role="img" aria-label={label} data-look={look}>
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
