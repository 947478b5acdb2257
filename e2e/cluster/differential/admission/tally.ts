/** Counts of agreement, by kind of object and by what the judges decide. */
import type { Figures } from '../figures.ts';
import type { Decision } from './compare.ts';
import type { KnownDifference } from './known-differences.ts';

interface Row {
  agreed: number;
  known: number;
  failed: number;
  decisions: Map<Decision, number>;
}

export class Tally {
  readonly #rows = new Map<string, Row>();
  readonly #known = new Map<KnownDifference, number>();

  count(group: string, decision: Decision, outcome: 'agreed' | 'failed' | readonly KnownDifference[]): void {
    const row = this.#rows.get(group) ?? { agreed: 0, known: 0, failed: 0, decisions: new Map() };
    this.#rows.set(group, row);
    row.decisions.set(decision, (row.decisions.get(decision) ?? 0) + 1);
    if (outcome === 'agreed' || outcome === 'failed') row[outcome] += 1;
    else {
      row.known += 1;
      for (const known of outcome) this.#known.set(known, (this.#known.get(known) ?? 0) + 1);
    }
  }

  #sum(field: 'agreed' | 'known' | 'failed'): number {
    return [...this.#rows.values()].reduce((sum, row) => sum + row[field], 0);
  }

  /** Explained differences are among the passed. */
  get passed(): number {
    return this.#sum('agreed') + this.#sum('known');
  }

  get failed(): number {
    return this.#sum('failed');
  }

  figures(): Figures {
    return {
      parts: this.#sorted().map(([name, { agreed, known, failed }]) => ({
        name,
        compared: agreed + known + failed,
        known,
        failed,
      })),
      known: [...this.#known].map(([{ name, because }, times]) => ({ name, because, times })),
    };
  }

  #sorted(): [string, Row][] {
    return [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  lines(): string[] {
    return [
      ...this.#sorted().map(([group, { agreed, known, failed, decisions }]) => {
        const decided = [...decisions].map(([decision, times]) => `${decision} ${times}`).join(', ');
        return `  ${group}: ${agreed} agreed, ${known} known, ${failed} new (${decided})`;
      }),
      ...[...this.#known].map(([{ name, because }, times]) => `  known: ${name} × ${times}: ${because}`),
    ];
  }
}
