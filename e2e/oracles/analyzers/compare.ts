/**
 * lib/istio/checks against Istio's own analyzers, run in process (main.go), on a corpus that the suite makes itself. Compared
 * is which code is said of which object; agreement is told code by code.
 */
import { type SuiteResult, Tally } from '#e2e/cluster/differential/figures.ts';
import { createCheckSet } from '#lib/istio/checks/check-set.ts';
import { type AnalyzerMessage, startAnalyzerOracle } from './analyzer-oracle.ts';
import { corpus, type ObjectSet } from './corpus.ts';
import { type Difference, explain } from './known-differences.ts';

export interface Options {
  /** Random sets beside the cases. */
  mixtures: number;
  /** Of the first mixture. */
  seed: number;
  tell(line: string): void;
}

interface CodeTally {
  agreed: number;
  onlyIstio: number;
  onlySluice: number;
  unexplained: number;
}

/** Counts what is said of objects; explained differences are among the passed. */
export async function compareAnalyzers(binary: string, options: Options): Promise<SuiteResult> {
  const oracle = startAnalyzerOracle(binary);
  const codes = new Map<string, CodeTally>();
  const tally = new Tally();
  const news: string[] = [];
  let sets = 0;
  try {
    for (const set of corpus(options.mixtures, options.seed)) {
      sets += 1;
      const part = set.isMixture ? 'random mixtures' : 'cases of the checks, wrong and put right';
      const { messages, error } = await oracle.ask(set.objects);
      if (messages === null) {
        tally.count(part, null);
        news.push(`${set.name}: the oracle gave up: ${error}`);
        continue;
      }
      const { agreed, differences } = compareSet(set, messages, codes);
      for (let index = 0; index < agreed; index += 1) tally.count(part);
      for (const difference of differences) {
        const reason = explain(difference);
        tally.count(part, reason);
        if (reason) continue;
        tallyOf(codes, difference.code).unexplained += 1;
        const { side, code, kind, namespace, name, text } = difference;
        news.push(`${set.name}: only ${side} says ${code} of ${kind} ${namespace}/${name}: ${text}`);
      }
    }
  } finally {
    oracle.stop();
  }
  const result = tally.result();
  return { ...result, lines: [...linesOf(sets, codes), ...result.lines, ...news] };
}

function tallyOf(tallies: Map<string, CodeTally>, code: string): CodeTally {
  const present = tallies.get(code) ?? { agreed: 0, onlyIstio: 0, onlySluice: 0, unexplained: 0 };
  tallies.set(code, present);
  return present;
}

interface Said {
  code: string;
  kind: string;
  namespace: string;
  name: string;
  text: string;
}

const keyOf = ({ code, kind, namespace, name }: Said): string => [code, kind, namespace, name].join(' ');

function compareSet(
  { objects }: ObjectSet,
  messages: readonly AnalyzerMessage[],
  tallies: Map<string, CodeTally>,
): { agreed: number; differences: Difference[] } {
  const ours = createCheckSet(objects).findings();
  const sluice = new Map<string, Said>();
  for (const { code, kind, namespace, name, message } of ours) {
    const said = { code, kind, namespace, name, text: JSON.stringify(message) };
    if (code.startsWith('IST')) sluice.set(keyOf(said), said);
  }
  const istio = new Map(messages.map((message) => [keyOf(message), message]));
  const differences: Difference[] = [];
  let agreed = 0;
  const differ = (side: Difference['side'], said: Said) => {
    const same = ours.filter(
      ({ kind, namespace, name }) => kind === said.kind && namespace === said.namespace && name === said.name,
    );
    differences.push({ ...said, side, objects, ours: new Set(same.map(({ code }) => code)) });
  };
  for (const [key, said] of istio) {
    if (sluice.has(key)) {
      tallyOf(tallies, said.code).agreed += 1;
      agreed += 1;
    } else {
      tallyOf(tallies, said.code).onlyIstio += 1;
      differ('istio', said);
    }
  }
  for (const [key, said] of sluice) {
    if (istio.has(key)) continue;
    tallyOf(tallies, said.code).onlySluice += 1;
    differ('sluice', said);
  }
  return { agreed, differences };
}

function linesOf(sets: number, tallies: ReadonlyMap<string, CodeTally>): string[] {
  return [
    `analyzers: ${sets} sets of objects; by code: agreed, only Istio's, only ours, of these unexplained`,
    ...[...tallies]
      .sort()
      .map(
        ([code, { agreed, onlyIstio, onlySluice, unexplained }]) =>
          `  ${code} ${[agreed, onlyIstio, onlySluice, unexplained].map((sum) => String(sum).padStart(5)).join(' ')}`,
      ),
  ];
}
