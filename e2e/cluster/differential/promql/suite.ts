/**
 * The demo's PromQL against Prometheus': the same questions on the same samples, answers compared. The corpus: what the console asks,
 * cases by hand, Prometheus' own test scripts (read from its Go module), random queries, and the API around them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildBinary, moduleSources } from '#e2e/cluster/build.ts';
import { seeded } from '#e2e/oracles/routes/random.ts';
import { pinnedQuery } from '#lib/metrics/pinned.ts';
import { writtenExpression } from '#lib/metrics/written-expression.ts';
import { parseQuery } from '#lib/promql/parse.ts';
import { type SuiteResult, Tally } from '../figures.ts';
import { apiQuestions, metadataQuestions } from './api-questions.ts';
import { differences } from './compare.ts';
import { demoEndMs, demoStore } from './demo-store.ts';
import { edgeCases } from './edge-cases.ts';
import { fixtureEndMs, fixtureSamples, fixtureStartMs } from './fixture-samples.ts';
import { type Difference, explain } from './known-differences.ts';
import { productQuestions } from './product-questions.ts';
import { ask, describeQuestion, instantQuestion, type Question, rangeQuestion } from './question.ts';
import { randomQuery } from './random-query.ts';
import { createSampleIndex } from './samples.ts';
import { readTestScripts } from './test-files.ts';
import { startMetadataWorlds, startWorlds, type Worlds } from './worlds.ts';

export interface Options {
  /** Of the samples and of the random queries. */
  seed: number;
  /** How many random queries. */
  queries: number;
  /** Tell every difference, known ones too. */
  verbose: boolean;
  tell: (line: string) => void;
}

const from = 'random queries';
const port = 4550;
const inFlight = 8;
const mostTold = 40;

export async function run(options: Options): Promise<SuiteResult> {
  const binary = await buildBinary('prometheus', options.tell);
  const tally = new Tally();
  const compare = async (starting: Promise<Worlds>, questions: readonly Question[]): Promise<void> => {
    const worlds = await starting;
    try {
      await compareAll(worlds, questions, tally, options);
    } finally {
      await worlds.stop();
    }
  };
  const scripts = readTestScripts(testScripts());
  const samples = [...scripts.series, ...fixtureSamples(options.seed)];
  options.tell(`— ${samples.length} series by hand; ${scripts.leftOut} of Prometheus' own are no floats`);
  await compare(startWorlds(createSampleIndex(samples), { binary, port }), [
    ...edgeCases(),
    ...apiQuestions(),
    ...scripts.questions,
    ...randomQuestions(options),
    ...rewrittenQuestions(options),
  ]);
  options.tell('— an hour of the demo');
  const store = await demoStore(options.seed);
  await compare(startMetadataWorlds(store, { binary, port }), metadataQuestions());
  await compare(startWorlds(store, { binary, port }), productQuestions(demoEndMs / 1000));
  return tally.result();
}

function testScripts(): string[] {
  const folder = join(
    moduleSources('prometheus', 'github.com/prometheus/prometheus'),
    'promql/promqltest/testdata',
  );
  return readdirSync(folder)
    .filter((name) => name.endsWith('.test'))
    .toSorted()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** As the metrics explorer asks (lib/metrics): random queries written anew, every fourth also kept to namespaces. */
function rewrittenQuestions({ seed, queries }: Options): Question[] {
  const random = seeded(seed + 1);
  return Array.from({ length: Math.ceil(queries / 4) }, (_, index) => {
    const query = randomQuery(random);
    const atMs = fixtureStartMs + random.int(fixtureEndMs - fixtureStartMs);
    return { query: rewritten(query, index % 4 === 0), atMs };
  }).flatMap(({ query, atMs }) =>
    query === null ? [] : [instantQuestion('queries written anew', query, atMs)],
  );
}

/** Null for what is refused. */
function rewritten(query: string, kept: boolean): string | null {
  if (kept) {
    const pinned = pinnedQuery(query, new Set(['shop', 'bookinfo']));
    return pinned.ok ? pinned.value : null;
  }
  try {
    return writtenExpression(parseQuery(query));
  } catch {
    return null;
  }
}

function randomQuestions({ seed, queries }: Options): Question[] {
  const random = seeded(seed);
  return Array.from({ length: queries }, () => {
    const query = randomQuery(random);
    const atMs = fixtureStartMs + random.int(fixtureEndMs - fixtureStartMs);
    if (random.maybe(0.6)) return instantQuestion(from, query, atMs);
    const stepMs = random.one([15_000, 60_000, 7000, 300_000, 61_234]);
    return rangeQuestion(from, query, { startMs: atMs, endMs: atMs + random.int(40) * stepMs, stepMs });
  });
}

async function compareAll(
  worlds: Worlds,
  questions: readonly Question[],
  tally: Tally,
  options: Options,
): Promise<void> {
  const rest = questions.values();
  const work = async (): Promise<void> => {
    for (const question of rest) await compareOne(worlds, question, tally, options);
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}

async function compareOne(
  worlds: Worlds,
  question: Question,
  tally: Tally,
  { tell, verbose }: Options,
): Promise<void> {
  const [real, embedded] = await Promise.all([ask(worlds.real, question), ask(worlds.embedded, question)]);
  const details = differences(question, real, embedded);
  if (details.length === 0) {
    tally.count(question.from);
    return;
  }
  const difference: Difference = { question, real, embedded, details };
  const known = explain(difference);
  tally.count(question.from, known);
  if (!verbose && (known || tally.failed > mostTold)) return;
  tell(`${known ? `known (${known.name})` : 'DIFFERS'} ${question.from}: ${describeQuestion(question)}`);
  for (const detail of details) tell(`    ${detail}`);
}
