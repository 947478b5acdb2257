/** The report of the load, in Markdown. */
import { cpus, totalmem } from 'node:os';
import { ms, table } from '../figures.ts';
import { type MeshSize, sizeName } from '../world.ts';
import { isBroken, type ReadFigures } from './reads.ts';
import { type PhaseFigures, recoveryTime, type Totals, verdicts } from './verdicts.ts';

export interface LoadStepFigures {
  viewers: number;
  reads: ReadFigures;
  /** By HTTP status; 0 is no answer. */
  failures: ReadonlyMap<number, number>;
  cores: number;
  residentMegabytes: number;
  generatorLateMs: number;
}

export interface LoadFigures {
  size: MeshSize;
  minutes: number;
  viewers: number;
  editors: number;
  people: number;
  scopes: number;
  streams: { held: number; opened: number; cuts: number; refusals: number; events: number };
  signInFailures: number;
  phases: PhaseFigures[];
  totals: Totals;
  /** Each replica: cores on average and in the busiest ten seconds, RSS at most and at the end. */
  replicas: {
    cores: number;
    busiest: number;
    residentMegabytes: number;
    atEnd: number;
    /** The median of windows of fifteen seconds. */
    loopP99Ms: number;
    /** The worst of them. */
    loop: { p99Ms: number; worstMs: number };
  }[];
  steps: LoadStepFigures[];
}

