'use client';
/** One line for a bar: what the draft would do to the traffic. */
import { useTranslations } from 'use-intl';
import type { PredictionAnswer } from '#lib/api/configuration/prediction.ts';
import { type Flow, flowsOf } from './flows.ts';
import styles from './prediction.module.css';
import { type Lost, sumsOf } from './prediction-sums.ts';
import { useEndNames } from './use-end-names.ts';
import type { PredictionState } from './use-prediction.ts';

export function PredictedLine({ prediction }: { prediction: PredictionState }) {
  const t = useTranslations('prediction.line');
  return (
    <p className={styles.line} aria-live="polite" aria-busy={prediction.state === 'loading'}>
      <strong>{t('label')}</strong> <Sentence prediction={prediction} />
    </p>
  );
}

/** The first thing to say of it. */
export function Sentence({ prediction: { answer, state } }: { prediction: PredictionState }) {
  const { t, format } = useEndNames();
  if (state === 'failed') return t('line.failed');
  if (answer === null) return t('line.loading');
  if (answer.metricsAt === null) return t(`line.noMetrics.${sourceOf(answer)}`);
  const { flows, connections, unread, steersNothing, windowSeconds } = answer;
  if (unread.length > 0) return t('line.unread');
  if (flows.length === 0 && connections.length === 0) {
    return steersNothing.length > 0
      ? t('line.steersNothing')
      : t('line.none', { window: format.span(windowSeconds) });
  }
  return (
    <>
      {flows.length > 0 && <RequestWords flows={flowsOf(answer, 'requests')} />}{' '}
      {connections.length > 0 && <ConnectionWords flows={flowsOf(answer, 'bytes')} />}
    </>
  );
}

function RequestWords({ flows }: { flows: readonly Flow[] }) {
  const { t, rateOf, endName } = useEndNames();
  const { total, hidden, moved, mostMoved, undetermined, from, to, unavailable, notFound, blocked } =
    sumsOf(flows);
  const all = rateOf(total);
  const main =
    undetermined > 0
      ? t('line.upTo', { most: rateOf(mostMoved), total: all })
      : moved === 0
        ? noEffect(total, hidden, (known) => t('line.noEffect', { known }))
        : from !== null && to !== null
          ? t('line.fromTo', { moved: rateOf(moved), total: all, from: endName(from), to: endName(to) })
          : t('line.moves', { moved: rateOf(moved), total: all });
  return (
    <>
      {main} {hidden > 0 && t('line.hidden', { rate: rateOf(hidden) })}{' '}
      <LostWords lost={unavailable} say={(how, lost) => t('line.unavailable', { how, rate: rateOf(lost) })} />{' '}
      <LostWords lost={notFound} say={(how, lost) => t('line.notFound', { how, rate: rateOf(lost) })} />{' '}
      <LostWords lost={blocked} say={(how, lost) => t('line.blocked', { how, rate: rateOf(lost) })} />
    </>
  );
}

function ConnectionWords({ flows }: { flows: readonly Flow[] }) {
  const { t, rateOf, endName } = useEndNames('bytes');
  const { total, hidden, moved, mostMoved, undetermined, from, to, unavailable, closed, blocked } =
    sumsOf(flows);
  const all = rateOf(total);
  const main =
    undetermined > 0
      ? t('connection.upTo', { most: rateOf(mostMoved), total: all })
      : moved === 0
        ? noEffect(total, hidden, (known) => t('connection.noEffect', { known }))
        : from !== null && to !== null
          ? t('connection.fromTo', {
              moved: rateOf(moved),
              total: all,
              from: endName(from),
              to: endName(to),
            })
          : t('connection.moves', { moved: rateOf(moved), total: all });
  return (
    <>
      {main} {hidden > 0 && t('connection.hidden', { rate: rateOf(hidden) })}{' '}
      <LostWords
        lost={unavailable}
        say={(how, lost) => t('connection.unavailable', { how, rate: rateOf(lost) })}
      />{' '}
      <LostWords lost={closed} say={(how, lost) => t('connection.closed', { how, rate: rateOf(lost) })} />{' '}
      <LostWords lost={blocked} say={(how, lost) => t('connection.blocked', { how, rate: rateOf(lost) })} />
    </>
  );
}

/** Nothing where all of it is hidden; where a part is, no more than is known. */
function noEffect(total: number, hidden: number, say: (known: 'all' | 'seen') => string): string | null {
  if (hidden === 0) return say('all');
  return hidden >= total ? null : say('seen');
}

type How = 'new' | 'more' | 'stays' | 'ends';

/** What the change brings is its fault; what is so already is told apart, and so is what it mends. */
function LostWords({
  lost: { added, stays, ended },
  say,
}: {
  lost: Lost;
  say(how: How, rate: number): string;
}) {
  return (
    <>
      {added > 0 && <b className={styles.bad}>{say(stays > 0 ? 'more' : 'new', added)}</b>}{' '}
      {stays > 0 && say('stays', stays)} {ended > 0 && say('ends', ended)}
    </>
  );
}

/** Why there are no metrics: states with different ways out. */
function sourceOf({
  warnings,
}: PredictionAnswer): 'not-configured' | 'forbidden' | 'too-wide' | 'unreachable' {
  const told = new Set(warnings.map(({ code }) => code));
  if (told.has('prometheus-not-configured')) return 'not-configured';
  if (told.has('prometheus-scope-wide') || told.has('prometheus-no-namespace')) return 'too-wide';
  return told.has('prometheus-forbidden') ? 'forbidden' : 'unreachable';
}
