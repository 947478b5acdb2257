'use client';
/** The log of a container, followed as long as somebody looks: a hidden tab lets go and goes on from the last line. */
import { useEffect, useReducer, useState } from 'react';
import type { SentLogLine } from '#lib/api/traffic/logs.ts';
import type { ApiError } from '#lib/client/call/api-error.ts';
import { followLog } from '#lib/client/stream/log-stream.ts';
import { tellVisible } from '#lib/client/stream/while-visible.ts';
import { addLines, emptyBuffer, type LogBuffer } from './log-buffer.ts';

export type LogState =
  | { phase: 'opening' | 'open' | 'ended' }
  | { phase: 'retrying' | 'failed'; error: ApiError };

export interface FollowedLog {
  buffer: LogBuffer;
  state: LogState;
  clear(): void;
  restart(): void;
}

interface Held {
  buffer: LogBuffer;
  state: LogState;
}

type Action =
  | { type: 'lines'; lines: readonly SentLogLine[]; dropped: number }
  | { type: 'state'; state: LogState }
  | { type: 'clear' };

const opening: Held = { buffer: emptyBuffer, state: { phase: 'opening' } };

function reduce(held: Held, action: Action): Held {
  switch (action.type) {
    case 'lines':
      return { ...held, buffer: addLines(held.buffer, action.lines, action.dropped) };
    case 'state':
      return { ...held, state: action.state };
    case 'clear':
      return { ...held, buffer: emptyBuffer };
  }
}

export interface LogSource {
  namespace: string;
  pod: string;
  container: string;
  previous: boolean;
}

const firstLines = 500;

/** Mounted anew (by its key) for another container. */
export function useLog({ namespace, pod, container, previous }: LogSource): FollowedLog {
  const [held, act] = useReducer(reduce, opening);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the round asks anew
  useEffect(() => {
    const tell = (state: LogState) => act({ type: 'state', state });
    tell({ phase: 'opening' });
    const log = followLog(
      { namespace, pod, container, previous, tail: firstLines },
      {
        onOpen: () => tell({ phase: 'open' }),
        onLines: (lines, dropped) => act({ type: 'lines', lines, dropped }),
        onEnd: () => tell({ phase: 'ended' }),
        onError: (error, retrying) => tell({ phase: retrying ? 'retrying' : 'failed', error }),
      },
    );
    const stopTelling = tellVisible(document, log.look);
    return () => {
      stopTelling();
      log.end();
    };
  }, [namespace, pod, container, previous, round]);
  return {
    ...held,
    clear: () => act({ type: 'clear' }),
    restart: () => {
      act({ type: 'clear' });
      setRound(round + 1);
    },
  };
}
