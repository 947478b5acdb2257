/** Stops asking a source that keeps failing, lets one question through now and then, and tells how the source is doing. */
import type { SourceState } from '#lib/api/status.ts';
import type { Clock } from '../clock.ts';

export type FailureState = 'forbidden' | 'unreachable' | 'slow' | 'invalid';

export interface Breaker {
  /** False while open; true for the one probe at its end. */
  allows(): boolean;
  succeeded(): void;
  /** `startedAtMs`: when the failed question was asked; a success since then outweighs it. */
  failed(state: FailureState, startedAtMs: number): void;
  state(): SourceState;
}

const failuresToOpen = 4;
const openForMs = 5000;

const details: Record<FailureState, string> = {
  forbidden: 'Prometheus does not accept the credentials of the console.',
  unreachable: 'Prometheus does not answer.',
  slow: 'Prometheus does not answer in time.',
  invalid: 'What answers in place of Prometheus is not Prometheus.',
};

export function createBreaker(
  clock: Clock,
  onChange: (state: SourceState['state']) => void = () => undefined,
): Breaker {
  let state: SourceState['state'] = 'starting';
  /** Null until the first question: nobody waits for what nobody asked. */
  let sinceMs: number | null = null;
  let lastGoodMs: number | null = null;
  let failures = 0;
  let openUntilMs = 0;

  function enter(next: SourceState['state']): void {
    if (next === state) return;
    state = next;
    sinceMs = clock.now();
    onChange(state);
  }

  return {
    allows: () => {
      sinceMs ??= clock.now();
      if (failures < failuresToOpen) return true;
      if (clock.now() < openUntilMs) return false;
      openUntilMs = clock.now() + openForMs;
      return true;
    },
    succeeded: () => {
      failures = 0;
      lastGoodMs = clock.now();
      enter('ok');
    },
    failed: (next, startedAtMs) => {
      if (lastGoodMs !== null && lastGoodMs > startedAtMs) return;
      failures += 1;
      if (failures >= failuresToOpen) openUntilMs = clock.now() + openForMs;
      enter(next);
    },
    state: () => ({
      state,
      detail: state === 'ok' || state === 'starting' || state === 'not-configured' ? null : details[state],
      since: Math.floor((sinceMs ?? clock.now()) / 1000),
      lastGood: lastGoodMs === null ? null : Math.floor(lastGoodMs / 1000),
    }),
  };
}
