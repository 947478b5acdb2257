'use client';
/** The split as it is configured above the split as it is observed, and in words how far apart they are. */
import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { ShareBar, type SharePart } from '#components/kit/share-bar.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { VersionMark } from '#components/ui/states/version-mark.tsx';
import { useCopied } from '#components/ui/use-copied.ts';
import type { LiveVersion, SplitLive } from '#lib/api/splits/split-live.ts';
import { joinSentences } from '#lib/i18n/join-sentences.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { shareTolerance } from '#lib/splits/watch/verdict.ts';
import { connectionsOnly, isMoving, isOver, rolesOf, roleWord, versionOf } from '../live-split.ts';
import { useShareText } from '../use-share-text.ts';
import styles from './shares.module.css';

const order = { stable: 0, other: 1, candidate: 2 } as const;

function partsOf(
  versions: readonly LiveVersion[],
  shareOf: (one: LiveVersion) => number | null,
): SharePart[] {
  return versions.map((one) => ({
    name: one.version,
    role: one.role,
    share: (shareOf(one) ?? 0) / 100,
    mirrored: one.mirrored,
  }));
}

export function Shares({ live }: { live: SplitLive }) {
  const t = useTranslations('release.share');
  const roles = useTranslations('release.role');
  const format = useFormat();
  const text = useShareText();
  const versions = [...live.versions].sort((a, b) => order[a.role] - order[b.role]);
  const strategy = isOver(live) ? undefined : live.release?.strategy;
  const mirrored = strategy?.kind === 'mirror' ? strategy.percent : null;
  const configured = (one: LiveVersion) => (one.mirrored ? mirrored : one.configured);
  const seen = versions.some(({ observed }) => observed !== null);
  const listed = (shareOf: (one: LiveVersion) => number | null) =>
    format.list(versions.map((one) => `${one.version} ${text.exact(shareOf(one))}`));
  const observed = (one: LiveVersion) => (one.mirrored ? null : one.observed);
  const numbers = (shareOf: (one: LiveVersion) => number | null) => (
    <span className={styles.numbers}>
      {versions.map((one) => (
        <span key={one.version}>{text.exact(shareOf(one))}</span>
      ))}
    </span>
  );
  return (
    <section className={styles.shares} aria-label={t('label')}>
      <div className={styles.names}>
        {versions.map((one) => (
          <span key={one.version} className={styles.name}>
            <VersionMark role={one.role} />
            <b>{one.version}</b>
            {roles(roleWord(live, one.role))}
          </span>
        ))}
      </div>
      <span className={styles.numbers} aria-hidden>
        {versions.map((one) => (
          <span key={one.version}>
            <VersionMark role={one.role} size={8} />
          </span>
        ))}
      </span>
      <span className={styles.label}>{t('configured')}</span>
      <div className={styles.bar}>
        {strategy?.kind === 'ab' ? (
          <span className={styles.label}>{t('byMatch')}</span>
        ) : (
          <ShareBar
            look="outline"
            label={t('barConfigured', { parts: listed(configured) })}
            parts={partsOf(versions, configured)}
          />
        )}
      </div>
      {numbers(configured)}
      <span className={styles.label}>
        {t('observed')} <small>{format.span(live.windowSeconds)}</small>
      </span>
      <div className={styles.bar}>
        {seen ? (
          <ShareBar
            look="solid"
            label={t('barObserved', { span: format.span(live.windowSeconds), parts: listed(observed) })}
            parts={partsOf(versions, observed)}
          />
        ) : (
          <div className={styles.waiting} role="img" aria-label={t('waiting')} />
        )}
      </div>
      {live.metrics === 'starting' ? <SkeletonBar width={96} height={12} /> : numbers(observed)}
      <p className={styles.sentence}>
        <Distance live={live} />
      </p>
      {strategy?.kind === 'blue-green' && strategy.header !== null && (
        <PreviewHeader header={`${strategy.header.name}: ${strategy.header.value}`} />
      )}
    </section>
  );
}

/** In points. */
function distanceOf({ observed, configured }: LiveVersion): number {
  return observed === null || configured === null ? 0 : Math.abs(observed - configured);
}

/** How far the observed split is from the configured one, and what makes it so. */
function Distance({ live }: { live: SplitLive }) {
  const t = useTranslations('release.share');
  const format = useFormat();
  const text = useShareText();
  const { stable, candidate } = rolesOf(live);
  const strategy = isOver(live) ? undefined : live.release?.strategy;
  const span = format.span(live.windowSeconds);
  const user = live.versions.filter(({ mirrored }) => !mirrored);
  const rates = user.flatMap(({ requestsPerSecond }) => requestsPerSecond ?? []);
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  const said: string[] = [];
  const opened = user.reduce((sum, { connectionsPerSecond }) => sum + (connectionsPerSecond ?? 0), 0);
  if (connectionsOnly(live))
    said.push(
      opened > 0
        ? t('connections', { rate: format.perSecond(opened) })
        : live.metrics === 'ok'
          ? t('noConnections', { span })
          : '',
    );
  else if (rates.length > 0 && total > 0) said.push(t('sum', { rate: format.requestsPerSecond(total) }));
  else if (live.metrics === 'ok') said.push(t('noRequests', { span }));
  // Without a record the roles are guesses: the version that is furthest off tells.
  const furthest = user.toSorted((a, b) => distanceOf(b) - distanceOf(a))[0] ?? null;
  const one = live.release === null ? furthest : versionOf(live, 'candidate');
  if (strategy?.kind === 'mirror')
    said.push(t('mirrored', { candidate, percent: text.whole(strategy.percent) }));
  else if (strategy?.kind === 'ab') said.push(t('ab', { candidate, stable }));
  else if (total > 0 && isMoving(live)) said.push(t('moving'));
  else if (one !== null && one.observed !== null && one.configured !== null && total > 0) {
    const off = distanceOf(one);
    const tolerance = shareTolerance(one.configured, total * live.windowSeconds);
    said.push(t('offNumber', { points: format.decimal(off, 1), tolerance: format.decimal(tolerance, 0) }));
    const past = live.callers.filter(({ bypass }) => bypass !== null);
    if (past.length > 0 && off >= 0.05) {
      const moved = past.reduce(
        (sum, { requestsPerSecond, candidate: share }) =>
          sum + (requestsPerSecond * ((share ?? 0) - (one.configured ?? 0))) / total,
        0,
      );
      said.push(
        t('bypass', { count: past.length, points: format.decimal(Math.min(off, Math.abs(moved)), 1) }),
      );
    }
  }
  // What a bar lacks is said: a subset that nothing defines, another host.
  const missing = 100 - user.reduce((sum, { configured }) => sum + (configured ?? 0), 0);
  if (user.every(({ configured }) => configured !== null) && user.length > 0 && missing >= 0.5)
    said.push(t('elsewhere', { percent: text.whole(missing) }));
  if (strategy?.kind === 'canary' && strategy.sticky) said.push(t('sticky', { candidate }));
  if (live.points.length > 1) said.push(t('several', { count: live.points.length }));
  return joinSentences(said);
}

function PreviewHeader({ header }: { header: string }) {
  const t = useTranslations('release.share');
  const common = useTranslations('common');
  const clipboard = useCopied();
  return (
    <div className={styles.copy}>
      {t('preview')} <code>{header}</code>
      <Button
        size="small"
        aria-label={t('copyHeader')}
        leading={clipboard.copied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
        onClick={() => clipboard.copy(header)}
      >
        {common(clipboard.copied ? 'copied' : 'copy')}
      </Button>
    </div>
  );
}