export function loadReport(figures: LoadFigures, argv: readonly string[]): string {
  const cpu = cpus();
  const { size, minutes, viewers, editors, people, scopes, streams } = figures;
  return `${[
    '# Load and faults',
    `\`npm run bench -- ${argv.join(' ')}\` on ${cpu.length} cores (${cpu[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 16)}Z.`,
    `${viewers} viewers, ${editors} editors, ${minutes} minutes, a generated mesh of ${sizeName(size)} services/namespaces, two consoles (production build, metrics read every 15 s) behind a balancer without stickiness. ${people} people with tokens of their own in ${scopes} different scopes share the viewers’ browsers. Each asks for the graph of all it may see every 15 s with If-None-Match, whether or not the answer before has come; ${streams.held} hold the event stream as well and follow the graph by it. Latency counts from the moment a question was due. An editor changes a VirtualService of its own once a minute as the editor’s page does: read, dry run, apply by the stream; where the answer breaks off, the object is read until it tells, and nothing is sent twice. After each write Kubernetes is asked past the console what it holds.`,
    'The mesh (an API server and a Prometheus written in JavaScript), the balancer, the proxies, the load and both consoles share these cores: the goal wants the generator on its own. Times are therefore above what the consoles alone take; counts and cores are theirs.',
    `## Bars\n\n${bars(figures)}`,
    'Of the peak when all come back: a console keeps what it was told of rights to itself, so one that has just started asks anew for each person: who they are, their rules everywhere, and for each namespace that names them their rules and one review that must agree; eight calls at once, by turns. Held to 100 calls a second, the last of a hundred people would wait some ten seconds for a page.',
    `## Phases\n\n${phaseTable(figures.phases)}`,
    `## What the backends were asked\n\n${backendTable(figures.phases)}`,
    `## Writes\n\n${writeTable(figures.phases)}`,
    `## Consoles\n\n${replicaTable(figures)}`,
    `Streams: ${streams.opened} opened, ${streams.cuts} ended by the other side, ${streams.refusals} not opened, ${streams.events} events received. Sign-ins that failed and were tried again: ${figures.signInFailures}.`,
    `## Until it breaks\n\n${failingPoint(figures)}`,
    '## Not shown\n\nSixty minutes (and with them the slope of RSS), revoked rights under load (SEC-56), three replicas, the first cold graph, a network between the parts, and Kiali under the same load.',
  ].join('\n\n')}\n`;
}

function bars({ phases, totals }: LoadFigures): string {
  return table(
    ['bar', 'measured', 'verdict'],
    verdicts(phases, totals).map(({ bar, measured, met }) => [bar, measured, met ? 'met' : '**missed**']),
  );
}

function readCells({ perSecond, p50Ms, p95Ms, p99Ms, worstMs, failed, asked }: ReadFigures): string[] {
  return [perSecond.toFixed(1), ms(p50Ms), ms(p95Ms), ms(p99Ms), ms(worstMs), `${failed} of ${asked}`];
}

function failureCell(failures: ReadonlyMap<number, number>): string {
  return [...failures]
    .map(([status, times]) => `${times} × ${status === 0 ? 'no answer' : status}`)
    .join(', ');
}

const readHead = ['graphs/s', 'p50', 'p95', 'p99', 'slowest', 'failed'];

function phaseTable(phases: readonly PhaseFigures[]): string {
  const rows = phases.map(({ name, seconds, reads, failures, recovery, cores, loop, generatorLateMs }) => [
    name,
    `${seconds.toFixed(0)} s`,
    ...readCells(reads),
    failureCell(failures),
    recovery === null ? '' : `${recoveryTime(recovery.wellMs)} / ${recoveryTime(recovery.seenMs)}`,
    cores.toFixed(2),
    `${ms(loop.p99Ms)} / ${ms(loop.worstMs)}`,
    ms(generatorLateMs),
  ]);
  const head = ['phase', 'took', ...readHead, 'of them'];
  return `Recovery: from the end of the fault until both sources are well in the eyes of both replicas / until a change made in Kubernetes is seen in both replicas’ graphs. "Load late": the most by which the load itself asked after the due time, which latency holds too. "Loop held": the delay of the event loop of the console that was held up more, p99 of its worst fifteen seconds / at most.\n\n${table([...head, 'recovery', 'cores of both', 'loop held', 'load late'], rows)}`;
}

function backendTable(phases: readonly PhaseFigures[]): string {
  return table(
    [
      'phase',
      'API calls/s',
      'of them rights',
      'busiest second',
      'Prometheus questions in 15 s',
      'at once, at most',
    ],
    phases.map(({ name, api, prometheusPer15Seconds, prometheusAtOnce }) => [
      name,
      api.perSecond.toFixed(1),
      api.reviewsPerSecond.toFixed(1),
      String(api.peak),
      prometheusPer15Seconds.toFixed(1),
      String(prometheusAtOnce),
    ]),
  );
}

function writeTable(phases: readonly PhaseFigures[]): string {
  const head = [
    'phase',
    'writes',
    'acknowledged',
    'refused',
    'unclear at first',
    'not told',
    'lost',
    'wrong',
  ];
  return table(
    [...head, 'p95 of those acknowledged', 'why not'],
    phases.map(({ name, writes, reasons }) => [
      name,
      String(writes.asked),
      String(writes.acknowledged),
      String(writes.refused),
      String(writes.unclear),
      String(writes.unsettled + writes.unjudged),
      String(writes.lost),
      String(writes.wrong),
      ms(writes.p95Ms),
      reasons.map(([reason, times]) => `${times} × ${reason}`).join(', '),
    ]),
  );
}

function replicaTable({ replicas }: LoadFigures): string {
  return table(
    [
      'console',
      'cores on average',
      'busiest ten seconds',
      'RSS at most',
      'RSS at the end',
      'event loop held, p99 of 15 s: median / worst',
      'at most',
    ],
    replicas.map(({ cores, busiest, residentMegabytes, atEnd, loopP99Ms, loop }, index) => [
      String(index + 1),
      cores.toFixed(2),
      busiest.toFixed(2),
      `${residentMegabytes.toFixed(0)} MB`,
      `${atEnd.toFixed(0)} MB`,
      `${ms(loopP99Ms)} / ${ms(loop.p99Ms)}`,
      ms(loop.worstMs),
    ]),
  );
}

function failingPoint({ steps, viewers }: LoadFigures): string {
  if (steps.length === 0) return 'Not looked for.';
  const good = steps.filter(({ reads }) => !isBroken(reads)).at(-1)?.viewers;
  const broken = steps.find(({ reads }) => isBroken(reads));
  const point =
    broken === undefined
      ? `It did not break at ${steps.at(-1)?.viewers ?? viewers} viewers, the most that were tried.`
      : `It holds ${good === undefined ? `fewer than ${broken.viewers}` : good} viewers and breaks at ${broken.viewers}.`;
  const rows = steps.map(({ viewers: count, reads, failures, cores, residentMegabytes, generatorLateMs }) => [
    String(count),
    ...readCells(reads),
    failureCell(failures),
    cores.toFixed(2),
    `${residentMegabytes.toFixed(0)} MB`,
    ms(generatorLateMs),
  ]);
  return `After the faults, without editors: viewers are doubled, and counted for 20 s once all of them ask until p95 passes a second or one read in a thousand fails. ${point}\n\n${table(['viewers', ...readHead, 'of them', 'cores of both', 'RSS of the larger', 'load late'], rows)}`;
}
