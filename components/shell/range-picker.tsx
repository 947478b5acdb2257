'use client';
/** How far back the view looks: a few choices of the page, or an own one. Kept in the URL. */
import { Popover } from '@mantine/core';
import { Check } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';
import { pageRanges, rangeSeconds } from '#lib/client/scope.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './picker.module.css';
import { PickerButton } from './picker-button.tsx';
import { useScope } from './use-scope.ts';

export function RangePicker({ page }: { page: keyof typeof pageRanges }) {
  const t = useTranslations('shell.range');
  const format = useFormat();
  const { range, setRange } = useScope();
  const [opened, setOpened] = useState(false);
  const [own, setOwn] = useState('');
  const [invalid, setInvalid] = useState(false);
  const errorId = useId();
  const { choices, fallback } = pageRanges[page];
  const current = range ?? fallback;
  const nameOf = (choice: string) => t('last', { span: format.span(rangeSeconds(choice)) });

  const choose = (choice: string) => {
    setRange(choice === fallback ? null : choice);
    setOpened(false);
  };
  const apply = () => {
    const text = own.trim().toLowerCase();
    if (rangeSeconds(text) === null) setInvalid(true);
    else choose(text);
  };

  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      trapFocus
      returnFocus
      onOpen={() => {
        setOwn('');
        setInvalid(false);
      }}
    >
      <Popover.Target>
        <PickerButton
          label={t('label')}
          labelHidden
          value={nameOf(current)}
          onClick={() => setOpened(!opened)}
        />
      </Popover.Target>
      <Popover.Dropdown w={232} aria-label={t('label')}>
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
        <form
          className={styles.custom}
          onSubmit={(event) => {
            event.preventDefault();
            apply();
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
      </Popover.Dropdown>
    </Popover>
  );
}
