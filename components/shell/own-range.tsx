'use client';
/** Ranges that no list offers: a length in words, and where a page shows the past, from one moment to another. */
import { type ReactNode, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';
import {
  type MomentsFault,
  type RangeBounds,
  type RangeFault,
  readLength,
  readMoments,
} from '#lib/client/own-range.ts';
import { serverNow } from '#lib/client/server-clock.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './picker.module.css';

function useFaultText(bounds: RangeBounds): (fault: RangeFault | MomentsFault) => string {
  const t = useTranslations('time.range');
  const format = useFormat();
  return (fault) =>
    t(`fault.${fault}`, { least: format.span(bounds.minSeconds), most: format.span(bounds.maxSeconds) });
}

function Fault({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} className={styles.error} role="alert">
      {children}
    </p>
  );
}

export function OwnLength({ bounds, onChoose }: { bounds: RangeBounds; onChoose: (range: string) => void }) {
  const t = useTranslations('shell.range');
  const textOf = useFaultText(bounds);
  const [text, setText] = useState('');
  const [fault, setFault] = useState<RangeFault | null>(null);
  const errorId = useId();
  return (
    <>
      <form
        className={styles.custom}
        onSubmit={(event) => {
          event.preventDefault();
          const read = readLength(text, bounds);
          if ('fault' in read) setFault(read.fault);
          else onChoose(read.range);
        }}
      >
        <input
          className={styles.field}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setFault(null);
          }}
          placeholder={t('custom')}
          aria-label={t('custom')}
          aria-invalid={fault !== null}
          aria-describedby={fault === null ? undefined : errorId}
          autoComplete="off"
        />
        <Button type="submit" size="small" style={{ height: 30 }}>
          {t('apply')}
        </Button>
      </form>
      {fault !== null && <Fault id={errorId}>{textOf(fault)}</Fault>}
    </>
  );
}

const two = (value: number) => String(value).padStart(2, '0');

/** As a `datetime-local` field holds it, in the reader's zone. */
function fieldText(seconds: number): string {
  const date = new Date(seconds * 1000);
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

function fieldSeconds(text: string): number | null {
  const ms = text === '' ? Number.NaN : new Date(text).getTime();
  return Number.isFinite(ms) ? ms / 1000 : null;
}

export interface MomentsProps {
  bounds: RangeBounds;
  /** What is shown now. */
  from: number;
  to: number;
  onChoose: (range: string, at: number | null) => void;
}

export function Moments({ bounds, from, to, onChoose }: MomentsProps) {
  const t = useTranslations('time.range');
  const format = useFormat();
  const textOf = useFaultText(bounds);
  const [texts, setTexts] = useState({ from: fieldText(from), to: fieldText(to) });
  const [fault, setFault] = useState<{ fault: MomentsFault; field: 'from' | 'to' } | null>(null);
  const id = useId();
  return (
    <form
      className={styles.moments}
      aria-label={t('moments')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const read = readMoments(fieldSeconds(texts.from), fieldSeconds(texts.to), serverNow(), bounds);
        if ('fault' in read) setFault(read);
        else onChoose(read.range, read.at);
      }}
    >
      {(['from', 'to'] as const).map((field) => (
        <div key={field}>
          <label htmlFor={`${id}${field}`}>{t(field)}</label>
          <input
            id={`${id}${field}`}
            type="datetime-local"
            className={styles.field}
            value={texts[field]}
            onChange={(event) => {
              setTexts({ ...texts, [field]: event.currentTarget.value });
              setFault(null);
            }}
            aria-invalid={fault?.field === field}
            aria-describedby={fault?.field === field ? `${id}fault` : undefined}
          />
          {fault?.field === field && <Fault id={`${id}fault`}>{textOf(fault.fault)}</Fault>}
        </div>
      ))}
      <p>
        <span>{t('zone', { zone: format.zone(to) })}</span>
        <Button type="submit" size="small" style={{ height: 30 }}>
          {t('show')}
        </Button>
      </p>
    </form>
  );
}
