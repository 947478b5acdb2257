'use client';
/** Another guard for a running split: who watches, and by which limits. The record says who armed it. */
import { useQuery } from '@tanstack/react-query';
import { Shield } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { TextInput } from '#components/kit/form-fields/text-input.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { Popover } from '#components/ui/layers/popover.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { type GuardField, guardFields, guardNumber } from '#lib/splits/watch/guard-limits.ts';
import { rolesOf } from '../live-split.ts';
import actions from './actions.module.css';
import styles from './guard-edit.module.css';
import type { SplitRun } from './use-split-run.ts';

const modes = ['off', 'advise', 'auto-abort'] as const;

export function GuardEdit({ live, run }: { live: SplitLive; run: SplitRun }) {
  const t = useTranslations('release.guardEdit');
  const allowed = live.actions.some(({ kind, allowed: may }) => kind === 'guard' && may);
  if (!allowed || run.running !== null) return null;
  return (
    <Popover
      label={t('title')}
      width={380}
      onOpen={(panel) => panel.querySelector<HTMLElement>('input:checked')?.focus()}
      trigger={(props) => (
        <button type="button" className={styles.open} {...props}>
          {t('open')}
        </button>
      )}
    >
      {(close) => <GuardForm live={live} run={run} close={close} />}
    </Popover>
  );
}

function GuardForm({ live, run, close }: { live: SplitLive; run: SplitRun; close: () => void }) {
  const t = useTranslations('release.guardEdit');
  const set = useTranslations('release.set');
  const words = useTranslations('wizard.guard');
  const id = useId();
  const { data: whoami } = useQuery(queries.whoami());
  const present = live.release?.guard;
  const [mode, setMode] = useState(present?.mode ?? 'off');
  const [reason, setReason] = useState('');
  const textOf = (field: GuardField): string =>
    present === undefined
      ? ''
      : field === 'windowSeconds'
        ? words('seconds', { seconds: present.windowSeconds })
        : String(present[field]);
  const [texts, setTexts] = useState<Partial<Record<GuardField, string>>>({});
  if (present === undefined) return null;
  const numbers = Object.fromEntries(
    guardFields.map((field) => [field, guardNumber(field, texts[field] ?? textOf(field))]),
  ) as Record<GuardField, number | null>;
  const { windowSeconds, minimumRequests, errorDelta, latencyRatio } = numbers;
  const wrong = guardFields.some((field) => numbers[field] === null);
  const same = mode === present.mode && guardFields.every((field) => numbers[field] === present[field]);
  const { stable } = rolesOf(live);
  const { obstacle, offered } = live.guard;
  return (
    <form
      className={actions.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (
          windowSeconds === null ||
          minimumRequests === null ||
          errorDelta === null ||
          latencyRatio === null
        )
          return;
        close();
        run.run(
          { kind: 'guard', guard: { mode, windowSeconds, minimumRequests, errorDelta, latencyRatio } },
          { reason },
        );
      }}
    >
      <fieldset className={styles.modes}>
        <legend>{t('title')}</legend>
        {modes.map((one) => {
          const may = offered.includes(one) || one === present.mode;
          return (
            <label key={one} className={styles.mode} data-off={!may || undefined}>
              <input
                type="radio"
                name={`${id}mode`}
                checked={mode === one}
                disabled={!may}
                onChange={() => setMode(one)}
              />
              <span>
                <b>{words(one)}</b>
                <span className={actions.hint}>{words(`${one}Detail`)}</span>
                {one === 'auto-abort' && obstacle !== null && (
                  <span className={styles.obstacle}>
                    <StateMark state="degraded" size={12} />
                    {words(`obstacle.${obstacle}`, { namespace: live.namespace })}
                  </span>
                )}
              </span>
            </label>
          );
        })}
      </fieldset>
      <fieldset className={styles.limits} aria-label={words('limits')}>
        {guardFields.map((field) => {
          const bad = numbers[field] === null;
          return (
            <div key={field}>
              <label htmlFor={`${id}${field}`}>{words(field, { stable })}</label>
              <TextInput
                id={`${id}${field}`}
                label={words(field, { stable })}
                value={texts[field] ?? textOf(field)}
                unit={field === 'windowSeconds' ? undefined : words(`unit.${field}`)}
                numeric
                wrong={bad}
                describedBy={bad ? `${id}${field}fault` : undefined}
                onChange={(value) => setTexts({ ...texts, [field]: value })}
              />
              {bad && (
                <span id={`${id}${field}fault`} className={actions.hint} data-bad>
                  {words(`fault.${field}`)}
                </span>
              )}
            </div>
          );
        })}
      </fieldset>
      <div>
        <label htmlFor={`${id}reason`}>{set('reason')}</label>
        <input
          id={`${id}reason`}
          className={actions.text}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </div>
      <p className={actions.hint} role="status">
        {same
          ? t('same')
          : mode === 'auto-abort' && whoami !== undefined
            ? t('yours', { name: whoami.user.name })
            : ''}
      </p>
      <div className={actions.foot}>
        <Button size="small" onClick={close}>
          {set('cancel')}
        </Button>
        <Button
          size="small"
          tone="accent"
          type="submit"
          leading={<Shield size={13} aria-hidden />}
          disabled={wrong || same}
        >
          {t('apply')}
        </Button>
      </div>
    </form>
  );
}
