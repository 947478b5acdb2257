/** Many viewers and editors on two consoles, with faults on a timetable: `npm run bench -- --parts load`. */
import { setTimeout as later } from 'node:timers/promises';
import { type MeshSize, sizeName } from '../world.ts';
import { createEditor } from './editor.ts';
import { inject, type Recovery, recovery } from './faults.ts';
import type { LoadFigures, LoadStepFigures } from './load-report.ts';
import { type LoadWorld, startLoadWorld, type VirtualService, virtualServicePath } from './load-world.ts';
import { worstOf } from './loop-delay.ts';
import { failuresByStatus, isBroken, readFigures } from './reads.ts';
import { type Phase, timetable, within } from './timetable.ts';
import type { PhaseFigures } from './verdicts.ts';
import { startViewers, type Viewers } from './viewers.ts';
import { expectedAtEnd, reasonsOf, type Write, writeFigures } from './writes.ts';

export interface LoadOptions {
  size: MeshSize;
  minutes: number;
  viewers: number;
  editors: number;
  people: number;
  onProgress(text: string): void;
}

const everyMs = 15_000;
const rampMs = 10_000;
const scopes = 40;
const editEveryMs = 60_000;
const stepMs = 20_000;
const mostViewers = 16_000;
/** Answers that are still on their way when a phase ends are waited for. */
const trailMs = 3000;
/** All who were asked to come do ask: the first time within two rounds. */
const settled = () => later(rampMs + 2 * everyMs);

interface Run {
  world: LoadWorld;
  viewers: Viewers;
  now(): number;
  writes: Write[][];
  signInFailures: { editors: number };
  phases: (Phase & { recovery: Recovery | null; prometheusAtOnce: number })[];
}

export async function measureLoad(options: LoadOptions): Promise<LoadFigures> {
  const { onProgress } = options;
  const world = await startLoadWorld({ ...options, scopes });
  let zeroMs = Date.now();
  const settings = { url: world.balancer.url, tokens: world.tokens, everyMs, rampMs };
  const viewers = startViewers(world.dir, settings, () => zeroMs);
  const run: Run = {
    world,
    viewers,
    now: () => Date.now() - zeroMs,
    writes: [],
    signInFailures: { editors: 0 },
    phases: [],
  };
  const timer = setInterval(() => {
    for (const replica of world.replicas) replica.note(run.now());
  }, 1000);
  try {
    onProgress(`${options.viewers} viewers come`);
    viewers.want(options.viewers);
    await settled();
    // The marker works before it is trusted.
    onProgress(`marker: ${JSON.stringify(await recovery(world))}`);
    zeroMs = Date.now();
    world.startClock(zeroMs);
    viewers.reads.length = 0;
    viewers.seconds.length = 0;
    for (const { seconds, loop } of world.replicas) {
      seconds.length = 0;
      loop.length = 0;
    }
    const stopEditors = startEditors(run);
    for (const phase of timetable(options.minutes)) await runPhase(run, phase, onProgress);
    onProgress('editors end');
    await stopEditors();
    const wrongAtEnd = await differences(run);
    await later(trailMs);
    const endMs = run.now();
    const phases = run.phases.map((phase) => phaseFigures(run, phase));
    const figures = totalFigures(run, options, phases, endMs, wrongAtEnd);
    figures.steps = await untilItBreaks(run, options);
    return figures;
  } finally {
    clearInterval(timer);
    viewers.stop();
    await world.stop();
  }
}

async function runPhase(run: Run, phase: Phase, onProgress: (text: string) => void): Promise<void> {
  const { world } = run;
  onProgress(phase.name);
  const fromMs = run.now();
  const leftMs = () => fromMs + phase.toMs - phase.fromMs - run.now();
  world.prometheus.mostOpen();
  const before = run.phases.at(-1);
  if (phase.fault === null) {
    if (before?.fault) before.recovery = await recovery(world);
    await later(Math.max(0, leftMs()));
  } else await inject(world, phase.fault, leftMs);
  const prometheusAtOnce = world.prometheus.mostOpen();
  run.phases.push({ ...phase, fromMs, toMs: run.now(), recovery: null, prometheusAtOnce });
}

/** Each on an object of its own, at times that lie evenly; resolves when what was begun is told. */
function startEditors({ world, writes, now, signInFailures }: Run): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const working = world.editors.map(async ({ token, ...place }, index) => {
    const own: Write[] = [];
    writes.push(own);
    const object = { kind: 'virtualservices.networking.istio.io', ...place };
    const editor = createEditor({
      url: world.balancer.url,
      token,
      object,
      truth: () => truthOf(world, place),
    });
    // Asked again as a person would: that a console refuses is no end of the run.
    while (
      !signal.aborted &&
      !(await editor.signIn().then(
        () => true,
        () => false,
      ))
    ) {
      signInFailures.editors += 1;
      await later(2000);
    }
    let dueMs = ((index + 0.5) / world.editors.length) * editEveryMs;
    for (let nth = 1; ; nth += 1) {
      await later(Math.max(0, dueMs - now()), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      own.push(await editor.edit(`${100 + nth}s`, dueMs, Date.now() - now() + dueMs));
      // One who waited longer than a minute goes on at the next one.
      do dueMs += editEveryMs;
      while (dueMs < now());
    }
  });
  return async () => {
    stopping.abort();
    await Promise.all(working);
  };
}

async function truthOf(world: LoadWorld, place: { namespace: string; name: string }): Promise<string | null> {
  const object = (await world
    .kubernetes('GET', virtualServicePath(place))
    .catch(() => null)) as VirtualService | null;
  return object === null ? null : (object.spec.http?.[0]?.timeout ?? '');
}

