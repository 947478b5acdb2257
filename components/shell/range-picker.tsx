'use client';
/** How far back the view looks: a few choices of the page, or an own one. Kept in the URL. */
import { Check } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { pageRanges, rangeSeconds } from '#lib/client/scope.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './picker.module.css';
import { PickerButton } from './picker-button.tsx';
import { useScope } from './use-scope.ts';

type Page = keyof typeof pageRanges;

/** "Last 30 min" of "30m". */
function useRangeName(): (range: string) => string {
  const t = useTranslations('shell.range');
  const format = useFormat();
  return (range) => t('last', { span: format.span(rangeSeconds(range)) });
}

function OwnRange({ onChoose }: { onChoose: (range: string) => void }) {
  const t = useTranslations('shell.range');
  const [own, setOwn] = useState('');
  const [invalid, setInvalid] = useState(false);
  const errorId = useId();
  return (
    <>
      <form
        className={styles.custom}
        onSubmit={(event) => {
          event.preventDefault();
          const text = own.trim().toLowerCase();
          if (rangeSeconds(text) === null) setInvalid(true);
          else onChoose(text);
        }}
      >
        <input
          className={styles.field}
          value={own}
          onChange={(event) => {
            setOwn(event.currentTarget.value);
            setInvalid(false);
          }}
          placeholder={t('custom')}
          aria-label={t('custom')}
          aria-invalid={invalid}
          aria-describedby={invalid ? errorId : undefined}
          autoComplete="off"
        />
        <Button type="submit" size="small" style={{ height: 30 }}>
          {t('apply')}
        </Button>
      </form>
      {invalid && (
        <p id={errorId} className={styles.error} role="alert">
          {t('invalid')}
        </p>
      )}
    </>
  );
}

export function RangePicker({ page }: { page: Page }) {
  const t = useTranslations('shell.range');
  const nameOf = useRangeName();
  const { range, setRange } = useScope();
  const { choices, fallback } = pageRanges[page];
  const current = range ?? fallback;
  return (
    <Popover
      label={t('label')}
      width={232}
      trigger={(props) => <PickerButton label={t('label')} labelHidden value={nameOf(current)} {...props} />}
    >
      {(close) => {
        const choose = (choice: string) => {
          setRange(choice === fallback ? null : choice);
          close();
        };
        return (
          <>
            {choices.map((choice) => (
              <button
                key={choice}
                type="button"
                className={styles.choice}
                aria-pressed={choice === current}
                onClick={() => choose(choice)}
              >
                {nameOf(choice)}
                {choice === current && <Check size={14} aria-hidden />}
              </button>
            ))}
            <OwnRange onChoose={choose} />
          </>
        );
      }}
    </Popover>
  );
}
