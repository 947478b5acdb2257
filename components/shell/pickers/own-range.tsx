'use client';
/** A range that no list offers, in the reader's words: "90m". */
import { type ReactNode, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import {
  type MomentsFault,
  type RangeBounds,
  type RangeFault,
  readLength,
} from '#lib/client/address/own-range.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './picker.module.css';

export function useFaultText(bounds: RangeBounds): (fault: RangeFault | MomentsFault) => string {
  const t = useTranslations('time.range');
  const format = useFormat();
  return (fault) =>
    t(`fault.${fault}`, { least: format.span(bounds.minSeconds), most: format.span(bounds.maxSeconds) });
}

export function Fault({ id, children }: { id: string; children: ReactNode }) {
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
