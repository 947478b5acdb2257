'use client';
import { Check, Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
/** Parts that the tabs of both pages are made of: sections, facts, hosts to copy, labels. */
import { useCopied } from '#components/ui/use-copied.ts';
import styles from './detail.module.css';

export function Section({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h2>{title}</h2>
        {note !== undefined && <span className={styles.caption}>{note}</span>}
      </div>
      {children}
    </section>
  );
}

export function RailSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.railSection}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export interface Fact {
  name: string;
  /** Left out when null. */
  value: ReactNode;
}

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts
        .filter(({ value }) => value !== null)
        .map(({ name, value }) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

export function Copyable({ text }: { text: string }) {
  const t = useTranslations('details');
  const clipboard = useCopied();
  return (
    <span className={styles.copyable}>
      <code>{text}</code>
      <IconButton
        size="small"
        label={clipboard.copied ? t('copied') : t('copy', { text })}
        icon={clipboard.copied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
        onClick={() => clipboard.copy(text)}
      />
    </span>
  );
}

/** Null when there are none, so that the fact is left out. */
export function labelList(labels: Readonly<Record<string, string>>): ReactNode {
  const entries = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return null;
  return entries.map(([key, value]) => (
    <span key={key} className={styles.label}>
      <span>{key}=</span>
      {value}
    </span>
  ));
}
