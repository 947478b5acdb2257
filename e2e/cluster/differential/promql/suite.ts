/**
 * The demo's PromQL against Prometheus': the same questions on the same samples, answers compared. The corpus: what the console asks,
 * cases by hand, Prometheus' own test scripts (read from its Go module), random queries, and the API around them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildBinary, moduleSources } from '#e2e/cluster/build.ts';
import { seeded } from '#e2e/oracles/routes/random.ts';
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

export interface Tally {
  asked: number;
  /** Of those asked, answered by both with an error. */
  refused: number;
  known: Map<string, number>;
  failed: number;
}

const port = 4550;
const inFlight = 8;
const mostTold = 40;

export async function run(options: Options): Promise<{ passed: number; failed: number }> {
  const binary = await buildBinary('prometheus', options.tell);
  const tallies = new Map<string, Tally>();
  const scripts = readTestScripts(testScripts());
  const samples = [...scripts.series, ...fixtureSamples(options.seed)];
  const fixture = await startWorlds(createSampleIndex(samples), { binary, port });
  try {
    options.tell(`— ${samples.length} series by hand, ${scripts.leftOut} of Prometheus' scripts left out`);
    const questions = [...edgeCases(), ...apiQuestions(), ...scripts.questions, ...randomQuestions(options)];
    await compareAll(fixture, questions, tallies, options);
  } finally {
    await fixture.stop();
  }
  const store = await demoStore(options.seed);
  const scraping = await startMetadataWorlds(store, { binary, port });
  try {
    await compareAll(scraping, metadataQuestions(), tallies, options);
  } finally {
    await scraping.stop();
  }
  const demo = await startWorlds(store, { binary, port });
  try {
    await compareAll(demo, productQuestions(demoEndMs / 1000), tallies, options);
  } finally {
    await demo.stop();
  }
  return summary(tallies, options.tell);
}

function testScripts(): { name: string; text: string }[] {
  const folder = join(
    moduleSources('prometheus', 'github.com/prometheus/prometheus'),
    'promql/promqltest/testdata',
  );
  return readdirSync(folder)
    .filter((name) => name.endsWith('.test'))
    .toSorted()
    .map((name) => ({ name: basename(name), text: readFileSync(join(folder, name), 'utf8') }));
}

function randomQuestions({ seed, queries }: Options): Question[] {
  const random = seeded(seed);
  return Array.from({ length: queries }, () => {
    const query = randomQuery(random);
    const atMs = fixtureStartMs + random.int(fixtureEndMs - fixtureStartMs);
    if (random.maybe(0.6)) return instantQuestion('random', query, atMs);
    const stepMs = random.one([15_000, 60_000, 7000, 300_000, 61_234]);
    return rangeQuestion('random', query, { startMs: atMs, endMs: atMs + random.int(40) * stepMs, stepMs });
  });
}

async function compareAll(
  worlds: Worlds,
  questions: readonly Question[],
  tallies: Map<string, Tally>,
  options: Options,
): Promise<void> {
  const rest = questions.values();
  const work = async (): Promise<void> => {
    for (const question of rest) await compareOne(worlds, question, tallies, options);
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}

async function compareOne(
  worlds: Worlds,
  question: Question,
  tallies: Map<string, Tally>,
  { tell, verbose }: Options,
): Promise<void> {
  const [real, embedded] = await Promise.all([ask(worlds.real, question), ask(worlds.embedded, question)]);
  const tally = tallies.get(question.from) ?? { asked: 0, refused: 0, known: new Map(), failed: 0 };
  tallies.set(question.from, tally);
  tally.asked++;
  if (real.status !== 200 && embedded.status !== 200) tally.refused++;
  const details = differences(question, real, embedded);
  if (details.length === 0) return;
  const difference: Difference = { question, real, embedded, details };
  const known = explain(difference);
  if (known) tally.known.set(known.name, (tally.known.get(known.name) ?? 0) + 1);
  else tally.failed++;
  const failedSoFar = [...tallies.values()].reduce((sum, { failed }) => sum + failed, 0);
  if (verbose || (!known && failedSoFar <= mostTold)) {
    tell(`${known ? `known (${known.name})` : 'DIFFERS'} ${question.from}: ${describeQuestion(question)}`);
    for (const detail of details) tell(`    ${detail}`);
  }
}

function summary(
  tallies: ReadonlyMap<string, Tally>,
  tell: (line: string) => void,
): { passed: number; failed: number } {
  let [passed, failed] = [0, 0];
  for (const [from, tally] of tallies) {
    const known = [...tally.known.values()].reduce((sum, count) => sum + count, 0);
    passed += tally.asked - tally.failed;
    failed += tally.failed;
    tell(
      `  ${from}: ${tally.asked} asked, ${tally.refused} refused by both, ${known} known differences, ${tally.failed} new`,
    );
  }
  return { passed, failed };
}
