'use client';
/** One question: its text, how its answer is shown, and the answer. */
import { Play, Square, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { SelectInput } from '#components/kit/form-fields/select-input.tsx';
import { chartUnits } from '#components/kit/time-series/chart-data.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import { Segments } from '#components/ui/buttons/segments.tsx';
import { exploreLimits } from '#lib/api/traffic/explore.ts';
import { serverNow } from '#lib/client/call/server-clock.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { AnswerView } from './answer-view.tsx';
import styles from './metrics-explorer.module.css';
import { faultOf, useFaultText } from './problem-note.tsx';
import { PromqlEditor, type PromqlEditorHandle } from './promql-editor.tsx';
import { unitOf } from './unit-of.ts';
import { useAnswer } from './use-answer.ts';
import { type Asked, answerViews, unitChoices } from './use-explorer-url.ts';

export interface QuestionProps {
  letter: string;
  asked: Asked;
  rangeSeconds: number;
  /** End of the range, Unix seconds; null is now. */
  at: number | null;
  /** Absent for the only one. */
  onRemove: (() => void) | undefined;
  onChange(next: Asked): void;
  onZoom(from: number, to: number): void;
}

/** Null: the unit that the names tell. */
const knownUnit = (unit: Asked['unit']) => chartUnits.find((known) => known === unit) ?? null;

export function Question({ letter, asked, rangeSeconds, at, onRemove, onChange, onZoom }: QuestionProps) {
  const t = useTranslations('metrics');
  const format = useFormat();
  const textOf = useFaultText();
  const editor = useRef<PromqlEditorHandle>(null);
  const { query, unit, view } = asked;
  const [draft, setDraft] = useState(query);
  const [known, setKnown] = useState(query);
  // Another range is asked about as of now.
  const [time, setTime] = useState(() => ({ rangeSeconds, now: serverNow() }));
  if (time.rangeSeconds !== rangeSeconds) setTime({ rangeSeconds, now: serverNow() });
  if (known !== query) {
    // From elsewhere: an example, a step back in the history.
    setKnown(query);
    setDraft(query);
  }
  useEffect(() => editor.current?.setText(known), [known]);

  const answer = useAnswer(query, view, { rangeSeconds, end: at ?? time.now });
  const fault = faultOf(query, answer.error);
  const isLong = draft.length > exploreLimits.queryLength;
  const changed = draft !== query && !(draft.trim() === '' && query === '');
  const run = () => {
    if (isLong || draft.trim() === '') return;
    setKnown(draft);
    setTime({ rangeSeconds, now: serverNow() });
    if (changed) onChange({ ...asked, query: draft });
    // The same once more, at the same moment of the past.
    else if (at !== null) void answer.refetch();
  };
  const isRunning = answer.isFetching;

  return (
    <section className={styles.question} aria-label={t('query.name', { letter })}>
      <div className={styles.bar}>
        <span className={styles.letter} aria-hidden>
          {letter}
        </span>
        <PromqlEditor
          ref={editor}
          text={draft}
          letter={letter}
          fault={
            fault === null || fault.offset === null || changed
              ? null
              : { text: query, offset: fault.offset, message: textOf(fault) }
          }
          onEdit={setDraft}
          onRun={run}
        />
        <div className={styles.tools}>
          {isRunning ? (
            <Button leading={<Square size={13} aria-hidden />} onClick={answer.stop}>
              {t('query.stop')}
            </Button>
          ) : (
            <Button
              tone={changed ? 'accent' : 'default'}
              leading={<Play size={13} aria-hidden />}
              disabled={isLong || draft.trim() === ''}
              onClick={run}
            >
              {t('query.run')}
            </Button>
          )}
          {onRemove !== undefined && (
            <IconButton
              label={t('query.remove', { letter })}
              icon={<X size={16} aria-hidden />}
              onClick={onRemove}
            />
          )}
        </div>
      </div>
      <div className={styles.choices}>
        <Segments
          label={t('query.view')}
          value={view}
          onChange={(next) => onChange({ ...asked, view: next })}
          options={answerViews.map((value) => ({ value, name: t(`query.${value}`) }))}
        />
        <SelectInput
          label={t('query.unit')}
          value={unit}
          width={150}
          onChange={(next) => onChange({ ...asked, unit: unitChoices.find((one) => one === next) ?? 'auto' })}
          options={unitChoices.map((value) => ({ value, text: t(`unit.${value}`) }))}
        />
        <span className={styles.dim} role="status">
          {isLong
            ? t('problem.long', { most: format.count(exploreLimits.queryLength) })
            : changed && t('query.changed')}
        </span>
      </div>
      <AnswerView
        letter={letter}
        query={query}
        view={view}
        unit={knownUnit(unit) ?? unitOf(query)}
        answer={answer}
        askedAt={time.now}
        onZoom={onZoom}
      />
    </section>
  );
}
