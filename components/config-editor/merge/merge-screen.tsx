'use client';
/** What both sides changed, place by place: theirs, yours, and the result; below it the draft as it becomes. */
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { DiffView } from '#components/kit/diff-view/diff-view.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { Segments } from '#components/ui/buttons/segments.tsx';
import type { MergeConflict } from '#lib/document/diff/merge.ts';
import type { Side } from '#lib/document/diff/resolve.ts';
import { type Json, pathText, valueAt } from '#lib/document/json.ts';
import { kubectlStyle, printBlock } from '#lib/document/yaml/print.ts';
import { itemLabel } from '#lib/istio/changes/item-label.ts';
import styles from './merge.module.css';
import type { MergedDraft } from './merge-of.ts';

export interface MergeScreenProps {
  merge: MergedDraft;
  /** The object's text as it is now. */
  live: string;
  onCancel: () => void;
  onDone: (text: string) => void;
}

export function MergeScreen({ merge, live, onCancel, onDone }: MergeScreenProps) {
  const t = useTranslations('editor.merge');
  const { conflicts } = merge.merged;
  const [sides, setSides] = useState<readonly (Side | undefined)[]>(() => conflicts.map(() => undefined));
  const left = sides.filter((side) => side === undefined).length;
  const alone = merge.theirChanges.filter(
    ({ path }) => !isServers(path) && !conflicts.some((conflict) => startsAlike(conflict.path, path)),
  ).length;
  const text = useMemo(() => merge.textOf(sides), [merge, sides]);
  const all = (side: Side) => setSides(conflicts.map(() => side));
  return (
    <div className={styles.screen}>
      <div className={styles.top}>
        <p>
          {t('lead')} {alone > 0 && t('alone', { count: alone })}
        </p>
        <Button size="small" onClick={() => all('theirs')}>
          {t('allTheirs')}
        </Button>
        <Button size="small" onClick={() => all('mine')}>
          {t('allMine')}
        </Button>
      </div>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('place')}</th>
            <th scope="col">{t('base')}</th>
            <th scope="col">{t('theirs')}</th>
            <th scope="col">{t('mine')}</th>
            <th scope="col">{t('result')}</th>
          </tr>
        </thead>
        <tbody>
          {conflicts.map((conflict, index) => (
            <Row
              // biome-ignore lint/suspicious/noArrayIndexKey: two conflicts may have one path
              key={index}
              conflict={conflict}
              value={merge.merged.value}
              side={sides[index]}
              onSide={(side) => setSides(sides.with(index, side))}
            />
          ))}
        </tbody>
      </table>
      <div className={styles.preview}>
        {left > 0 ? (
          <p className={styles.later}>{t('previewLater')}</p>
        ) : (
          <DiffView before={live} after={text} layout="unified" label={t('preview')} />
        )}
      </div>
      <div className={styles.end}>
        <span className={styles.left} aria-live="polite">
          {t('left', { count: left })}
        </span>
        <Button onClick={onCancel}>{t('cancel')}</Button>
        <Button tone="accent" disabled={left > 0} onClick={() => onDone(text)}>
          {t('done')}
        </Button>
      </div>
    </div>
  );
}

/** Versions and the like: the API server writes them, and nobody decides about them. */
function isServers([first, second]: readonly (string | number)[]): boolean {
  return (
    first === 'metadata' &&
    ['resourceVersion', 'generation', 'uid', 'creationTimestamp'].includes(String(second))
  );
}

function startsAlike(a: readonly (string | number)[], b: readonly (string | number)[]): boolean {
  return a.slice(0, b.length).every((step, index) => step === b[index]);
}

interface RowProps {
  conflict: MergeConflict;
  value: Json;
  side: Side | undefined;
  onSide: (side: Side) => void;
}

function Row({ conflict, value, side, onSide }: RowProps) {
  const t = useTranslations('editor.merge');
  const { path, base, theirs, mine } = conflict;
  const place = pathText(path);
  // The rule or subset that the place is in, by its name.
  const item = path[0] === 'spec' && typeof path[2] === 'number' ? path.slice(0, 3) : null;
  const label =
    item === null
      ? null
      : (itemLabel(valueAt(value, item)) ?? itemLabel(path.length === 3 ? mine : undefined));
  const result = side === undefined ? undefined : side === 'mine' ? mine : theirs;
  return (
    <tr>
      <th scope="row">
        {label !== null && <b>{label}</b>}
        <code>{place}</code>
      </th>
      <td data-name={t('base')}>
        <Value value={base} />
      </td>
      <td data-name={t('theirs')} data-chosen={side === 'theirs' || undefined}>
        <Value value={theirs} />
      </td>
      <td data-name={t('mine')} data-chosen={side === 'mine' || undefined}>
        <Value value={mine} />
      </td>
      <td data-name={t('result')}>
        <Segments
          label={t('choice', { place: label === null ? place : `${label} ${place}` })}
          value={side ?? ('' as Side)}
          onChange={onSide}
          options={[
            { value: 'theirs', name: t('take') },
            { value: 'mine', name: t('keep') },
          ]}
        />
        {side !== undefined && <Value value={result} />}
      </td>
    </tr>
  );
}

function Value({ value }: { value: Json | undefined }) {
  const t = useTranslations('editor.merge');
  if (value === undefined) return <span className={styles.absent}>{t('absent')}</span>;
  const text = typeof value === 'object' ? printBlock(value, 0, kubectlStyle).join('\n') : String(value);
  return <pre className={styles.value}>{text}</pre>;
}
