'use client';
/** The head of the live view: where it is, what it is, in one line who moves what since when, the actions, and the tabs. */
import {
  ArrowLeftRight,
  ArrowRight,
  ChevronRight,
  Copy,
  Eye,
  GitFork,
  type LucideIcon,
  Split,
} from 'lucide-react';
import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useInBrowser } from '#components/shell/use-in-browser.ts';
import { useNow } from '#components/shell/use-now.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { VersionMark } from '#components/ui/states/version-mark.tsx';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import { routes } from '#lib/client/address/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import actions from './act/actions.module.css';
import { Actions } from './act/actions.tsx';
import { GuardEdit } from './act/guard-edit.tsx';
import { MissingRights } from './act/missing-rights.tsx';
import { OpenSplit } from './act/open-split.tsx';
import type { SplitRun } from './act/use-split-run.ts';
import { isBrokenOff, isOver, rolesOf } from './live-split.ts';
import styles from './page.module.css';

const strategyIcons: Readonly<Record<NonNullable<SplitLive['release']>['strategy']['kind'], LucideIcon>> = {
  canary: Split,
  'blue-green': ArrowLeftRight,
  ab: GitFork,
  mirror: Copy,
};

export interface SplitHeaderProps {
  live: SplitLive;
  run: SplitRun;
  /** A viewer sees no actions at all. */
  isViewer: boolean;
  /** Nothing can be done with a split whose service is not there any more. */
  vanished: boolean;
  tabs: ReactNode;
}

export function SplitHeader({ live, run, isViewer, vanished, tabs }: SplitHeaderProps) {
  const t = useTranslations('release');
  const { namespace, service, release, may } = live;
  return (
    <header className={styles.head}>
      <Crumbs namespace={namespace} />
      <div className={styles.top}>
        <div>
          <div className={styles.title}>
            <h1>{service}</h1>
            <Chips live={live} />
            <OpenSplit namespace={namespace} service={service} />
          </div>
          <Meta live={live} run={run} isViewer={isViewer} />
        </div>
        <div>
          {vanished ? null : isViewer && live.state === 'tracked' ? (
            <p className={actions.watching}>
              <Eye size={15} aria-hidden />
              {t('action.watch')}
            </p>
          ) : (
            live.state === 'tracked' &&
            release !== null && (
              <>
                <Actions live={live} run={run} abortOnly={live.partial !== null && !isOver(live)} />
                {!may.write && <MissingRights missing={may.missing} />}
              </>
            )
          )}
        </div>
      </div>
      <div className={styles.tabs}>{tabs}</div>
    </header>
  );
}

export function Crumbs({ namespace }: { namespace: string }) {
  const t = useTranslations('release');
  const { namespaces, range } = useScope();
  return (
    <nav className={styles.crumbs} aria-label={t('crumbs')}>
      <Link href={routes.splits({ namespaces, range })}>{t('splits')}</Link>
      <ChevronRight size={12} aria-hidden />
      <Link href={routes.splits({ namespaces: [namespace], range })}>{namespace}</Link>
    </nav>
  );
}

function Chips({ live }: { live: SplitLive }) {
  const t = useTranslations('release');
  const { release, state, foreign } = live;
  if (release === null) {
    if (state === 'tracked') return null;
    return (
      <span className={styles.chip}>
        {state === 'foreign'
          ? t('state.foreign', { owner: foreign === null ? '' : t(`owner.${foreign.owner}`) })
          : t(`state.${state}`)}
      </span>
    );
  }
  const { strategy, phase, plan, step } = release;
  const Icon = strategyIcons[strategy.kind];
  const word = t(`phase.${phase}`);
  const over = phase === 'Aborted' || phase === 'Promoted' || state === 'past';
  return (
    <>
      <span className={styles.chip}>
        <Icon size={12} aria-hidden />
        {t(`strategy.${strategy.kind}`)}
      </span>
      {(state !== 'past' || phase === 'Aborted' || phase === 'Promoted') && (
        <span className={styles.chip} data-tone={phase === 'Paused' ? 'degraded' : undefined}>
          {plan.length === 0 || over
            ? word
            : t('phase.step', { phase: word, step: Math.max(0, step + 1), steps: plan.length })}
        </span>
      )}
      {state === 'past' && (
        <span className={styles.chip}>{t(isBrokenOff(live) ? 'state.broken' : 'state.past')}</span>
      )}
    </>
  );
}

function Meta({ live, run, isViewer }: Omit<SplitHeaderProps, 'tabs' | 'vanished'>) {
  const t = useTranslations('release');
  const format = useFormat();
  const now = useNow(10_000);
  const inBrowser = useInBrowser();
  const { release, startedAt, startedBy, mode } = live;
  const { stable, candidate } = rolesOf(live);
  const moment = (at: number) => format.timeOrDateTime(at, now);
  const moves = [
    { role: 'stable', name: stable },
    { role: 'candidate', name: candidate },
  ] as const;
  return (
    <ul className={styles.meta}>
      {(release !== null || (live.state !== 'none' && live.versions.length > 1)) && (
        <li>
          {moves.map(({ role, name }) => (
            <Fragment key={role}>
              {role === 'candidate' && <ArrowRight size={12} aria-hidden />}
              <VersionMark role={role} size={8} />
              <b>{name}</b>
            </Fragment>
          ))}
        </li>
      )}
      {startedAt !== null && inBrowser && (
        <li>
          {t(startedBy === null ? 'startedBy' : 'started', {
            time: moment(startedAt),
            by: startedBy ?? '',
            span: format.span(Math.max(0, now - startedAt)),
          })}
        </li>
      )}
      {startedAt === null && release !== null && inBrowser && (
        <li>{t('lastChanged', { time: moment(Date.parse(release.at) / 1000), by: release.by })}</li>
      )}
      {release !== null && (
        <li>
          <Guard live={live} />
          {!isViewer && live.state === 'tracked' && <GuardEdit live={live} run={run} />}
        </li>
      )}
      {release !== null && <li>{t(`mode.${mode}`)}</li>}
    </ul>
  );
}

/** Armed, and able to do what it is armed for, are two things. */
function Guard({ live }: { live: SplitLive }) {
  const t = useTranslations('release.guard');
  const format = useFormat();
  const now = useNow(60_000);
  const { mode, state, armedBy, holder, obstacle, nextStepAt } = live.guard;
  const asides: string[] = [];
  if (mode === 'auto-abort' && armedBy !== null) asides.push(t('armed', { by: armedBy }));
  if (state === 'held') asides.push(t('held'));
  if (state === 'elsewhere' && holder !== null) asides.push(t('elsewhere', { holder }));
  if (state === 'aborted') asides.push(t('aborted'));
  const unable = mode === 'auto-abort' && obstacle !== null;
  if (unable) asides.push(t('unavailable', { obstacle: t(`obstacle.${obstacle}`) }));
  if (nextStepAt !== null) asides.push(t('next', { time: format.timeOrDateTime(nextStepAt, now) }));
  return (
    <>
      {unable && <StateMark state="degraded" size={12} />}
      {[t(mode), ...asides].join(', ')}
    </>
  );
}
