/** Windows of a split for its verdict, from what was measured; restarts are told by the pods themselves. */
import type { Pod } from '../../istio/objects.ts';
import type { Release } from '../record/record.ts';
import type { Measured, MeasuredVersion } from './measure.ts';
import type { SplitWindow, VersionWindow } from './verdict.ts';

const judged = 5;

export interface WindowsInput {
  measured: Measured;
  windowSeconds: number;
  release: Pick<Release, 'stable' | 'candidate' | 'strategy' | 'phase'>;
  /** Percent of the service's requests that the candidate is to get; null where shares do not tell. */
  configured: number | null;
  /** Pods of the candidate. */
  pods: readonly Pod[];
  /** Requests a second of callers that go past the split. */
  bypassed: readonly { caller: string; requestsPerSecond: number }[];
  /** Whether the record or the routes were changed in the window that ends at this time: its share says nothing. */
  movedAt: number | null;
}

/** The last five; the latest last. */
export function splitWindows(input: WindowsInput): { at: number; window: SplitWindow }[] {
  const { measured, windowSeconds, release, configured, bypassed, movedAt } = input;
  const mirrored = release.strategy.kind === 'mirror';
  const from = Math.max(0, measured.times.length - judged);
  return measured.times.slice(from).map((at, offset) => {
    const index = from + offset;
    const lost = (measured.unreachable[index] ?? 0) * windowSeconds;
    const of = (version: string) => measured.versions.get(version)?.[index] ?? null;
    const settled = movedAt === null || at - windowSeconds >= movedAt;
    return {
      at,
      window: {
        stable: windowOf(of(release.stable.version), windowSeconds, 0, 0),
        candidate: windowOf(
          of(release.candidate.version),
          windowSeconds,
          restartsIn(input.pods, at - windowSeconds, at),
          // Nobody waits for copies; and before there is a split, nothing that is lost is its doing.
          mirrored || !settled ? 0 : lost,
        ),
        configured: mirrored || !settled ? null : configured,
        bypassed: bypassed.map(({ caller, requestsPerSecond }) => ({
          caller,
          requests: requestsPerSecond * windowSeconds,
        })),
      },
    };
  });
}

function windowOf(
  one: MeasuredVersion | null,
  seconds: number,
  restarts: number,
  unreachable: number,
): VersionWindow {
  return {
    requests: Math.round((one?.requests ?? 0) * seconds),
    failed: Math.round((one?.failed ?? 0) * seconds),
    p95Ms: one?.p95Ms ?? null,
    p99Ms: one?.p99Ms ?? null,
    restarts,
    unreachable: Math.round(unreachable),
  };
}

/** Containers that died in the window and came back, or wait to. Kubernetes keeps the time of the last death alone. */
export function restartsIn(pods: readonly Pod[], from: number, to: number): number {
  return pods.reduce((sum, { status }) => {
    const statuses = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
    return (
      sum +
      statuses.filter(({ restartCount, lastState }) => {
        const ended = restartCount > 0 ? endOf(lastState) : null;
        return ended !== null && ended > from && ended <= to;
      }).length
    );
  }, 0);
}

export function oomKilled(pods: readonly Pod[]): number {
  return pods
    .flatMap(({ status }) => status?.containerStatuses ?? [])
    .filter(({ lastState }) => terminated(lastState)?.reason === 'OOMKilled').length;
}

function endOf(lastState: object | undefined): number | null {
  const at = Date.parse(terminated(lastState)?.finishedAt ?? '') / 1000;
  return Number.isNaN(at) ? null : at;
}

function terminated(lastState: object | undefined): { finishedAt?: string; reason?: string } | null {
  if (lastState === undefined || !('terminated' in lastState)) return null;
  const { terminated: one } = lastState;
  return typeof one === 'object' ? one : null;
}
