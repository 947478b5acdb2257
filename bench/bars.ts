/** Every bar of DESIGN.md §7 that a generated mesh can show, beside what was measured and what Kiali needs: one line each, none left out. */
import type { AnswerFigures } from './answers.ts';
import type { ChangeFigures } from './change.ts';
import { kilobytes, ms } from './figures.ts';
import { kiali, kialiAt } from './kiali.ts';
import type { PageFigures } from './pages.ts';
import type { LoadStep } from './viewers.ts';
import type { MeshSize } from './world.ts';

export interface Measured {
  size: MeshSize;
  answers: AnswerFigures | null;
  viewers: LoadStep[];
  change: ChangeFigures | null;
  pages: PageFigures[];
  consoleMegabytes: number;
}

export interface Bar {
  what: string;
  /** Services of the generated mesh. */
  services: number;
  bar: string;
  measured: string;
  kiali: string;
  /** Null: shown without a bar. */
  met: boolean | null;
}

/** By services; what is missing there has no bar. */
const freshP95Ms: Readonly<Record<number, number>> = { 200: 100, 1000: 240 };
const opensMs: Readonly<Record<number, number>> = { 20: 1000, 200: 1200, 1000: 1500 };
const mostBytes = 250_000;
const mostScriptBytes = 350_000;

export function barsOf(results: readonly Measured[]): Bar[] {
  return results.flatMap((result) => [
    ...answerBars(result),
    ...changeBars(result),
    ...pageBars(result),
    ...viewerBars(result),
  ]);
}

type Told = Omit<Bar, 'services' | 'kiali'> & { kiali?: Readonly<Record<number, string>> };

function told({ size }: Measured, bars: readonly Told[]): Bar[] {
  return bars.map(({ kiali: figures = {}, ...bar }) => ({
    ...bar,
    services: size.services,
    kiali: kialiAt(figures, size),
  }));
}

function answerBars(result: Measured): Bar[] {
  const { answers, size } = result;
  if (answers === null) return [];
  const limit = freshP95Ms[size.services];
  return told(result, [
    {
      what: 'questions to Prometheus for the whole graph',
      bar: '≤ 6',
      measured: String(answers.questions),
      kiali: kiali.questions,
      met: answers.questions <= 6,
    },
    {
      what: 'fresh graph, p95, without the time of the demo’s Prometheus',
      bar: limit === undefined ? '–' : `≤ ${ms(limit)}`,
      measured: `${ms(answers.ownP95Ms)} (with it ${ms(answers.freshP95Ms)})`,
      kiali: kiali.fresh,
      met: limit === undefined ? null : answers.ownP95Ms <= limit,
    },
    {
      what: 'its size, compressed',
      bar: '≤ 250 KB',
      measured: kilobytes(answers.gzipBytes),
      kiali: kiali.bytes,
      met: size.services > 1000 ? null : answers.gzipBytes <= mostBytes,
    },
    {
      what: 'answered again within the refresh, median',
      bar: '≤ 5 ms',
      measured: ms(answers.againMedianMs),
      kiali: kiali.again,
      met: answers.againMedianMs <= 5,
    },
  ]);
}

function changeBars(result: Measured): Bar[] {
  if (result.change === null) return [];
  const { worstMs } = result.change;
  return told(result, [
    {
      what: 'a change made with kubectl until the graph has it, worst of six',
      bar: '≤ 1 s',
      measured: ms(worstMs),
      kiali: kiali.change,
      met: worstMs <= 1000,
    },
  ]);
}

function pageBars(result: Measured): Bar[] {
  const of = (name: PageFigures['name']) => result.pages.find((page) => page.name === name);
  const opened = of('graph, as it opens');
  const unfolded = of('graph, unfolded');
  const { services } = result.size;
  const opens = opensMs[services];
  const bars: Told[] = [];
  if (opened !== undefined) {
    bars.push(
      {
        what: 'graph page drawn, as it opens',
        bar: opens === undefined ? '–' : `≤ ${ms(opens)}`,
        measured: `${ms(opened.drawnMs)} (at work ${ms(opened.busyMs)})`,
        kiali: kiali.graphPage,
        met: opens === undefined ? null : opened.drawnMs <= opens,
      },
      {
        what: 'JavaScript of the graph page, compressed, with what it loads on demand',
        bar: '≤ 350 KB',
        measured: kilobytes(opened.scriptBytes),
        kiali: kiali.scripts,
        met: opened.scriptBytes <= mostScriptBytes,
      },
      {
        what: 'frames a second while dragged, as it opens',
        bar: '≥ 50',
        measured: String(Math.round(opened.framesPerSecond ?? 0)),
        met: (opened.framesPerSecond ?? 0) >= 50,
      },
    );
  }
  if (unfolded !== undefined) {
    bars.push(
      {
        what: 'graph page drawn, unfolded',
        bar: services > 1000 ? '–' : '≤ 3 s',
        measured: `${ms(unfolded.drawnMs)} (at work ${ms(unfolded.busyMs)})`,
        kiali: kiali.graphPage,
        met: services > 1000 ? null : unfolded.drawnMs <= 3000,
      },
      {
        what: 'frames a second while dragged, unfolded',
        bar: services > 1000 ? '–' : '≥ 30',
        measured: String(Math.round(unfolded.framesPerSecond ?? 0)),
        met: services > 1000 ? null : (unfolded.framesPerSecond ?? 0) >= 30,
      },
      {
        what: 'longest task while metrics arrive, unfolded',
        bar: services > 1000 ? '–' : '≤ 50 ms',
        measured: ms(unfolded.tickTaskMs ?? 0),
        met: services > 1000 ? null : (unfolded.tickTaskMs ?? 0) <= 50,
      },
    );
  }
  for (const name of ['services', 'workloads', 'configuration'] as const) {
    const list = of(name);
    if (list === undefined) continue;
    bars.push({
      what: `the list of ${name} shown`,
      bar: services > 1000 ? '–' : '≤ 1 s',
      measured: ms(list.drawnMs),
      kiali: kiali[name],
      met: services > 1000 ? null : list.drawnMs <= 1000,
    });
  }
  return told(result, bars);
}

function viewerBars(result: Measured): Bar[] {
  const fifty = result.viewers.find(({ clients }) => clients === 50);
  const last = result.viewers.at(-1);
  if (fifty === undefined || last === undefined) return [];
  const limited = result.size.services === 200;
  const broken = last.p95Ms > 1000 || last.failed > last.answered / 1000;
  return told(result, [
    {
      what: 'graphs a second, 50 clients without a pause',
      bar: limited ? '≥ 500' : '–',
      measured: fifty.perSecond.toFixed(0),
      kiali: kiali.perSecond,
      met: limited ? fifty.perSecond >= 500 : null,
    },
    {
      what: 'clients without a pause until p95 passes a second or one in a thousand fails',
      bar: '–',
      measured: broken ? `breaks at ${last.clients}` : `holds ${last.clients}`,
      met: null,
    },
  ]);
}
