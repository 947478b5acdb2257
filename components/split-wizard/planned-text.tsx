'use client';
/**
 * The text of an object as it will be written: changed lines tinted, with what stood there at the right; equal stretches folded.
 * What stands before `spec` is counted, not shown: names, and the record of the split, which the review shows in full.
 */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { type DiffPart, type DiffRow, diffParts, pairRows } from '#components/kit/diff-view/diff-rows.ts';
import { yamlWords } from '#components/kit/diff-view/yaml-words.ts';
import styles from './preview.module.css';

export interface PlannedTextProps {
  /** Null: the object is new, and nothing is tinted. */
  before: string | null;
  after: string;
  label: string;
}

const noFolds: ReadonlySet<number> = new Set();

export function PlannedText({ before, after, label }: PlannedTextProps) {
  const t = useTranslations('wizard.preview');
  const lines = after.trimEnd().split('\n');
  const spec = Math.max(0, lines.indexOf('spec:'));
  const parts = useMemo(
    () => (before === null ? [] : diffParts(before, after, { opened: noFolds }).parts),
    [before, after],
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.text} aria-label={label} tabIndex={0}>
      {spec > 0 && <div className={styles.fold}>{t('head', { count: spec })}</div>}
      {before === null
        ? lines.slice(spec).map((text, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
            <Line key={index} number={spec + index + 1} text={text} state="same" was={null} />
          ))
        : parts.map((part) => <Part key={keyOf(part)} part={below(part, spec)} />)}
    </section>
  );
}

/** Without the lines up to this one. */
function below(part: DiffPart, line: number): DiffPart {
  const rows = part.rows.filter(({ before, after }) => (after ?? before ?? 0) > line);
  return { ...part, rows };
}

function keyOf(part: DiffPart): string {
  const [first] = part.rows;
  return `${part.kind} ${first?.before} ${first?.after}`;
}

function Part({ part }: { part: DiffPart }) {
  const t = useTranslations('wizard.preview');
  if (part.rows.length === 0) return null;
  if (part.kind === 'folded') {
    return <div className={styles.fold}>{t('fold', { count: part.rows.length })}</div>;
  }
  if (!part.change) {
    return part.rows.map((row) => (
      <Line key={row.after} number={row.after} text={row.text} state="same" was={null} />
    ));
  }
  return pairRows(part.rows).map(({ left, right }) =>
    right === null ? (
      <Line key={`- ${left?.before}`} number={null} text={left?.text ?? ''} state="removed" was={null} />
    ) : (
      <Line
        key={right.after}
        number={right.after}
        text={right.text}
        state="changed"
        was={wasOf(left, right)}
      />
    ),
  );
}

/** What stood behind the same key. */
function wasOf(left: DiffRow | null, right: DiffRow): string | null {
  const key = /^\s*(?:- )?([\w-]+): ?(.*)$/;
  const before = key.exec(left?.text ?? '');
  const after = key.exec(right.text);
  return before !== null && before[1] === after?.[1] && before[2] !== '' ? (before[2] ?? null) : null;
}

interface LineProps {
  number: number | null;
  text: string;
  state: 'same' | 'changed' | 'removed';
  was: string | null;
}

function Line({ number, text, state, was }: LineProps) {
  const t = useTranslations('wizard.preview');
  return (
    <div
      className={styles.row}
      data-changed={state !== 'same' || undefined}
      data-removed={state === 'removed' || undefined}
    >
      <span className={styles.number} aria-hidden>
        {number}
      </span>
      <span className={styles.code}>
        {yamlWords(text).map(({ kind, text: word }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: words of a line stay in their order
          <span key={index} className={kind === 'text' ? undefined : styles[kind]}>
            {word}
          </span>
        ))}
      </span>
      {was !== null && <span className={styles.was}>{t('was', { value: was })}</span>}
    </div>
  );
}
