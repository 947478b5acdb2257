/**
 * `npm run bench`: the bars of the design, measured on generated meshes, written to bench/RESULTS.md with --write.
 * The part `load` (viewers, editors and faults for minutes; bench/load/) is measured alone, and written to bench/LOAD.md.
 * Times depend on the machine and on what else it does; what the bars say of ratios and counts holds anywhere.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { wholeNumber } from '../scripts/arguments.ts';
import { ensureBuilt } from '../scripts/build.ts';
import { stopAll } from '../scripts/run.ts';
import { measureAnswers } from './answers.ts';
import type { Measured } from './bars.ts';
import { measureChange } from './change.ts';
import { checksReport, measureChecks } from './checks.ts';
import { configurationReport, measureConfiguration } from './configuration.ts';
import { measureDocuments } from './documents.ts';
import { type EditorFigures, editorReport, measureEditor } from './editor.ts';
import { graphChangesReport, measureGraphChanges } from './graph-changes.ts';
import { graphPiecesReport, measureGraphPieces } from './graph-pieces.ts';
import { layoutReport, type MeasuredLayout, measureLayout } from './layout.ts';
import { measureLoad } from './load/load.ts';
import { loadReport } from './load/load-report.ts';
import { measurePages, openBrowser } from './pages.ts';
import { measurePrediction, predictionReport } from './prediction.ts';
import { report } from './report.ts';
import { measureSlowClients, slowClientsReport } from './slow-clients.ts';
import { measureViewers } from './viewers.ts';
import { parseSize, sizeName, startWorld } from './world.ts';

const usage = `usage: npm run bench -- [--sizes 20/2,200/10,1000/50,5000/100] [--parts answers,viewers,slow,change,pages,editor,checks,configuration,prediction,graph-changes,graph-pieces,layout,documents] [--write]

  --sizes   services/namespaces of the generated meshes
  --parts   what is measured (all of it when absent)
  --write   replaces bench/RESULTS.md

       npm run bench -- --parts load [--sizes 1000/50] [--minutes 10] [--viewers 500] [--editors 25] [--people 100] [--write]

  load      viewers and editors on two consoles while Prometheus, the API server, watches and the consoles themselves fail, then
            twice as many viewers until it breaks; of one size, and never among all the parts
  --people  how many credentials the viewers share
  --write   replaces bench/LOAD.md
`;

const meshParts = ['answers', 'viewers', 'slow', 'change', 'pages', 'editor'];
const meshSizes = '20/2,200/10,1000/50,5000/100';
const layoutSizes = [
  [200, 10],
  [1000, 50],
  [5000, 100],
] as const;
const allParts = [
  ...meshParts,
  'checks',
  'configuration',
  'prediction',
  'graph-changes',
  'graph-pieces',
  'layout',
  'documents',
];

export async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      sizes: { type: 'string' },
      parts: { type: 'string', default: allParts.join(',') },
      minutes: { type: 'string', default: '10' },
      viewers: { type: 'string', default: '500' },
      editors: { type: 'string', default: '25' },
      people: { type: 'string', default: '100' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const parts = new Set(values.parts.split(','));
  if (values.help || (values.parts !== 'load' && [...parts].some((part) => !allParts.includes(part)))) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  if (values.parts === 'load') return await load(values, argv);
  // Checks and documents need neither a mesh nor a build.
  const onMeshes = meshParts.some((part) => parts.has(part));
  const sizes = onMeshes ? (values.sizes ?? meshSizes).split(',').map(parseSize) : [];
  endWithSignals();
  try {
    const checks = parts.has('checks')
      ? checksReport([measureChecks(100), measureChecks(1000), measureChecks(1000, true)])
      : '';
    const configuration = parts.has('configuration')
      ? configurationReport([await measureConfiguration(1000)])
      : '';
    const prediction = parts.has('prediction') ? predictionReport([200, 1000].map(measurePrediction)) : '';
    const changes = parts.has('graph-changes')
      ? graphChangesReport([200, 1000].map(measureGraphChanges))
      : '';
    const pieces = parts.has('graph-pieces') ? graphPiecesReport([1000, 5000].map(measureGraphPieces)) : '';
    const layouts: MeasuredLayout[] = [];
    if (parts.has('layout')) for (const size of layoutSizes) layouts.push(await measureLayout(size));
    const layout = layouts.length > 0 ? layoutReport(layouts) : '';
    const documents = parts.has('documents') ? measureDocuments() : [];
    if (onMeshes) await requireBuild();
    const browser = parts.has('pages') || parts.has('editor') ? await openBrowser() : null;
    const results: Measured[] = [];
    const editors: EditorFigures[] = [];
    let slow = '';
    for (const size of sizes) {
      process.stderr.write(`${sizeName(size)}: starting\n`);
      const world = await startWorld(size);
      const measured: Measured = {
        size,
        answers: null,
        viewers: [],
        change: null,
        pages: [],
        consoleMegabytes: 0,
      };
      const told = (part: string): boolean => {
        if (parts.has(part)) process.stderr.write(`${sizeName(size)}: ${part}\n`);
        return parts.has(part);
      };
      if (told('change')) measured.change = await measureChange(world);
      if (browser && told('pages')) measured.pages = await measurePages(browser, world);
      // One object is as large on any mesh.
      if (browser && editors.length === 0 && told('editor'))
        editors.push(await measureEditor(browser, world));
      // Behind the pages: every window that is asked for here is read on for two minutes.
      if (told('answers')) measured.answers = await measureAnswers(world);
      if (told('viewers')) measured.viewers = await measureViewers(world);
      // What slow clients do to others does not depend on the mesh.
      if (slow === '' && told('slow')) slow = slowClientsReport(await measureSlowClients(world));
      measured.consoleMegabytes = world.consoleMegabytes();
      results.push(measured);
      // Told as it comes: the larger meshes take minutes.
      process.stderr.write(report([measured], [], argv));
      await world.stop();
    }
    await browser?.close();
    const editor = editors.length > 0 ? editorReport(editors) : '';
    const sections = [slow, editor, checks, configuration, prediction, changes, pieces, layout].filter(
      (section) => section !== '',
    );
    const text = [report(results, documents, argv), ...sections].join('\n');
    process.stdout.write(text);
    if (values.write) writeFileSync(join('bench', 'RESULTS.md'), text);
    return 0;
  } finally {
    await stopAll();
  }
}

function endWithSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stopAll().then(() => process.exit(1)));
}

async function requireBuild(): Promise<void> {
  if (!(await ensureBuilt((text) => process.stderr.write(`${text}\n`))))
    throw new Error('Nothing is measured without a build.');
}

interface LoadValues {
  sizes?: string;
  minutes: string;
  viewers: string;
  editors: string;
  people: string;
  write: boolean;
}

async function load(values: LoadValues, argv: readonly string[]): Promise<number> {
  endWithSignals();
  try {
    await requireBuild();
    const figures = await measureLoad({
      size: parseSize(values.sizes ?? '1000/50'),
      minutes: wholeNumber('--minutes', values.minutes, 1, 600),
      viewers: wholeNumber('--viewers', values.viewers, 1, 16_000),
      editors: wholeNumber('--editors', values.editors, 1, 500),
      people: wholeNumber('--people', values.people, 1, 16_000),
      onProgress: (text) => process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`),
    });
    const text = loadReport(figures, argv);
    process.stdout.write(text);
    if (values.write) writeFileSync(join('bench', 'LOAD.md'), text);
    return 0;
  } finally {
    await stopAll();
  }
}
