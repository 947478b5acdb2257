/** The report: what was measured beside the bars of the design and Kiali's figures on the same kind of data. */
import { cpus, totalmem } from 'node:os';
import { barsOf, type Measured } from './bars.ts';
import { kilobytes, ms, table } from './figures.ts';
import { kiali, kialiAt as of } from './kiali.ts';
import { sizeName } from './world.ts';

/** `documents`: the lines of a table. */
export function report(
  results: readonly Measured[],
  documents: readonly string[],
  argv: readonly string[],
): string {
  const cpu = cpus();
  const sections = [
    '# Measured',
    `\`npm run bench -- ${argv.join(' ')}\` on ${cpu.length} cores (${cpu[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, no GPU, Node ${process.versions.node}.`,
    'Generated meshes; the demo’s Kubernetes and Prometheus APIs, the console, the browser and the load all share these cores. "Without Prometheus" leaves out the time in which the demo’s Prometheus, an evaluator in JavaScript, was answering. Kiali’s figures are of Kiali 2.31 on the same kind of mesh, machine and window, with a real Prometheus.',
    bars(results),
    answers(results),
    change(results),
    pages(results),
    viewers(results),
    documents.length === 0 ? '' : `## Documents\n\n${documents.join('\n')}`,
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function bars(results: readonly Measured[]): string {
  const rows = barsOf(results).map(({ what, services, bar, measured, kiali: theirs, met }) => [
    what,
    services.toLocaleString('en'),
    bar,
    measured,
    theirs,
    met === null ? '' : met ? 'met' : '**missed**',
  ]);
  if (rows.length === 0) return '';
  const head = ['what', 'services', 'bar', 'measured', 'Kiali', 'verdict'];
  const load = 'Viewers and editors for minutes, with faults: [LOAD.md](LOAD.md).';
  return `## The bars of the design\n\n${table(head, rows)}\n\n${load}`;
}

function answers(results: readonly Measured[]): string {
  const rows = results.flatMap(({ size, answers: figures, consoleMegabytes }) => {
    if (figures === null) return [];
    return [
      [
        sizeName(size),
        `${figures.nodes} / ${figures.edges}`,
        `**${figures.questions}** (Kiali ${of(kiali.questions, size)})`,
        `${ms(figures.freshMedianMs)}, p95 ${ms(figures.freshP95Ms)} (Kiali ${of(kiali.fresh, size)})`,
        `**${ms(figures.ownMedianMs)}**, p95 **${ms(figures.ownP95Ms)}**`,
        `**${ms(figures.againMedianMs)}**, p95 ${ms(figures.againP95Ms)} (Kiali ${of(kiali.again, size)})`,
        kilobytes(figures.gzipBytes),
        `${consoleMegabytes} MB`,
      ],
    ];
  });
  if (rows.length === 0) return '';
  const head = [
    'services/namespaces',
    'nodes / edges',
    'Prometheus questions',
    'fresh answer',
    'of it without Prometheus',
    'answered again',
    'size, gzip',
    'console RSS',
  ];
  return `## The whole graph, answered\n\n${table(head, rows)}`;
}

function change(results: readonly Measured[]): string {
  const rows = results.flatMap(({ size, change: figures }) =>
    figures === null ? [] : [[sizeName(size), ms(figures.medianMs), ms(figures.worstMs)]],
  );
  if (rows.length === 0) return '';
  return `## A change of configuration until the graph shows it\n\nBar: 1 s. Kiali: 33–60 s.\n\n${table(['services/namespaces', 'median', 'worst of six'], rows)}`;
}

function pages(results: readonly Measured[]): string {
  const rows = results.flatMap(({ size, pages: figures }) =>
    figures.map(({ name, drawnMs, busyMs, longestTaskMs, framesPerSecond, tickTaskMs }) => [
      sizeName(size),
      name,
      ms(drawnMs),
      ms(busyMs),
      of(
        name === 'services' || name === 'workloads' || name === 'configuration'
          ? kiali[name]
          : kiali.graphPage,
        size,
      ),
      ms(longestTaskMs),
      framesPerSecond === null ? '' : framesPerSecond.toFixed(0),
      tickTaskMs === null ? '' : ms(tickTaskMs),
    ]),
  );
  if (rows.length === 0) return '';
  const head = [
    'services/namespaces',
    'page',
    'drawn',
    'of it at work',
    'Kiali',
    'longest task until then',
    'frames/s while dragged',
    'longest task in 12 s of ticks',
  ];
  return `## Pages, cold browser\n\nBars: graph 1.0 / 1.2 / 1.5 s as it opens, 3 s unfolded; 50 frames/s folded, 30 unfolded; no tick task over 50 ms; lists 1 s (configuration: 500 objects; the mesh of 1,000 services has more). Median of five cold browsers. A graph is drawn when all of the picture is: its canvases no longer change. "At work" is the CPU time of the page’s thread (CDP, thread ticks), which the mesh, the console and other programs on the same cores do not lengthen.\n\n${table(head, rows)}`;
}

function viewers(results: readonly Measured[]): string {
  const rows = results.flatMap(({ size, viewers: steps }) =>
    steps.map(({ clients, perSecond, p50Ms, p95Ms, failed, answered, consoleMegabytes }) => [
      sizeName(size),
      String(clients),
      `${perSecond.toFixed(0)} (Kiali ${clients === 50 ? of(kiali.perSecond, size) : '–'})`,
      ms(p50Ms),
      ms(p95Ms),
      `${failed} of ${failed + answered}`,
      `${consoleMegabytes} MB`,
    ]),
  );
  if (rows.length === 0) return '';
  const head = ['services/namespaces', 'clients', 'graphs/s', 'p50', 'p95', 'failed', 'console RSS'];
  return `## Viewers, until it breaks\n\nClients without a pause between two questions; ended when p95 passes a second or one in a thousand fails. Bar: 500 graphs/s at 200 services with 50 clients.\n\n${table(head, rows)}`;
}
