'use client';
/** A replay: which moment is shown (in the URL), on which stretch of time, and whether it steps on by itself. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useNow } from '#components/shell/use-now.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { serverNow } from '#lib/client/call/server-clock.ts';
import type { GraphView } from '#lib/client/queries/graph-query.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { endShowing, frameAt, frameBeside, type Track, trackOf, usualSpan } from './replay-track.ts';

/** Frames a second. */
export const speeds = [0.5, 1, 2, 4] as const;
export type Speed = (typeof speeds)[number];

export interface Replay {
  /** Unix seconds of the window's end; null is the present. */
  readonly at: number | null;
  readonly now: number;
  readonly windowSeconds: number;
  readonly spanSeconds: number;
  readonly track: Track;
  readonly playing: boolean;
  readonly speed: Speed;
  /** To the frame at this time; at the end of the track to the present. */
  seek(seconds: number): void;
  step(frames: number): void;
  backToLive(): void;
  play(playing: boolean): void;
  setSpeed(speed: Speed): void;
  setSpan(seconds: number | null): void;
  /** The stretch before (-1) or after (1). */
  turn(direction: -1 | 1): void;
}

export function useReplay(windowSeconds: number): Replay {
  const { at, setAt } = useScope();
  const now = Math.floor(useNow(5000));
  const [wanted, setWanted] = useState<number | null>(null);
  const [end, setEnd] = useState<number | null>(null);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>(1);
  const usual = usualSpan(windowSeconds);
  const spanSeconds = wanted ?? usual;
  const track = trackOf(now, spanSeconds, windowSeconds, end);
  const [placed, setPlaced] = useState<number | null>(null);
  // A moment that came with the URL or from the range picker may lie outside.
  if (at !== placed) {
    setPlaced(at);
    if (at !== null && (at < track.from || at > track.to)) setEnd(endShowing(at, now, spanSeconds));
  }

  const backToLive = () => {
    setPlaying(false);
    setEnd(null);
    if (at !== null) setAt(null);
  };
  const show = (next: number | null) => {
    if (next === null) backToLive();
    else if (next !== at) setAt(next, at === null ? 'push' : 'replace');
  };
  return {
    at,
    now,
    windowSeconds,
    spanSeconds,
    track,
    playing,
    speed,
    seek: (seconds) => show(frameAt(seconds, track, serverNow())),
    step: (frames) => show(frameBeside(at, frames, track, serverNow())),
    backToLive,
    play: (next) => {
      // From the present there is nothing to play but what was.
      if (next && at === null) show(frameAt(track.from, track, serverNow()));
      setPlaying(next);
    },
    setSpeed,
    setSpan: (seconds) => {
      setWanted(seconds);
      setEnd(at === null ? null : endShowing(at, now, seconds ?? usual));
    },
    turn: (direction) => {
      const next = track.to + direction * Math.round(spanSeconds / 2);
      setEnd(next >= now ? null : next);
    },
  };
}

const ahead = 2;

/** Steps on when a frame has been on screen for its time, never before it is there; the next ones are fetched meanwhile. */
export function usePlaying(replay: Replay, view: GraphView, shown: boolean, failed: boolean): void {
  const client = useQueryClient();
  const { playing, at, track, speed, now } = replay;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a frame is a moment and whether it is on screen
  useEffect(() => {
    if (!playing) return;
    if (failed) {
      replay.play(false);
      return;
    }
    if (!shown) return;
    let next = at;
    for (let index = 0; index < ahead && next !== null; index++) {
      next = frameBeside(next, 1, track, now);
      if (next !== null) void client.prefetchQuery(queries.graph({ ...view, at: next }));
    }
    const timer = setTimeout(() => {
      if (document.visibilityState === 'visible') replay.step(1);
      else replay.play(false);
    }, 1000 / speed);
    return () => clearTimeout(timer);
  }, [playing, at, shown, failed, speed]);
}
