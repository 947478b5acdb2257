'use client';
/** What a split without steps does: preview and flip, who matches, or what is copied. */
import { Fragment } from 'react';
import { useTranslations } from 'use-intl';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import { matchWords } from '#lib/splits/survey/match-words.ts';
import { rolesOf } from '../live-split.ts';
import page from '../page.module.css';
import { useShareText } from '../use-share-text.ts';
import styles from './steps.module.css';

export function StrategyRail({ live }: { live: SplitLive }) {
  const t = useTranslations('release.steps');
  const strategies = useTranslations('release.strategy');
  const share = useShareText();
  const { candidate } = rolesOf(live);
  const strategy = live.release?.strategy;
  if (strategy === undefined) return null;
  const title = strategy.kind === 'ab' ? t('matches', { candidate }) : strategies(strategy.kind);
  return (
    <>
      <div className={page.railHead}>
        <h2>{title}</h2>
      </div>
      {strategy.kind === 'blue-green' && (
        <ol>
          <li className={styles.step} data-state={strategy.percent === 0 ? 'current' : 'passed'}>
            <span className={styles.dot} />
            <div>
              <b>{t('preview', { version: candidate })}</b>
              <p className={styles.detail}>
                {strategy.header === null
                  ? t('previewNone')
                  : t('previewHeader', { header: `${strategy.header.name}: ${strategy.header.value}` })}
              </p>
            </div>
          </li>
          <li className={styles.step} data-state={strategy.percent === 100 ? 'current' : 'next'}>
            <span className={styles.dot} />
            <div>
              <b>{t('flip', { version: candidate })}</b>
              <p className={styles.detail}>{t('last')}</p>
            </div>
          </li>
        </ol>
      )}
      {strategy.kind === 'mirror' && (
        <p className={styles.detail}>
          {t('mirrored', { percent: share.whole(strategy.percent), candidate })}
        </p>
      )}
      {strategy.kind === 'canary' && (
        <p className={styles.detail}>
          {share.whole(strategy.percent)} · {candidate}
        </p>
      )}
      {strategy.kind === 'ab' && (
        <ul className={styles.matches}>
          {strategy.matches.map((entry, index) => (
            <Fragment key={JSON.stringify(entry)}>
              {index > 0 && <li className={styles.or}>{t('or')}</li>}
              <li className={styles.match}>
                {matchWords(entry).map((part, at) => (
                  <Fragment key={part}>
                    {at > 0 && <span className={styles.or}>{t('and')}</span>}
                    <code>{part}</code>
                  </Fragment>
                ))}
                {matchWords(entry).length === 0 && t('all')}
              </li>
            </Fragment>
          ))}
        </ul>
      )}
    </>
  );
}
