'use client';
/** With which moment before the picture is compared: a few choices, or any length. */
import { Check, GitCompareArrows } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { OwnLength } from '#components/shell/pickers/own-range.tsx';
import type { MenuEntry } from '#components/ui/layers/menu.tsx';
import { Popover } from '#components/ui/layers/popover.tsx';
import { rangeSeconds } from '#lib/client/address/scope.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './compare.module.css';
import { compareBounds, comparedSeconds } from './use-comparison.ts';

const compareChoices = ['5m', '1h', '1d', '7d'] as const;

export interface CompareMenuProps {
  vs: string | null;
  onChoose: (vs: string | null) => void;
  /** Only the icon, named. */
  bare?: boolean;
}

/** "1 h before" of 3600. */
function useAgo(): (seconds: number) => string {
  const t = useTranslations('time.compare');
  const format = useFormat();
  return (seconds) => t('before', { span: format.span(seconds) });
}

export function CompareMenu({ vs, onChoose, bare }: CompareMenuProps) {
  const t = useTranslations('time.compare');
  const ago = useAgo();
  const current = comparedSeconds(vs);
  const entries: readonly { value: string | null; seconds: number | null }[] = [
    { value: null, seconds: null },
    ...compareChoices.map((value) => ({ value, seconds: rangeSeconds(value) })),
  ];
  const nameOf = (seconds: number | null) => (seconds === null ? t('off') : ago(seconds));
  return (
    <Popover
      label={t('with')}
      width={232}
      align="end"
      trigger={(trigger) => (
        <button
          type="button"
          className={styles.trigger}
          aria-label={bare ? `${t('with')}: ${nameOf(current)}` : undefined}
          title={t('with')}
          data-on={current !== null || undefined}
          {...trigger}
        >
          <GitCompareArrows size={14} aria-hidden />
          {!bare && (current === null ? t('off') : t('compared', { ago: ago(current) }))}
        </button>
      )}
    >
      {(close) => {
        const choose = (next: string | null) => {
          onChoose(next);
          close();
        };
        return (
          <>
            <p className={styles.title}>{t('with')}</p>
            {entries.map(({ value, seconds }) => (
              <button
                key={value ?? 'off'}
                type="button"
                className={styles.choice}
                aria-pressed={seconds === current}
                onClick={() => choose(value)}
              >
                {nameOf(seconds)}
                {seconds === current && <Check size={14} aria-hidden />}
              </button>
            ))}
            <OwnLength bounds={compareBounds} onChoose={choose} />
          </>
        );
      }}
    </Popover>
  );
}

/** The same choices as entries of a menu. */
export function useCompareEntries(vs: string | null, onChoose: (vs: string | null) => void): MenuEntry[] {
  const t = useTranslations('time.compare');
  const ago = useAgo();
  const current = comparedSeconds(vs);
  return [null, ...compareChoices].map((value) => {
    const seconds = value === null ? null : rangeSeconds(value);
    return {
      key: `compare ${value}`,
      text: seconds === null ? t('off') : ago(seconds),
      checked: seconds === current,
      onSelect: () => onChoose(value),
    };
  });
}
