'use client';
/** The plan as a staircase: what is behind is grey, where it stands is marked, what comes is dashed. */
import { Check } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { isBrokenOff, isOver } from '../live-split.ts';
import page from '../page.module.css';
import { useBecause } from '../told/use-because.ts';
import { useShareText } from '../use-share-text.ts';
import { markOf, toneOf } from '../verdict/verdict-tone.ts';
import { endOf, type PlanStep, planSteps } from './step-history.ts';
import styles from './steps.module.css';
import { StrategyRail } from './strategy-rail.tsx';

/** No step of it is taken any more. */
function isPast(live: SplitLive): boolean {
  return isOver(live) || live.state === 'past';
}

export function StepRail({ live }: { live: SplitLive }) {
  const t = useTranslations('release.steps');
  const strategies = useTranslations('release.strategy');
  const steps = useMemo(() => planSteps(live), [live]);
  if (live.release === null) return null;
  return (
    <section className={page.railSection}>
      {steps.length === 0 && !isPast(live) ? (
        <StrategyRail live={live} />
      ) : (
        <>
          <div className={page.railHead}>
            <h2>{steps.length === 0 ? strategies(live.release.strategy.kind) : t('title')}</h2>
          </div>
          <ol>
            {steps.map((step, index) => (
              <Step key={step.percent} step={step} live={live} isLast={index === steps.length - 1} />
            ))}
            {isPast(live) && <End live={live} />}
          </ol>
        </>
      )}
    </section>
  );
}

function Step({ step, live, isLast }: { step: PlanStep; live: SplitLive; isLast: boolean }) {
  const words = useTranslations('release.verdict.word');
  const format = useFormat();
  const share = useShareText();
  const { state, verdict, waitSeconds } = step;
  const right =
    state === 'next' || state === 'later' ? (
      waitSeconds !== null && !isPast(live) && format.span(waitSeconds)
    ) : verdict === null || (isPast(live) && state === 'current') ? null : (
      <>
        {words(verdict)}
        <StateMark state={markOf(verdict)} size={15} />
      </>
    );
  return (
    <li className={styles.step} data-state={state} aria-current={state === 'current' ? 'step' : undefined}>
      <span className={styles.dot}>{state === 'passed' && <Check size={10} aria-hidden />}</span>
      <div>
        <div className={styles.line}>
          <b>{share.whole(step.percent)}</b>
          <span className={styles.word} data-tone={state === 'current' ? toneOf(verdict) : undefined}>
            {right}
          </span>
        </div>
        <StepDetail step={step} live={live} isLast={isLast} />
      </div>
    </li>
  );
}

function StepDetail({ step, live, isLast }: { step: PlanStep; live: SplitLive; isLast: boolean }): ReactNode {
  const t = useTranslations('release.steps');
  const events = useTranslations('release.events');
  const format = useFormat();
  const share = useShareText();
  const now = useNow(10_000);
  const { state, from, to, waitSeconds, setTo } = step;
  const time = (at: number) => format.timeOrDateTime(at, now);
  const parts: string[] = [];
  if (state === 'passed') {
    parts.push(
      from === null || to === null
        ? t('passedNoTime')
        : t('passed', { from: time(from), to: time(to), by: step.by ?? events('somebody') }),
    );
  } else if (state === 'current') {
    if (from !== null)
      parts.push(
        t(waitSeconds === null ? 'current' : 'currentAdvised', {
          time: time(from),
          span: format.span(Math.max(0, now - from)),
          wait: format.span(waitSeconds ?? 0),
        }),
      );
    if (setTo !== null) parts.push(t('setTo', { percent: share.whole(setTo) }));
  } else if (isPast(live)) parts.push(t('notTaken'));
  else if (isLast) parts.push(t('last'));
  else if (state === 'next')
    parts.push(
      live.guard.nextStepAt === null ? t('next') : t('nextAt', { time: time(live.guard.nextStepAt) }),
    );
  else parts.push(t('later'));
  return <p className={styles.detail}>{parts.join(', ')}</p>;
}

/** Who ended it, and why. */
function End({ live }: { live: SplitLive }) {
  const t = useTranslations('release.steps');
  const events = useTranslations('release.events');
  const over = useTranslations('release.over');
  const format = useFormat();
  const now = useNow(60_000);
  const because = useBecause();
  const broken = isBrokenOff(live);
  const entry = broken ? null : endOf(live.timeline);
  const why = entry === null ? '' : because(entry);
  const phase = live.release?.phase;
  return (
    <li className={styles.step} data-state="current">
      <span className={styles.dot} />
      <div>
        <div className={styles.line}>
          <b>
            {t(
              broken
                ? 'broken'
                : phase === 'Aborted'
                  ? 'aborted'
                  : phase === 'Promoted'
                    ? 'promoted'
                    : 'ended',
            )}
          </b>
        </div>
        {entry !== null && (
          <p className={styles.detail}>
            {t('byAt', {
              time: format.timeOrDateTime(entry.at, now),
              by: entry.kind === 'guard-abort' ? over('guard') : (entry.by ?? events('somebody')),
            })}
            {why !== '' && `: ${why}`}
          </p>
        )}
      </div>
    </li>
  );
}
