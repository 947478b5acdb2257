/** One line in the log whenever a source changes its state, however short the change is. */
import type { SourceState } from '#lib/api/status.ts';
import type { Log } from './log.ts';

export interface SourceLog {
  /** `cause` is told when the source went bad. */
  note(state: SourceState['state'], cause?: unknown): void;
}

export function createSourceLog(log: Log, source: 'kubernetes' | 'prometheus'): SourceLog {
  let last: SourceState['state'] = 'starting';
  return {
    note: (state, cause) => {
      if (state === last) return;
      const fields = { source, state, was: last };
      last = state;
      if (state === 'ok' || state === 'starting') log.info(fields, 'source');
      else log.warn(cause === undefined ? fields : { ...fields, error: cause }, 'source');
    },
  };
}
