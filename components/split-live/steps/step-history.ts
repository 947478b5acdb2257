/** The steps of a plan with what became of them: when each was taken, by whom, and how the candidate did on it. Pure. */
import type { SplitLive, TimelineEntry } from '#lib/api/splits/split-live.ts';

export interface PlanStep {
  percent: number;
  waitSeconds: number | null;
  state: 'passed' | 'current' | 'next' | 'later';
  /** Unix seconds; null where no record tells. */
  from: number | null;
  to: number | null;
  by: string | null;
  /** When it was left; of the present one as it is now. */
  verdict: NonNullable<SplitLive['verdict']>['word'] | null;
  /** Percent that somebody set instead while it was on; null when it is as planned. */
  setTo: number | null;
}

const forward: ReadonlySet<TimelineEntry['kind']> = new Set(['start', 'advance', 'guard-advance']);

export function planSteps({
  release,
  timeline,
  verdict,
  state: standing,
}: Pick<SplitLive, 'release' | 'timeline' | 'verdict' | 'state'>): PlanStep[] {
  if (release === null) return [];
  const { plan, step, strategy, phase } = release;
  const over = phase === 'Aborted' || phase === 'Promoted' || standing === 'past';
  const taken = entriesOfSteps(plan, timeline);
  const percent = strategy.kind === 'canary' || strategy.kind === 'mirror' ? strategy.percent : null;
  return plan.map((one, index): PlanStep => {
    const entry = taken.get(index) ?? null;
    const left = taken.get(index + 1) ?? (over && index === step ? endOf(timeline) : null);
    const state =
      index < step || (over && index === step)
        ? 'passed'
        : index === step
          ? 'current'
          : index === step + 1
            ? 'next'
            : 'later';
    const isCurrent = state === 'current';
    return {
      percent: one.percent,
      waitSeconds: one.waitSeconds,
      state,
      from: entry?.at ?? null,
      to: left?.at ?? null,
      by: entry?.by ?? null,
      verdict: isCurrent ? (verdict?.word ?? null) : (left?.verdict?.word ?? null),
      setTo: isCurrent && percent !== null && percent !== one.percent ? percent : null,
    };
  });
}

/** The entry that took each step. A start takes the step whose share it writes. */
function entriesOfSteps(
  plan: readonly { percent: number }[],
  timeline: readonly TimelineEntry[],
): Map<number, TimelineEntry> {
  const taken = new Map<number, TimelineEntry>();
  let at = -1;
  for (const entry of [...timeline].reverse()) {
    if (!forward.has(entry.kind)) continue;
    const found = plan.findIndex(({ percent }, index) => index > at && percent === entry.to);
    if (found === -1) continue;
    at = found;
    taken.set(at, entry);
  }
  return taken;
}

export function endOf(timeline: readonly TimelineEntry[]): TimelineEntry | null {
  return (
    timeline.find(({ kind }) => kind === 'abort' || kind === 'guard-abort' || kind === 'promote') ?? null
  );
}
