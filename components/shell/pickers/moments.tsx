'use client';
/** A range from one moment to another, in the reader's zone. Loaded when it is opened. */
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { type MomentsFault, type RangeBounds, readMoments } from '#lib/client/address/own-range.ts';
import { serverNow } from '#lib/client/call/server-clock.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { Fault, useFaultText } from './own-range.tsx';
import styles from './picker.module.css';

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
