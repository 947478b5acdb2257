'use client';
/** The frame of the side panel and of its sections. */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import styles from './side-panel.module.css';

export interface PanelFrameProps {
  name: string;
  head: ReactNode;
  /** Beside the button that closes. */
  menu?: ReactNode;
  children: ReactNode;
  onClose: () => void;
}

export function PanelFrame({ name, head, menu, children, onClose }: PanelFrameProps) {
  const t = useTranslations('graph.panel');
  return (
    <aside
      className={styles.panel}
      aria-label={t('label', { name })}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header className={styles.head}>
        {head}
        <span className={styles.headTools}>
          {menu}
          <IconButton size="small" label={t('close')} icon={<X size={16} aria-hidden />} onClick={onClose} />
        </span>
      </header>
      {children}
    </aside>
  );
}

export function PanelSection({
  title,
  note,
  children,
}: {
  title: string;
  note?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h3>{title}</h3>
        {note !== undefined && <span className={styles.note}>{note}</span>}
      </div>
      {children}
    </section>
  );
}
