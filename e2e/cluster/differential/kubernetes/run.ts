/** The embedded Kubernetes API against a real one: cases written by hand, random sequences, a matrix of rights. */
import type { ApiServer } from '../api-server.ts';
import type { SuiteResult } from '../figures.ts';
import { accessMatrix } from './access-matrix.ts';
import { allCases } from './cases/all.ts';
import { compare, type Worlds } from './compare.ts';
import type { Difference } from './differences.ts';
import { startEmbedded } from './embedded.ts';
import { explain, type KnownDifference } from './known-differences.ts';
import { randomSequence } from './random-sequence.ts';
import type { Scenario } from './scenario.ts';
import { shrink } from './shrink.ts';

export interface KubernetesSuiteOptions {
  /** With istiod's webhook. */
  real: ApiServer;
  /** How many random sequences. */
  sequences: number;
  /** How many random sets of rights. */
  matrices: number;
  seed: number;
}

interface Row {
  agreed: number;
  known: number;
  failed: number;
}

/** Scenarios at a time: each waits more than it works. */
const atOnce = 6;
const differencesShown = 6;
const fieldsShown = 8;
/** Of each group: every cut is a run. */
const shrunkAtMost = 2;

class Suite {
  readonly #worlds: Worlds;
  readonly #rows = new Map<string, Row>();
  readonly #known = new Map<KnownDifference, { times: number; fields: Set<string> }>();
  readonly #failures: string[] = [];

  constructor(worlds: Worlds) {
    this.#worlds = worlds;
  }

  async #newDifferences(scenario: Scenario): Promise<{ found: Difference[]; known: KnownDifference[] }> {
    const all = await compare(this.#worlds, scenario);
    const known = new Set<KnownDifference>();
    const found = all.filter((difference) => {
      const reason = explain(difference, scenario);
      if (reason) known.add(reason);
      // Without the step.
      if (reason) this.#metOf(reason).fields.add(difference.path.replace(/^\d+\./, ''));
      return reason === null;
    });
    return { found, known: [...known] };
  }

  #metOf(reason: KnownDifference): { times: number; fields: Set<string> } {
    const met = this.#known.get(reason) ?? { times: 0, fields: new Set<string>() };
    this.#known.set(reason, met);
    return met;
  }

  async play(scenario: Scenario): Promise<void> {
    const row = this.#rows.get(scenario.group) ?? { agreed: 0, known: 0, failed: 0 };
    this.#rows.set(scenario.group, row);
    const { found, known } = await this.#newDifferences(scenario);
    if (found.length === 0) {
      row[known.length > 0 ? 'known' : 'agreed'] += 1;
      for (const reason of known) this.#metOf(reason).times += 1;
      return;
    }
    row.failed += 1;
    const differs = async (candidate: Scenario): Promise<boolean> =>
      (await this.#newDifferences(candidate)).found.length > 0;
    const isRandom = scenario.name.startsWith('seed') && row.failed <= shrunkAtMost;
    const smallest = isRandom ? await shrink(scenario, differs) : scenario;
    this.#failures.push(
      `${scenario.group}: ${scenario.name}`,
      ...(isRandom ? smallest.steps.map((step, index) => `  step ${index} ${JSON.stringify(step)}`) : []),
      ...found
        .slice(0, differencesShown)
        .map(
          ({ path, real, embedded }) =>
            `  ${path}\n    real     ${JSON.stringify(real)}\n    embedded ${JSON.stringify(embedded)}`,
        ),
    );
  }

  get result(): SuiteResult {
    const rows = [...this.#rows];
    const sum = (field: keyof Row): number => rows.reduce((total, [, row]) => total + row[field], 0);
    return {
      passed: sum('agreed') + sum('known'),
      failed: sum('failed'),
      lines: [
        `kubernetes: ${sum('agreed')} of ${sum('agreed') + sum('known') + sum('failed')} scenarios agree in everything`,
        ...rows.map(
          ([group, { agreed, known, failed }]) =>
            `  ${group}: ${agreed} agreed, ${known} known, ${failed} new`,
        ),
        ...[...this.#known].map(
          ([{ name, because }, { times, fields }]) =>
            `  known: ${name} in ${times} scenarios: ${because} (${[...fields].slice(0, fieldsShown).join(', ')})`,
        ),
        ...this.#failures,
      ],
      figures: {
        parts: rows.map(([name, { agreed, known, failed }]) => ({
          name,
          compared: agreed + known + failed,
          known,
          failed,
        })),
        known: [...this.#known].map(([{ name, because }, { times }]) => ({ name, because, times })),
      },
    };
  }
}

export async function run({ real, sequences, matrices, seed }: KubernetesSuiteOptions): Promise<SuiteResult> {
  const embedded = await startEmbedded();
  try {
    const suite = new Suite({ real, embedded: embedded.server });
    const seeds = (count: number): number[] => Array.from({ length: count }, (_none, index) => seed + index);
    const queue: Scenario[] = [
      ...allCases,
      ...seeds(matrices).map(accessMatrix),
      ...seeds(sequences).map(randomSequence),
    ];
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next; next = queue.shift()) await suite.play(next);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return suite.result;
  } finally {
    await embedded.stop();
  }
}
