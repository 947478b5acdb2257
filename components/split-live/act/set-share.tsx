'use client';
/** Any share for the candidate, outside of the plan: a slider and the number, with what stable keeps. */
import { SlidersHorizontal } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ShareSlider } from '#components/kit/form-fields/share-slider.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { Popover } from '#components/ui/layers/popover.tsx';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import { rolesOf } from '../live-split.ts';
import { useShareText } from '../use-share-text.ts';
import styles from './actions.module.css';
import type { SplitRun } from './use-split-run.ts';

/** Null when it is no share. */
export function readPercent(text: string): number | null {
  const trimmed = text.trim().replace(',', '.');
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(trimmed)) return null;
  const value = Number(trimmed);
  return value <= 100 ? value : null;
}

export function SetShare({ live, run, refused }: { live: SplitLive; run: SplitRun; refused: boolean }) {
  const t = useTranslations('release.set');
  const actions = useTranslations('release.action');
  const { candidate } = rolesOf(live);
  const icon = <SlidersHorizontal size={15} strokeWidth={1.75} aria-hidden />;
  if (refused)
    return (
      <Button className={styles.action} leading={icon} aria-disabled>
        {actions('set')}
      </Button>
    );
  return (
    <Popover
      label={t('title', { candidate })}
      width={320}
      align="end"
      onOpen={(panel) => panel.querySelector<HTMLElement>('input[inputmode]')?.focus()}
      trigger={(props) => (
        <Button className={styles.action} leading={icon} {...props}>
          {actions('set')}
        </Button>
      )}
    >
      {(close) => <SetForm live={live} run={run} close={close} />}
    </Popover>
  );
}

function SetForm({ live, run, close }: { live: SplitLive; run: SplitRun; close: () => void }) {
  const t = useTranslations('release.set');
  const share = useShareText();
  const id = useId();
  const { stable } = rolesOf(live);
  const strategy = live.release?.strategy;
  const present = strategy?.kind === 'canary' || strategy?.kind === 'mirror' ? strategy.percent : 0;
  const [text, setText] = useState(String(present));
  const [reason, setReason] = useState('');
  const percent = readPercent(text);
  const mirrors = strategy?.kind === 'mirror';
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (percent === null) return;
        close();
        run.run({ kind: 'set', percent }, { reason });
      }}
    >
      <div>
        <label htmlFor={`${id}percent`}>{t('label')}</label>
        <div className={styles.row}>
          <ShareSlider
            label={t('label')}
            value={percent ?? present}
            colour="var(--sl-candidate)"
            readOnly={false}
            onChange={(value) => setText(String(value))}
            onTake={() => undefined}
          />
          <input
            id={`${id}percent`}
            className={styles.number}
            inputMode="decimal"
            autoComplete="off"
            value={text}
            aria-invalid={percent === null}
            aria-describedby={`${id}hint`}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </div>
      </div>
      <p id={`${id}hint`} className={styles.hint} data-bad={percent === null || undefined} role="status">
        {percent === null
          ? t('invalid')
          : !mirrors && t('detail', { stable, rest: share.whole(100 - percent) })}
      </p>
      <div>
        <label htmlFor={`${id}reason`}>{t('reason')}</label>
        <input
          id={`${id}reason`}
          className={styles.text}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </div>
      <div className={styles.foot}>
        <Button size="small" onClick={close}>
          {t('cancel')}
        </Button>
        <Button size="small" tone="accent" type="submit" disabled={percent === null}>
          {t('apply', { percent: share.whole(percent) })}
        </Button>
      </div>
    </form>
  );
}
