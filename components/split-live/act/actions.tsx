'use client';
/**
 * What can be done with the split. Abort stands alone at the end: always there, always in the same place, one press, and it waits
 * for nothing.
 */
import {
  ArrowLeftRight,
  ArrowRight,
  Check,
  CircleX,
  Flag,
  type LucideIcon,
  Pause,
  Play,
  Undo2,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button, type ButtonTone } from '#components/ui/buttons/button.tsx';
import { useTooltip } from '#components/ui/layers/tooltip.tsx';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import { isOver, rolesOf } from '../live-split.ts';
import { useShareText } from '../use-share-text.ts';
import styles from './actions.module.css';
import { useRefusalText } from './refusal-text.ts';
import { RestoreDialog } from './restore-dialog.tsx';
import { SetShare } from './set-share.tsx';
import type { Action, SplitRun } from './use-split-run.ts';

export interface ActionsProps {
  live: SplitLive;
  run: SplitRun;
  /** Only Retry and Abort make sense, and Retry stands elsewhere. */
  abortOnly: boolean;
}

export function Actions({ live, run, abortOnly }: ActionsProps) {
  const t = useTranslations('release.action');
  const share = useShareText();
  const { stable, candidate } = rolesOf(live);
  const { release } = live;
  const [restoring, setRestoring] = useState(false);
  if (release === null) return null;
  const { strategy, phase } = release;
  const entryOf = (kind: Action['kind']) => live.actions.find((one) => one.kind === kind) ?? null;
  const shared = { live, run, abortOnly };
  const advance = entryOf('advance');
  return (
    <fieldset className={styles.actions} aria-label={t('group')}>
      {isOver(live) ? (
        <>
          <ActionButton
            {...shared}
            action={{ kind: 'restore', rev: null }}
            icon={Undo2}
            text={t('restore')}
            onPress={() => setRestoring(true)}
          />
          <ActionButton
            {...shared}
            action={{ kind: 'finish' }}
            icon={Check}
            text={t('finish')}
            tone="accent"
          />
        </>
      ) : (
        <>
          {phase === 'Paused' ? (
            <ActionButton {...shared} action={{ kind: 'resume' }} icon={Play} text={t('resume')} />
          ) : (
            <ActionButton {...shared} action={{ kind: 'pause' }} icon={Pause} text={t('pause')} />
          )}
          {(strategy.kind === 'canary' || strategy.kind === 'mirror') && (
            <SetShare
              live={live}
              run={run}
              refused={abortOnly || run.running !== null || entryOf('set')?.allowed !== true}
            />
          )}
          <ActionButton {...shared} action={{ kind: 'promote' }} icon={Flag} text={t('promote')} />
          {strategy.kind === 'blue-green' ? (
            <ActionButton
              {...shared}
              action={{ kind: 'set', percent: strategy.percent === 0 ? 100 : 0 }}
              icon={ArrowLeftRight}
              text={
                strategy.percent === 0
                  ? t('flip', { version: candidate })
                  : t('flipBack', { version: stable })
              }
              tone="accent"
            />
          ) : (
            release.plan.length > 0 &&
            advance !== null && (
              <ActionButton
                {...shared}
                action={{ kind: 'advance' }}
                icon={ArrowRight}
                text={
                  advance.percent === null
                    ? t('advanceNone')
                    : t('advance', { percent: share.whole(advance.percent) })
                }
                tone="accent"
              />
            )
          )}
        </>
      )}
      {restoring && <RestoreDialog live={live} run={run} rev={null} onClose={() => setRestoring(false)} />}
      <span className={styles.divider} aria-hidden />
      <ActionButton
        live={live}
        run={run}
        abortOnly={false}
        action={{ kind: 'abort', force: false }}
        icon={CircleX}
        text={t('abort')}
        tone="danger"
      />
    </fieldset>
  );
}

interface ActionButtonProps extends ActionsProps {
  action: Action;
  icon: LucideIcon;
  text: string;
  tone?: ButtonTone;
  /** In place of doing it at once. */
  onPress?: () => void;
}

function ActionButton({ live, run, abortOnly, action, icon: Icon, text, tone, onPress }: ActionButtonProps) {
  const t = useTranslations('release.action');
  const refusalText = useRefusalText();
  const entry = live.actions.find(({ kind }) => kind === action.kind);
  const isAbort = action.kind === 'abort';
  // Another action under way does not hold back an abort.
  const busy = run.running !== null && !(isAbort && run.running !== 'abort');
  const allowed = entry?.allowed === true && !abortOnly;
  const refusal = entry?.refusal ?? null;
  const reason = allowed || refusal === null ? '' : refusalText(refusal);
  const { anchorProps, bubble } = useTooltip(reason, { disabled: reason === '' });
  const runs = run.running === action.kind;
  return (
    <>
      <Button
        tone={tone}
        className={isAbort ? styles.abort : styles.action}
        leading={<Icon size={15} strokeWidth={1.75} aria-hidden />}
        aria-disabled={!allowed || busy || undefined}
        aria-description={reason === '' ? undefined : reason}
        aria-busy={runs || undefined}
        onClick={() => {
          if (!allowed || busy) return;
          if (onPress === undefined) run.run(action);
          else onPress();
        }}
        {...anchorProps}
      >
        {runs ? t('running') : text}
      </Button>
      {bubble}
    </>
  );
}
