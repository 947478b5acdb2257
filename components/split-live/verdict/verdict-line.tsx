'use client';
/** The verdict: its word, the sentence with the numbers, what follows, and the last windows that it was made of. */
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { useReasonSentence, useVerdictDetails } from './use-verdict-words.tsx';
import styles from './verdict.module.css';
import { markOf, toneOf } from './verdict-tone.ts';

export function VerdictLine({ live }: { live: SplitLive }) {
  const t = useTranslations('release.verdict');
  const sentenceOf = useReasonSentence(live);
  const details = useVerdictDetails(live);
  const { verdict } = live;
  if (verdict === null || live.metrics !== 'ok') return <NoMetrics live={live} />;
  const { word } = verdict;
  const tone = toneOf(word);
  return (
    <section className={styles.verdict} data-tone={tone} aria-label={t('label')} aria-live="polite">
      <span className={styles.mark}>
        <StateMark state={markOf(word)} size={tone === 'quiet' ? 16 : 18} />
      </span>
      <div>
        <p className={styles.lead}>
          <span className={styles.word}>{t(`word.${word}`)}</span>
          {sentenceOf(verdict.reasons[0])}
        </p>
        {verdict.reasons.slice(1).map((reason) => (
          <p key={reason.code} className={styles.detail}>
            {sentenceOf(reason)}
          </p>
        ))}
        {details.map((detail) => (
          <p key={detail} className={styles.detail}>
            {detail}
          </p>
        ))}
      </div>
      <Windows verdict={verdict} />
    </section>
  );
}

function Windows({ verdict }: { verdict: NonNullable<SplitLive['verdict']> }) {
  const t = useTranslations('release.verdict');
  const format = useFormat();
  const windows = verdict.windows.slice(-5);
  if (windows.length === 0) return null;
  // Several of a minute would bear one name.
  const timeOf = verdict.windowSeconds < 60 ? format.clock : format.time;
  return (
    <div className={styles.windows}>
      <span>{t('windows', { count: windows.length, span: format.span(verdict.windowSeconds) })}</span>
      <ol>
        {windows.map(({ at, word, candidateRequests }) => {
          const said = t('window', {
            time: timeOf(at),
            word: t(`word.${word}`),
            requests: format.count(candidateRequests),
          });
          return (
            <li key={at} title={said}>
              <StateMark state={markOf(word)} size={15} label={said} />
              <span aria-hidden>{timeOf(at)}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** Not configured, forbidden and unreachable are three different things; what works all the same is said. */
function NoMetrics({ live }: { live: SplitLive }) {
  const t = useTranslations('release.verdict');
  const format = useFormat();
  const now = useNow(10_000);
  const { metrics, metricsAt } = live;
  return (
    <section className={styles.verdict} data-tone="quiet" aria-label={t('label')}>
      <span className={styles.mark}>
        <StateMark state="unknown" />
      </span>
      <div>
        <p className={styles.lead}>
          <span className={styles.word}>{t('word.none')}</span>
          {t(`noMetrics.${metrics}`)}
        </p>
        <p className={styles.detail}>
          {metricsAt === null
            ? t('noMetricsDetail')
            : t('noMetricsSince', { age: format.age(Math.max(1, now - metricsAt)) })}
        </p>
      </div>
    </section>
  );
}
