'use client';
/** The bar under the picture: what happened in this stretch of time, which moment is shown, and the way to another one. */
import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, Pause, Play } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { Menu } from '#components/ui/layers/menu.tsx';
import { rangeText } from '#lib/client/address/scope.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { CompareMenu } from '../compare/compare-menu.tsx';
import { spanChoices } from './replay-track.ts';
import styles from './scrubber.module.css';
import { ScrubberTrack } from './scrubber-track.tsx';
import { type Replay, speeds } from './use-replay.ts';

function EndTime({ replay }: { replay: Replay }) {
  const format = useFormat();
  const now = useNow();
  const { to, live } = replay.track;
  const end = live ? now : to;
  return (
    <span className={styles.time}>
      {replay.spanSeconds > 86_400 ? format.dateTime(end) : live ? format.clock(end) : format.time(end)}{' '}
      <span className={styles.zone}>{format.zone(end)}</span>
    </span>
  );
}

function PaceMenu({ replay }: { replay: Replay }) {
  const t = useTranslations('time.scrubber');
  const format = useFormat();
  const { speed, track, spanSeconds } = replay;
  const pace = (each: number) => t('pace', { span: format.span(track.frameSeconds * each) });
  return (
    <Menu
      label={t('options')}
      width={200}
      align="end"
      trigger={(trigger) => (
        <button
          type="button"
          className={styles.pace}
          aria-label={`${t('options')}: ${format.span(spanSeconds)}, ${pace(speed)}`}
          title={t('options')}
          {...trigger}
        >
          {format.span(spanSeconds)}
        </button>
      )}
      sections={[
        {
          label: t('span'),
          entries: spanChoices.map((span) => ({
            key: String(span),
            text: format.span(span),
            checked: span === spanSeconds,
            onSelect: () => replay.setSpan(span),
          })),
        },
        {
          label: t('speed'),
          entries: speeds.map((each) => ({
            key: `speed ${each}`,
            text: pace(each),
            checked: each === speed,
            onSelect: () => replay.setSpeed(each),
          })),
        },
      ]}
    />
  );
}

export interface ScrubberProps {
  replay: Replay;
  vs: string | null;
  onCompare: (vs: string | null) => void;
}

export function Scrubber({ replay, vs, onCompare }: ScrubberProps) {
  const t = useTranslations('time.scrubber');
  const format = useFormat();
  const { namespaces } = useScope();
  const { track, spanSeconds, at, playing } = replay;
  const { data: timeline } = useQuery(
    queries.timeline({ namespaces, range: rangeText(spanSeconds), at: track.live ? null : track.to }),
  );
  const away = at !== null || !track.live;
  const Icon = playing ? Pause : Play;
  return (
    <section className={styles.scrubber} aria-label={t('label')}>
      <button
        type="button"
        className={styles.play}
        aria-label={playing ? t('pause') : t('play')}
        title={playing ? t('pause') : t('play')}
        onClick={() => replay.play(!playing)}
      >
        <Icon size={14} aria-hidden />
      </button>
      <button
        type="button"
        className={styles.turn}
        aria-label={t('earlier')}
        title={t('earlier')}
        onClick={() => replay.turn(-1)}
      >
        <ChevronLeft size={14} aria-hidden />
      </button>
      <span className={styles.time}>
        {spanSeconds > 86_400 || !track.live ? format.dateTime(track.from) : format.time(track.from)}
      </span>
      <ScrubberTrack replay={replay} timeline={timeline ?? null} />
      <EndTime replay={replay} />
      {!track.live && (
        <button
          type="button"
          className={styles.turn}
          aria-label={t('later')}
          title={t('later')}
          onClick={() => replay.turn(1)}
        >
          <ChevronRight size={14} aria-hidden />
        </button>
      )}
      <CompareMenu vs={vs} onChoose={onCompare} bare />
      <PaceMenu replay={replay} />
      <span className={styles.end}>
        <span className={styles.live} data-away={away || undefined}>
          <span className={styles.dot} />
          {t('live')}
        </span>
        {/* Always in its place: the track must not change its width while somebody drags on it. */}
        <button
          type="button"
          className={styles.back}
          data-away={away || undefined}
          disabled={!away}
          onClick={replay.backToLive}
        >
          {t('back')}
        </button>
      </span>
    </section>
  );
}
