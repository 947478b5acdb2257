'use client';
/** Diamonds on the track, one for each change of configuration or several close ones, and the sentence of one of them. */
import Link from 'next/link';
import { type KeyboardEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import { routes } from '#lib/client/address/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './scrubber.module.css';
import { type ChangeMark, type ConfigurationChange, shape } from './timeline-shape.ts';

export interface ChangeMarksProps {
  marks: readonly ChangeMark[];
  /** Of the track, pixels. */
  width: number;
  /** Of the base line, pixels. */
  top: number;
  chosen: ChangeMark | null;
  onChoose: (mark: ChangeMark | null) => void;
}

const nameOf = ({ changes: [first] }: ChangeMark) =>
  `${first.at} ${first.kind} ${first.namespace}/${first.name}`;

export function ChangeMarks({ marks, width, top, chosen, onChoose }: ChangeMarksProps) {
  const t = useTranslations('time.change');
  const format = useFormat();
  const now = useNow(10_000);
  const [pointed, setPointed] = useState<string | null>(null);
  const chosenName = chosen === null ? null : nameOf(chosen);
  const told = marks.find((mark) => nameOf(mark) === (pointed ?? chosenName));
  const current = marks.findIndex((mark) => nameOf(mark) === chosenName);
  const textOf = ({ changes }: ChangeMark) => {
    const [{ at, kind, namespace, name, operation, manager, user }, ...others] = changes;
    const by = user ?? manager;
    const who = by === '' ? '' : t('who', { manager: by });
    const more = others.length === 0 ? '' : t('more', { count: others.length });
    return (
      t(operation, { kind, name: namespace === '' ? name : `${namespace}/${name}` }) +
      who +
      more +
      t('age', { age: format.age(Math.max(1, now - at)) })
    );
  };
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const at = buttons.findIndex((button) => button.matches(':focus'));
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons[Math.min(buttons.length - 1, Math.max(0, to))]?.focus();
  };
  return (
    <fieldset className={styles.marks} aria-label={t('label')} onKeyDown={move}>
      {marks.map((mark, index) => {
        const name = nameOf(mark);
        return (
          <button
            key={name}
            type="button"
            className={styles.mark}
            style={{ left: mark.x, top }}
            tabIndex={index === Math.max(0, current) ? 0 : -1}
            aria-pressed={name === chosenName}
            aria-label={`${format.time(mark.changes[0].at)} ${textOf(mark)}`}
            data-told={mark === told || undefined}
            onPointerEnter={() => setPointed(name)}
            onPointerLeave={() => setPointed(null)}
            onFocus={() => setPointed(name)}
            onBlur={() => setPointed(null)}
            onClick={() => onChoose(name === chosenName ? null : mark)}
          >
            <span
              style={{ width: shape.mark, height: shape.mark }}
              data-many={mark.changes.length > 1 || undefined}
            />
          </button>
        );
      })}
      {told && (
        <p
          className={styles.sentence}
          style={
            told.x < width / 2
              ? { left: Math.max(0, told.x - 60) }
              : { right: Math.max(0, width - told.x - 60) }
          }
        >
          <b>{format.time(told.changes[0].at)}</b> {textOf(told)}
          {nameOf(told) === chosenName && <HistoryLink change={told.changes[0]} />}
        </p>
      )}
    </fieldset>
  );
}

/** Only of the mark that is chosen: what goes with the pointer cannot be reached by it. */
function HistoryLink({
  change: { kindId: kind, namespace, name, revision },
}: {
  change: ConfigurationChange;
}) {
  const t = useTranslations('time.change');
  return (
    <Link className={styles.history} href={routes.configHistory({ kind, namespace, name }, revision)}>
      {t('history')}
    </Link>
  );
}
