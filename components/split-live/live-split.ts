/** What the parts of the live view ask of an answer: which version is which, whether it is over, and what is over the limit. Pure. */
import type { LiveVersion, SplitLive, TimelineEntry } from '#lib/api/splits/split-live.ts';
import { guessRoles } from '#lib/splits/survey/guess-roles.ts';

/** A type, since messages take records, which an interface is not. */
export type Roles = { stable: string; candidate: string };

/** Names of the two; what the record says comes first, since pods may be gone. */
export function rolesOf({ release, versions }: Pick<SplitLive, 'release' | 'versions'>): Roles {
  const named = (role: LiveVersion['role']) => versions.find((one) => one.role === role)?.version ?? '–';
  return {
    stable: release?.stable.version ?? named('stable'),
    candidate: release?.candidate.version ?? named('candidate'),
  };
}

/** How a version is called: after a promotion the record still has the two as they began, and the reader is told what they are now. */
export function roleWord(
  { release }: Pick<SplitLive, 'release'>,
  role: LiveVersion['role'],
): LiveVersion['role'] | 'former' | 'promoted' {
  if (release?.phase !== 'Promoted' || role === 'other') return role;
  return role === 'stable' ? 'former' : 'promoted';
}

/**
 * Of a split without a record nobody has said which version is which: it is guessed, so that the marks and a proposal are there. A
 * service without any split has neither.
 */
export function withRoles(live: SplitLive): SplitLive {
  if (live.state === 'none' || live.versions.some(({ role }) => role !== 'other')) return live;
  const roles = guessRoles(live.versions);
  return {
    ...live,
    versions: live.versions.map((one, index) => ({ ...one, role: roles[index] ?? 'other' })),
  };
}

export function versionOf(
  { versions }: Pick<SplitLive, 'versions'>,
  role: LiveVersion['role'],
): LiveVersion | null {
  return versions.find((one) => one.role === role) ?? null;
}

/** TCP and TLS: there are no requests to count, time or judge. */
export function connectionsOnly({ points }: Pick<SplitLive, 'points'>): boolean {
  return points.length > 0 && points.every(({ ref }) => ref.layer !== 'http');
}

export function isOver({ release }: Pick<SplitLive, 'release'>): boolean {
  return release?.phase === 'Aborted' || release?.phase === 'Promoted';
}

/** It is over, and nobody ended it here: its routes were deleted, or its record was taken off them. */
export function isBrokenOff({
  state,
  release,
  timeline,
}: Pick<SplitLive, 'state' | 'release' | 'timeline'>): boolean {
  // Going back to a revision ends nothing, and names it.
  const ended = timeline.some(({ kind, text }) => kind === 'finish' || (kind === 'restore' && text === null));
  return state === 'past' && release !== null && !isOver({ release }) && !ended;
}

/** These are written into the record and send nobody anywhere else. */
const still: ReadonlySet<TimelineEntry['kind']> = new Set([
  'pause',
  'resume',
  'guard',
  'note',
  'adopt',
  'finish',
  'cleanup',
  'end-fault',
]);

/** What was sent before the last change of the shares is in the window too: how far off that is says nothing. */
export function isMoving({
  release,
  timeline,
  metricsAt,
  windowSeconds,
}: Pick<SplitLive, 'release' | 'timeline' | 'metricsAt' | 'windowSeconds'>): boolean {
  const changedAt = timeline.find(({ kind }) => !still.has(kind))?.at ?? Date.parse(release?.at ?? '') / 1000;
  return metricsAt !== null && metricsAt - windowSeconds < changedAt;
}

/** The candidate's share as it is written, in percent; null where shares do not tell. */
export function configuredPercent(live: Pick<SplitLive, 'release' | 'versions'>): number | null {
  const strategy = live.release?.strategy;
  if (strategy?.kind === 'ab' || strategy?.kind === 'mirror') return null;
  return versionOf(live, 'candidate')?.configured ?? null;
}

/** The candidate's limit of a quantile, in milliseconds; null where nothing is measured or nobody set one. */
export function latencyLimit(live: Pick<SplitLive, 'release' | 'versions'>): number | null {
  const stable = versionOf(live, 'stable')?.p95Ms ?? null;
  const ratio = live.release?.guard.latencyRatio;
  return stable === null || ratio === undefined ? null : Math.max(stable * ratio, stable + 20);
}

/** Percent of requests that fail, 0..1; null without samples. */
export function errorRatio(version: LiveVersion | null): number | null {
  return version === null || version.successRatio === null ? null : 1 - version.successRatio;
}
