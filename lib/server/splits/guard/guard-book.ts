/**
 * The guard: watches the splits whose developer armed it, and aborts those that fail; with the console's own account, only where an
 * admin bound its Role, and of several consoles only by the one that holds the split's Lease. It keeps nothing: who armed it, and
 * what for, stands in the record, so that after a restart, or from another replica, it goes on. Besides it takes the next step where
 * the plan says when, and ends faults that are due.
 */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import { actOn, nextStepAt } from '#lib/splits/plan/act.ts';
import { recordedPercent } from '#lib/splits/plan/amend.ts';
import { endFault } from '#lib/splits/plan/recipes.ts';
import { readFault } from '#lib/splits/record/fault-record.ts';
import type { Release } from '#lib/splits/record/record.ts';
import { handedTo } from '#lib/splits/survey/delegation.ts';
import { splitServiceOf } from '#lib/splits/survey/service-versions.ts';
import { recordsIn } from '#lib/splits/survey/survey.ts';
import type { Judgement } from '#lib/splits/watch/verdict.ts';
import { abortSplit } from '../act/abort.ts';
import { type Actor, applyWrites, counted, entryOf, inOrder, keepTold, type SplitTools } from '../act/run.ts';
import { objectsOf, readAnew } from '../act/write-drafts.ts';
import { judgeSplit, standingPoints } from '../live/judge.ts';
import { questionOf, type SplitMetrics } from '../live/split-metrics.ts';
import { isRunning, secondsOf } from '../world/world.ts';
import { endsFaults } from './guard-rights.ts';
import { unhandedPoints } from './handing.ts';
import { holdLease } from './lease.ts';

export interface GuardState {
  state: SplitLive['guard']['state'];
  holder: string | null;
  renewedAt: number | null;
}

export interface GuardBook {
  start(): void;
  stop(): Promise<void>;
  /** One look at everything that is armed. */
  tick(): Promise<void>;
  stateOf(release: Release): GuardState | null;
}

const beatMs = 10_000;
export const guardName = 'sluice-guard';

/** Resolves when it is time to look again, or at once when the signal fires. */
export type GuardBeat = (signal: AbortSignal) => Promise<void>;

