'use client';
/** Two texts compared: one column or two, equal stretches folded, `n` and `p` from difference to difference. */
import { ChevronsUpDown } from 'lucide-react';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import { type DiffPart, type DiffRow, diffParts, pairRows } from './diff-rows.ts';
import styles from './diff-view.module.css';
import { YamlLine } from './yaml-line.tsx';

export type DiffLayout = 'unified' | 'split';

export interface DiffViewProps {
  before: string;
  after: string;
  layout: DiffLayout;
  /** What is compared, for screen readers. */
  label: string;
}

export function DiffView({ before, after, layout, label }: DiffViewProps) {
  const t = useTranslations('code.diff');
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const region = useRef<HTMLElement>(null);
  const { parts, added, removed } = useMemo(
    () => diffParts(before, after, { opened }),
    [before, after, opened],
  );

  /** Moves to the next or previous difference below or above the upper edge. */
  function jump(event: KeyboardEvent<HTMLElement>) {
    if (event.key !== 'n' && event.key !== 'p') return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const found = [...(region.current?.querySelectorAll<HTMLElement>('[data-change]') ?? [])];
    const now = found.indexOf(document.activeElement as HTMLElement);
    const next =
      found[now === -1 ? (event.key === 'n' ? 0 : found.length - 1) : now + (event.key === 'n' ? 1 : -1)];
    if (next === undefined) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'center' });
  }

  if (added + removed === 0) return <p className={styles.same}>{t('same')}</p>;
  return (
    <section
      ref={region}
      className={styles.diff}
      data-layout={layout}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      onKeyDown={jump}
    >
      <VisuallyHidden>{t('keys')}</VisuallyHidden>
      {parts.map((part) => (
        <Part
          key={part.kind === 'folded' ? `fold ${part.id}` : `${part.rows[0]?.before} ${part.rows[0]?.after}`}
          part={part}
          layout={layout}
          onOpen={(id) => setOpened((known) => new Set([...known, id]))}
        />
      ))}
    </section>
  );
}

interface PartProps {
  part: DiffPart;
  layout: DiffLayout;
  onOpen: (id: number) => void;
}

function Part({ part, layout, onOpen }: PartProps) {
  const t = useTranslations('code.diff');
  if (part.kind === 'folded') {
    return (
      <button type="button" className={styles.folded} onClick={() => onOpen(part.id)}>
        <ChevronsUpDown size={12} aria-hidden />
        {t('hidden', { count: part.rows.length })}
      </button>
    );
  }
  const rows =
    layout === 'unified' ? (
      part.rows.map((row) => <Row key={`${row.before} ${row.after}`} row={row} />)
    ) : (
      <SplitRows rows={part.rows} />
    );
  return part.change ? (
    <div data-change tabIndex={-1} className={styles.part}>
      {rows}
    </div>
  ) : (
    <div className={styles.part}>{rows}</div>
  );
}

const signs = { same: '', removed: '−', added: '+' } as const;

function Sign({ kind }: { kind: DiffRow['kind'] }) {
  const t = useTranslations('code.diff');
  return (
    <span className={styles.sign}>
      <span aria-hidden>{signs[kind]}</span>
      {kind !== 'same' && <VisuallyHidden>{t(kind)}</VisuallyHidden>}
    </span>
  );
}

function Row({ row }: { row: DiffRow }) {
  return (
    <div className={styles.row} data-kind={row.kind}>
      <span className={styles.number}>{row.before ?? ''}</span>
      <span className={styles.number}>{row.after ?? ''}</span>
      <Sign kind={row.kind} />
      <YamlLine text={row.text} />
    </div>
  );
}

function SplitRows({ rows }: { rows: readonly DiffRow[] }) {
  return pairRows(rows).map(({ left, right }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pairs have no other name than their place in their part
    <div key={index} className={styles.pair}>
      <Half row={left} side="before" />
      <Half row={right} side="after" />
    </div>
  ));
}

function Half({ row, side }: { row: DiffRow | null; side: 'before' | 'after' }) {
  if (row === null) return <div className={styles.half} data-kind="none" />;
  return (
    <div className={styles.half} data-kind={row.kind}>
      <span className={styles.number}>{row[side] ?? ''}</span>
      <Sign kind={row.kind} />
      <YamlLine text={row.text} />
    </div>
  );
}
