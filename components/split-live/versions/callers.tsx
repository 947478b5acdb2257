'use client';
import { Check } from 'lucide-react';
/** Who calls the service, what share of each one's requests the candidate gets, and who goes past the split and why. */
import type { CSSProperties } from 'react';
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import type { LiveCaller, SplitLive } from '#lib/api/splits/split-live.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { configuredPercent, connectionsOnly, isMoving, isOver, rolesOf, versionOf } from '../live-split.ts';
import { useShareText } from '../use-share-text.ts';
import styles from './callers.module.css';

const mostShown = 50;
/** Of fewer requests a share tells nothing; as the server judges. */
const fewRequests = 20;

export function Callers({ live }: { live: SplitLive }) {
  const t = useTranslations('release.callers');
  const format = useFormat();
  const share = useShareText();
  const { candidate } = rolesOf(live);
  const configured = configuredPercent(live);
  const callers = [...live.callers].sort((a, b) => b.requestsPerSecond - a.requestsPerSecond);
  const total = callers.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);
  const past = callers.filter(({ bypass }) => bypass !== null);
  // Of whom no share is known nobody can say whether they follow.
  // What was under way when it ended, or was changed, is in the window too.
  const over = isOver(live) || isMoving(live);
  const isFew = ({ requestsPerSecond }: LiveCaller) => requestsPerSecond * live.windowSeconds < fewRequests;
  const following = over
    ? []
    : callers.filter((one) => one.bypass === null && one.candidate !== null && !isFew(one));
  const pastRate = past.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);
  return (
    <section aria-labelledby="split-callers">
      <table className={styles.table}>
        <caption>
          <VisuallyHidden>{t('caption', { service: live.service })}</VisuallyHidden>
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <h2 id="split-callers">{t('title')}</h2>
            </th>
            <th scope="col" data-numeric>
              {t('rate')}
            </th>
            <th scope="col" data-numeric>
              {t('share', { candidate })}
            </th>
            <th scope="col" data-numeric>
              {t('success')}
            </th>
            <th scope="col">{t('split')}</th>
          </tr>
        </thead>
        <tbody>
          {callers.slice(0, mostShown).map((caller) => (
            <CallerRow
              key={caller.caller === null ? 'hidden' : `${caller.caller.namespace}/${caller.caller.workload}`}
              caller={caller}
              candidate={candidate}
              configured={configured}
              over={over}
              few={isFew(caller)}
            />
          ))}
          {callers.length === 0 && (
            <tr>
              <td colSpan={5} className={styles.quiet}>
                {connectionsOnly(live)
                  ? t('connections')
                  : live.metrics === 'ok'
                    ? t('none', { span: format.span(live.windowSeconds) })
                    : format.count(null)}
              </td>
            </tr>
          )}
        </tbody>
        {callers.length > 0 && (
          <tfoot>
            <tr>
              <th scope="row">{t('all')}</th>
              <td data-numeric>{format.decimal(total, 1)}</td>
              <td data-numeric>{share.exact(versionOf(live, 'candidate')?.observed ?? null)}</td>
              <td data-numeric>{format.percent(successOf(callers), 2)}</td>
              <td className={styles.quiet}>
                {past.length === 0
                  ? following.length === 0
                    ? format.count(null)
                    : following.length < callers.length
                      ? t('someFollow', { count: following.length, of: callers.length })
                      : t('allFollow', { count: following.length })
                  : t('sum', {
                      count: past.length,
                      of: callers.length,
                      share: format.percent(total > 0 ? pastRate / total : null),
                    })}
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

/** Of those who tell. */
function successOf(callers: readonly LiveCaller[]): number | null {
  let good = 0;
  let all = 0;
  for (const { requestsPerSecond, successRatio } of callers) {
    if (successRatio === null) continue;
    good += requestsPerSecond * successRatio;
    all += requestsPerSecond;
  }
  return all === 0 ? null : good / all;
}

interface CallerRowProps {
  caller: LiveCaller;
  candidate: string;
  configured: number | null;
  over: boolean;
  /** Too few requests to tell. */
  few: boolean;
}

function CallerRow({ caller, candidate, configured, over, few }: CallerRowProps) {
  const t = useTranslations('release.callers');
  const format = useFormat();
  const share = useShareText();
  const { bypass } = caller;
  return (
    <tr>
      <th scope="row">
        {caller.caller === null ? (
          <span className={styles.quiet}>{t('hidden')}</span>
        ) : (
          <>
            {caller.caller.workload === '' ? (
              <span className={styles.quiet}>{t('unknown')}</span>
            ) : (
              caller.caller.workload
            )}{' '}
            <small>{caller.caller.namespace}</small>
          </>
        )}
      </th>
      <td data-numeric>{format.decimal(caller.requestsPerSecond, 1)}</td>
      <td data-numeric>
        <span className={styles.share}>
          {caller.candidate !== null && (
            <span
              className={styles.bar}
              role="img"
              aria-label={t('bar', {
                share: share.exact(caller.candidate),
                candidate,
                configured: share.exact(configured),
              })}
              style={{ '--share': `${caller.candidate}%`, '--mark': `${configured ?? 0}%` } as CSSProperties}
              data-marked={configured !== null || undefined}
            />
          )}
          <span>{share.exact(caller.candidate)}</span>
        </span>
      </td>
      <td data-numeric>{format.percent(caller.successRatio, 2)}</td>
      <td>
        {bypass === null && (caller.candidate === null || over) ? (
          <span className={styles.quiet}>{format.count(null)}</span>
        ) : bypass === null && few ? (
          <span className={styles.quiet}>{t('few')}</span>
        ) : bypass === null ? (
          <span className={styles.follows}>
            <Check size={14} aria-hidden />
            {t('follows')}
          </span>
        ) : (
          <span className={styles.bypasses}>
            <StateMark state="degraded" size={14} />
            <span>{t.rich('bypasses', { b: (chunks) => <b>{chunks}</b>, reason: t(bypass) })}</span>
          </span>
        )}
      </td>
    </tr>
  );
}