/** Objects that do not hold the last value that was acknowledged. */
async function differences({ world, writes }: Run): Promise<number> {
  const same = await Promise.all(
    world.editors.map(async (place, index) => {
      const expected = expectedAtEnd(writes[index] ?? []);
      return expected === null || (await truthOf(world, place)) === expected;
    }),
  );
  return same.filter((one) => !one).length;
}

function usage(run: Run, fromMs: number, toMs: number): { cores: number; residentMegabytes: number } {
  const of = run.world.replicas.map(({ seconds }) =>
    seconds.filter(({ atMs }) => atMs >= fromMs && atMs < toMs),
  );
  const mean = (values: readonly number[]) =>
    values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);
  return {
    cores: of.reduce((sum, some) => sum + mean(some.map(({ cores }) => cores)), 0),
    residentMegabytes: Math.max(0, ...of.flat().map(({ residentMegabytes }) => residentMegabytes)),
  };
}

/** Of the replica that was held up most. */
function loopDelay({ world }: Run, fromMs: number, toMs: number) {
  return worstOf(
    world.replicas.flatMap(({ loop }) => loop.filter(({ atMs }) => atMs >= fromMs && atMs < toMs)),
  );
}

function generatorLateMs({ viewers }: Run, fromMs: number, toMs: number): number {
  const some = viewers.seconds.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
  return Math.max(0, ...some.map(({ lateMs }) => lateMs));
}

function phaseFigures(run: Run, phase: Run['phases'][number]): PhaseFigures {
  const { name, fault, fromMs, toMs, prometheusAtOnce } = phase;
  const { world, viewers } = run;
  const reads = within(viewers.reads, phase);
  const writes = within(run.writes.flat(), phase);
  const seconds = (toMs - fromMs) / 1000;
  return {
    name,
    fault,
    seconds,
    reads: readFigures(reads, seconds),
    failures: failuresByStatus(reads),
    writes: writeFigures(writes),
    reasons: reasonsOf(writes),
    recovery: phase.recovery,
    api: world.api.calls.figures(fromMs, toMs),
    prometheusPer15Seconds: world.prometheus.calls.figures(fromMs, toMs).perSecond * 15,
    prometheusAtOnce,
    ...usage(run, fromMs, toMs),
    loop: loopDelay(run, fromMs, toMs),
    generatorLateMs: generatorLateMs(run, fromMs, toMs),
  };
}

function totalFigures(
  run: Run,
  options: LoadOptions,
  phases: PhaseFigures[],
  endMs: number,
  wrongAtEnd: number,
): LoadFigures {
  const { world, viewers } = run;
  const sum = (pick: (second: Viewers['seconds'][number]) => number) =>
    viewers.seconds.reduce((total, second) => total + pick(second), 0);
  return {
    ...options,
    people: world.tokens.length,
    scopes: world.scopes,
    streams: {
      held: Math.max(0, ...viewers.seconds.map(({ openStreams }) => openStreams)),
      opened: sum(({ opened }) => opened),
      cuts: sum(({ cuts }) => cuts),
      refusals: sum(({ refusals }) => refusals),
      events: sum(({ events }) => events),
    },
    signInFailures: run.signInFailures.editors + sum(({ signInFailures }) => signInFailures),
    phases,
    totals: {
      reads: readFigures(
        within(viewers.reads, { name: '', fault: null, fromMs: 0, toMs: endMs }),
        endMs / 1000,
      ),
      writes: writeFigures(run.writes.flat()),
      wrongAtEnd,
      ...usage(run, 0, endMs),
    },
    replicas: world.replicas.map(({ seconds, loop }) => {
      const windows = seconds.map((_, at) => seconds.slice(at, at + 10)).filter((some) => some.length === 10);
      const mean = (some: typeof seconds) =>
        some.reduce((total, { cores }) => total + cores, 0) / Math.max(1, some.length);
      return {
        cores: mean(seconds),
        busiest: Math.max(0, ...windows.map(mean)),
        residentMegabytes: Math.max(0, ...seconds.map(({ residentMegabytes }) => residentMegabytes)),
        atEnd: seconds.at(-1)?.residentMegabytes ?? Number.NaN,
        loopP99Ms: median(loop.map(({ p99Ms }) => p99Ms)),
        loop: worstOf(loop),
      };
    }),
    steps: [],
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function untilItBreaks(
  run: Run,
  { viewers: first, size, onProgress }: LoadOptions,
): Promise<LoadStepFigures[]> {
  const steps: LoadStepFigures[] = [];
  for (let count = first * 2; count <= mostViewers; count *= 2) {
    onProgress(`${sizeName(size)}: ${count} viewers`);
    run.viewers.want(count);
    await settled();
    const fromMs = run.now();
    await later(stepMs);
    const toMs = run.now();
    await later(trailMs);
    const reads = within(run.viewers.reads, { name: '', fault: null, fromMs, toMs });
    // What is still not answered is no better than what failed.
    const due = Math.floor((count * (toMs - fromMs)) / everyMs);
    for (let nth = reads.length; nth < due * 0.98; nth += 1)
      reads.push({ dueMs: fromMs, tookMs: 0, status: 0, bytes: 0 });
    const figures = readFigures(reads, (toMs - fromMs) / 1000);
    steps.push({
      viewers: count,
      reads: figures,
      failures: failuresByStatus(reads),
      ...usage(run, fromMs, toMs),
      generatorLateMs: generatorLateMs(run, fromMs, toMs),
    });
    if (isBroken(figures)) break;
  }
  return steps;
}
