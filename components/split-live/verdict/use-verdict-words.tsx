'use client';
/** The verdict in words with its numbers: what was measured first, then what follows from it. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { LiveVersion, SplitLive } from '#lib/api/splits/split-live.ts';
import { joinSentences } from '#lib/i18n/join-sentences.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { connectionsOnly, errorRatio, rolesOf, versionOf } from '../live-split.ts';
import { useShareText } from '../use-share-text.ts';

type Verdict = NonNullable<SplitLive['verdict']>;
type Reason = Verdict['reasons'][number];

const bold = (chunks: ReactNode) => <b>{chunks}</b>;

/** The sentence of one reason, or of none: then it does as well as stable. */
export function useReasonSentence(live: SplitLive): (reason: Reason | undefined) => ReactNode {
  const t = useTranslations('release.verdict');
  const format = useFormat();
  const share = useShareText();
  const { stable, candidate } = rolesOf(live);
  const names = { stable, candidate };
  // On a telephone "20" would stand at the end of one line and "s" on the next.
  const span = format.span(live.verdict?.windowSeconds ?? live.windowSeconds).replaceAll(' ', '\u00a0');
  const percent = (value: number) => format.percent(value / 100, 2);
  return (reason) => {
    if (reason === undefined) {
      const [s, c] = [versionOf(live, 'stable'), versionOf(live, 'candidate')];
      const errors = {
        ...names,
        b: bold,
        candidateErrors: format.percent(errorRatio(c), 2),
        stableErrors: format.percent(errorRatio(s), 2),
      };
      // After a flip, or a last step: there is nobody left to be compared with.
      if (errorRatio(s) === null)
        return t.rich('alone', { ...errors, candidateP95: format.milliseconds(c?.p95Ms) });
      // Wide limits let much pass: that is not as good as stable.
      const within = isWorse(c, s);
      if ((c?.p95Ms ?? null) === null) return t.rich(within ? 'withinNoLatency' : 'healthyNoLatency', errors);
      return t.rich(within ? 'within' : 'healthy', {
        ...errors,
        candidateP95: format.milliseconds(c?.p95Ms),
        stableP95: format.milliseconds(s?.p95Ms),
      });
    }
    switch (reason.code) {
      case 'few-requests':
        if (connectionsOnly(live)) return t.rich('connections', { ...names, b: bold });
        return t.rich('few-requests', {
          ...names,
          b: bold,
          requests: format.count(reason.requests),
          minimum: format.count(reason.minimum),
          span,
        });
      case 'errors':
      case 'errors-rising':
        return t.rich(reason.code, {
          ...names,
          b: bold,
          candidateErrors: percent(reason.candidate),
          stableErrors: percent(reason.stable),
        });
      case 'latency':
        return t.rich('latency', {
          ...names,
          b: bold,
          quantile: reason.quantile,
          candidateMs: format.milliseconds(reason.candidateMs),
          stableMs: format.milliseconds(reason.stableMs),
          ratio: format.decimal(reason.ratio, 2),
        });
      case 'restarts':
        return t.rich('restarts', { ...names, b: bold, count: reason.count });
      case 'unreachable':
        return t.rich('unreachable', { ...names, b: bold, requests: format.count(reason.requests) });
      case 'share': {
        const said = {
          ...names,
          b: bold,
          observed: share.exact(reason.observed),
          configured: share.exact(reason.configured),
        };
        if (reason.callers.length === 0) return t.rich('share', said);
        return t.rich('shareBy', {
          ...said,
          callers: format.list(
            reason.callers.slice(0, 3).map((one) => (one === 'unknown' ? t('unknownCaller') : one)),
          ),
        });
      }
    }
  };
}

/** Clearly worse than stable, by what the guard looks for unless somebody says otherwise. */
function isWorse(candidate: LiveVersion | null, stable: LiveVersion | null): boolean {
  const [c, s] = [errorRatio(candidate) ?? 0, errorRatio(stable) ?? 0];
  const [slow, usual] = [candidate?.p95Ms ?? 0, stable?.p95Ms ?? 0];
  return c - s > 0.01 || (usual > 0 && slow > usual * 1.3 && slow - usual > 20);
}

/** The lines below it: what the last windows count or the guard does, then the numbers that it does not turn on. */
export function useVerdictDetails(live: SplitLive): string[] {
  const t = useTranslations('release.verdict');
  const format = useFormat();
  const { verdict, release, guard } = live;
  if (verdict === null) return [];
  const last = verdict.windows.at(-1);
  const counts = {
    candidateRequests: format.count(last?.candidateRequests),
    stableRequests: format.count(last?.stableRequests),
  };
  const [stable, candidate] = [versionOf(live, 'stable'), versionOf(live, 'candidate')];
  const codes = verdict.reasons.map(({ code }) => code);
  const details: string[] = [];
  const failing = verdict.windows.filter(({ word }) => word === 'failing').length;
  const of = verdict.windows.length;
  if (verdict.word === 'insufficient-data')
    details.push(
      t(connectionsOnly(live) ? 'holdsConnections' : guard.mode === 'off' ? 'unguarded' : 'holds'),
    );
  if (verdict.word === 'watch' && failing > 0) {
    const aborts = guard.mode === 'auto-abort' && guard.state !== 'unavailable';
    const over = { count: failing, of };
    details.push(
      codes.includes('latency') && release !== null
        ? t(aborts ? 'countSlowAbort' : 'countSlow', {
            ...over,
            ratio: format.decimal(release.guard.latencyRatio, 2),
          })
        : t(aborts ? 'countFailingAbort' : 'countFailing', over),
    );
  }
  if (verdict.word === 'watch' && failing === 0) details.push(t('watching'));
  if (verdict.word === 'failing' && release !== null) {
    const acts = guard.mode === 'auto-abort' && guard.state !== 'unavailable' && guard.state !== 'off';
    details.push(t(acts ? 'guardAborts' : guard.mode === 'off' ? 'guardOff' : 'guardAdvises'));
  }
  if (codes.includes('latency') && verdict.word === 'failing' && release !== null)
    details.push(t('limitLatency', { ratio: format.decimal(release.guard.latencyRatio, 2) }));
  const errorsSaid = codes.includes('errors') || codes.includes('errors-rising') || codes.length === 0;
  const [c, s] = [errorRatio(candidate), errorRatio(stable)];
  if (last !== undefined && verdict.word !== 'insufficient-data') {
    if (errorsSaid || c === null || s === null) details.push(t('counts', counts));
    else {
      // As much as is watched is a difference, whatever else the verdict turns on.
      const differ = (c - s) * 100 > (release?.guard.errorDelta ?? 0) / 2;
      details.push(
        t(differ ? 'errorsBeside' : 'errorsEqual', {
          ...counts,
          candidateErrors: format.percent(c, 2),
          stableErrors: format.percent(s, 2),
        }),
      );
    }
  }
  // What speaks most against it may be of a window before the latest.
  const said = verdict.windows.findLast(({ word }) => word === 'failing');
  if (
    said !== undefined &&
    last !== undefined &&
    said !== last &&
    (verdict.word === 'failing' || verdict.word === 'watch') &&
    last.word !== 'watch' &&
    codes.length > 0
  )
    details.push(t('ofWindow', { time: format.clock(said.at), latest: t(`word.${last.word}`) }));
  const [lead = '', ...rest] = details;
  return [lead, joinSentences(rest)].filter((line) => line !== '');
}
