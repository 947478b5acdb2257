/**
 * Our schema validation and admission rules against the code of the API server and of istiod, over a generated corpus; and a
 * sample of it against a running API server with istiod's webhook, when there is one.
 */
import {
  type AdmissionOracle,
  buildAdmissionOracle,
  istioSources,
  startAdmissionOracle,
  type Verdict,
} from '#e2e/oracles/admission/admission-oracle.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { ApiServer } from '../api-server.ts';
import type { SuiteResult } from '../figures.ts';
import { decisionOf, disagreements } from './compare.ts';
import { corpus, type Sample } from './corpus.ts';
import { explain } from './known-differences.ts';
import { seedDocuments } from './seeds.ts';
import { prepareServer, serverVerdict } from './server-verdict.ts';
import { sluiceVerdict } from './sluice-verdict.ts';
import { Tally } from './tally.ts';

export interface AdmissionOptions {
  /** Mutants; half as many documents made from the schemas come on top, and Istio's own. */
  size: number;
  seed: number;
  /** Every nth object is sent to the API server too; kinds come in turn, so n should have no divisor in common with their number (19). */
  sampleEvery: number;
  server?: ApiServer;
}

const shownAtMost = 20;

function shown({ origin, seed, object }: Sample, judge: string): string {
  return `${judge}, ${origin} ${seed}: ${object.kind} ${`${JSON.stringify(object.spec)}`.slice(0, 400)}`;
}

/** Two kinds are called Gateway. */
function kindOf({ apiVersion, kind }: KubernetesObject): string {
  return apiVersion.startsWith('gateway.networking.k8s.io/') ? `${kind} (Gateway API)` : kind;
}

class Comparison {
  readonly tally = new Tally();
  readonly differences: string[] = [];

  add(judge: string, sample: Sample, theirs: Verdict, ours: Verdict): void {
    const found = disagreements(theirs, ours);
    const reasons = found.map((disagreement) => explain(disagreement, sample.object));
    const known = reasons.filter((reason) => reason !== null);
    const isNew = known.length < found.length;
    const outcome = isNew ? 'failed' : found.length === 0 ? 'agreed' : known;
    this.tally.count(`${judge}, ${kindOf(sample.object)}`, decisionOf(theirs), outcome);
    if (!isNew) return;
    this.differences.push(shown(sample, judge));
    for (const [index, { about, istio, sluice }] of found.entries())
      if (reasons[index] === null)
        this.differences.push(
          `  ${about}`,
          ...istio.filter((line) => !sluice.includes(line)).map((line) => `    theirs ${line}`),
          ...sluice.filter((line) => !istio.includes(line)).map((line) => `    ours   ${line}`),
        );
  }
}

async function judge(
  oracle: AdmissionOracle,
  documents: readonly KubernetesObject[],
  { size, seed, sampleEvery, server }: AdmissionOptions,
): Promise<Comparison> {
  const comparison = new Comparison();
  let index = 0;
  for (const sample of corpus(documents, size, seed)) {
    const ours = sluiceVerdict(sample.object);
    comparison.add("Istio's code", sample, await oracle.ask(sample.object), ours);
    if (server && index % sampleEvery === 0)
      comparison.add('the API server', sample, await serverVerdict(server, sample.object), ours);
    index += 1;
  }
  return comparison;
}

export async function run(options: AdmissionOptions): Promise<SuiteResult> {
  const sources = istioSources();
  if (options.server) await prepareServer(options.server);
  const oracle = startAdmissionOracle(buildAdmissionOracle(), sources);
  try {
    const { tally, differences } = await judge(oracle, seedDocuments(sources), options);
    const { passed, failed } = tally;
    const lines = [
      `admission: ${passed + failed} verdicts, seeds from ${options.seed}`,
      ...tally.lines(),
      ...differences.slice(0, shownAtMost * 4),
    ];
    return { passed, failed, lines, figures: tally.figures() };
  } finally {
    oracle.stop();
  }
}