export function createGuardBook(
  tools: SplitTools & { metrics: SplitMetrics },
  { instance = newInstance(), beat }: { instance?: string; beat?: GuardBeat } = {},
): GuardBook {
  const { services, metrics, guardRights } = tools;
  const { snapshot, clock, kubernetes, log } = services;
  const states = new Map<string, GuardState>();
  const stop = new AbortController();
  const nextBeat: GuardBeat = beat ?? ((signal) => clock.delay(beatMs, signal));
  let running: Promise<void> = Promise.resolve();

  const actor = (reason: string): Actor => ({
    credential: { kind: 'console' },
    name: guardName,
    reason,
    requestId: `guard-${randomBytes(6).toString('hex')}`,
  });

  async function watch(release: Release): Promise<void> {
    const { namespace } = release.service;
    const enter = (
      state: GuardState['state'],
      holder: string | null = null,
      renewedAt: number | null = null,
    ) => states.set(release.id, { state, holder, renewedAt });
    const { obstacle } = await guardRights.in(namespace);
    if (obstacle !== null) {
      enter('unavailable');
      return;
    }
    const lease = await holdLease(kubernetes, clock, {
      namespace,
      name: `${guardName}-${release.id}`,
      holder: instance,
    });
    if (!lease.mine) {
      enter('elsewhere', lease.holder, lease.renewedAt);
      return;
    }
    const objects = snapshot.objects();
    const service = splitServiceOf(objects, release.service);
    const reading =
      service === null ? null : await metrics.read(questionOf(service, release.guard.windowSeconds, objects));
    // Silence is no reason to abort, and none to go on.
    if (service === null || reading === null) {
      enter('held', instance, lease.renewedAt);
      return;
    }
    const { judgement } = judgeSplit(reading, service, release, objects);
    if (judgement.word === 'failing') {
      const written = await abort(release, judgement);
      enter(written > 0 ? 'aborted' : 'held', instance, lease.renewedAt);
      return;
    }
    enter(judgement.word === 'insufficient-data' ? 'held' : 'watching', instance, lease.renewedAt);
    const dueAt = nextStepAt(release);
    const isDue = dueAt !== null && clock.now() / 1000 >= dueAt;
    if (isDue && judgement.word === 'healthy') await advance(release);
  }

  /** How many objects it wrote. */
  async function abort(release: Release, { word, reasons }: Judgement): Promise<number> {
    const why = reasons.map(({ code }) => code).join(', ');
    const answer = await abortSplit(
      tools,
      actor(`${word}: ${why}; armed by ${release.guard.armedBy ?? '?'}`),
      snapshot.objects(),
      release,
      {
        kind: 'guard-abort',
        verdict: { word, reasons: reasons.map((one) => ({ ...one })) },
        // Whoever ended it, or disarmed the guard, since the watch last told of it knows better.
        stands: (fresh) => fresh !== null && fresh.id === release.id && isArmed(fresh),
      },
    );
    log.warn(
      {
        split: `${release.service.namespace}/${release.service.name}`,
        release: release.id,
        outcome: answer.outcome,
        reasons: why,
      },
      answer.written > 0 ? 'guard aborted a split' : 'guard did not abort a split',
    );
    return answer.written;
  }

  async function advance(release: Release): Promise<void> {
    const own = actor(`scheduled; armed by ${release.guard.armedBy ?? '?'}`);
    const objects = await readAnew(kubernetes, own.credential, snapshot.objects(), objectsOf(release));
    const fresh = recordsIn(objects.virtualServices).byService.get(
      `${release.service.namespace}/${release.service.name}`,
    )?.release;
    // Whoever did something meanwhile knows better.
    if (fresh?.id !== release.id || fresh.rev !== release.rev) return;
    const candidate = splitServiceOf(objects, release.service)?.versions.versions.find(
      ({ value }) => value === release.candidate.version,
    );
    if (
      (candidate?.ready ?? 0) === 0 ||
      standingPoints(fresh, objects).some(({ state }) => state !== 'as-written') ||
      unhandedPoints(fresh, handedTo(objects.virtualServices), objects).length > 0
    )
      return;
    const at = new Date(clock.now()).toISOString();
    const acted = actOn(fresh, { kind: 'advance' }, { by: guardName, at }, objects);
    if (!acted.ok || acted.value.release === null) return;
    const { answer, routes } = await applyWrites(tools, own, acted.value.writes, objects);
    const { written, total } = counted(inOrder(answer));
    if (written === 0) return;
    await keepTold(
      tools,
      own,
      entryOf('guard-advance', own, at, acted.value.release, {
        from: recordedPercent(fresh),
        to: recordedPercent(acted.value.release),
        written,
        total,
      }),
      routes,
    );
  }

  async function endFaults(): Promise<void> {
    for (const { metadata } of snapshot.objects().virtualServices) {
      const fault = readFault(metadata.annotations);
      const { namespace = '', name } = metadata;
      if (fault === null || secondsOf(fault.endsAt) > clock.now() / 1000) continue;
      if (!endsFaults(await guardRights.in(namespace))) continue;
      const lease = await holdLease(kubernetes, clock, {
        namespace,
        name: `${guardName}-fault-${name}`.slice(0, 63),
        holder: instance,
      });
      if (!lease.mine) continue;
      const own = actor(`the fault of ${fault.by} was to end`);
      const objects = await readAnew(kubernetes, own.credential, snapshot.objects(), [
        { kind: 'VirtualService', namespace, name },
      ]);
      const live = objects.virtualServices.find(
        (one) => one.metadata.namespace === namespace && one.metadata.name === name,
      );
      const now = live === undefined ? null : readFault(live.metadata.annotations);
      const write =
        live === undefined || now === null || secondsOf(now.endsAt) > clock.now() / 1000
          ? null
          : endFault(live);
      if (write !== null) await applyWrites(tools, own, [write], objects);
    }
  }

  async function tick(): Promise<void> {
    const { byService } = recordsIn(snapshot.objects().virtualServices);
    const armed = [...byService.values()].map(({ release }) => release).filter(isArmed);
    for (const id of states.keys())
      if (!armed.some((one) => one.id === id) && states.get(id)?.state !== 'aborted') states.delete(id);
    for (const release of armed) {
      try {
        await watch(release);
      } catch (error) {
        states.set(release.id, {
          state: 'held',
          holder: null,
          renewedAt: null,
        });
        log.error({ error, release: release.id }, 'guard');
      }
    }
    await endFaults().catch((error: unknown) => log.error({ error }, 'guard of faults'));
  }

  return {
    start: () => {
      running = (async () => {
        while (!stop.signal.aborted) {
          await nextBeat(stop.signal);
          if (!stop.signal.aborted) await tick();
        }
      })();
    },
    stop: async () => {
      stop.abort();
      await running;
    },
    tick,
    stateOf: (release) => states.get(release.id) ?? null,
  };
}

function isArmed({ guard, phase }: Release): boolean {
  return guard.mode === 'auto-abort' && guard.armedBy !== null && isRunning(phase);
}

function newInstance(): string {
  return `${hostname()}-${randomBytes(4).toString('hex')}`;
}
