/** The reader may not: which right is missing, in words and as something to hand to an admin. */
import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { CopyBlock } from './copy-block.tsx';
import styles from './state-block.module.css';

export interface ForbiddenStateProps {
  title: ReactNode;
  detail: ReactNode;
  /** The command or manifest that grants it. */
  grant?: string;
  copyLabel: string;
  copiedLabel: string;
  actions?: ReactNode;
  centered?: boolean;
}

export function ForbiddenState({
  title,
  detail,
  grant,
  copyLabel,
  copiedLabel,
  actions,
  centered,
}: ForbiddenStateProps) {
  // Alone on the page it is the page's heading.
  const Heading = centered ? 'h1' : 'h2';
  return (
    <section className={styles.block} data-centered={centered || undefined}>
      <Heading className={styles.title}>
        <Lock size={17} aria-hidden />
        {title}
      </Heading>
      <p className={styles.detail}>{detail}</p>
      {grant !== undefined && <CopyBlock text={grant} copyLabel={copyLabel} copiedLabel={copiedLabel} />}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </section>
  );
}
