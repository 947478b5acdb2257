/** What a suite of comparisons found, in the one form from which its report and docs/fidelity.md are made. */

/** Some of the questions, counted. */
export interface Part {
  name: string;
  compared: number;
  /** Of those compared: differences that are explained, and those that are not. */
  known: number;
  failed: number;
}

/** A difference that is explained, and how often it was met. */
interface KnownFigure {
  name: string;
  because: string;
  times: number;
}

export interface Figures {
  parts: readonly Part[];
  known: readonly KnownFigure[];
}

export interface SuiteResult {
  /** Comparisons that agreed or whose difference is explained. */
  passed: number;
  failed: number;
  /** The report. */
  lines: readonly string[];
  figures: Figures;
}

/** Counts while a suite runs. */
export class Tally {
  private readonly parts = new Map<string, Part>();
  private readonly known = new Map<string, KnownFigure>();

  /** One comparison of this part; `difference` tells what explains it where the two differed, null when nothing does. */
  count(part: string, difference?: { name: string; because: string } | null): void {
    const counted = this.parts.get(part) ?? { name: part, compared: 0, known: 0, failed: 0 };
    this.parts.set(part, counted);
    counted.compared++;
    if (difference === null) counted.failed++;
    if (!difference) return;
    counted.known++;
    const { name, because } = difference;
    const met = this.known.get(name) ?? { name, because, times: 0 };
    this.known.set(name, met);
    met.times++;
  }

  get failed(): number {
    return sum([...this.parts.values()], 'failed');
  }

  result(): SuiteResult {
    const figures: Figures = {
      parts: [...this.parts.values()],
      known: [...this.known.values()].toSorted((a, b) => b.times - a.times),
    };
    const failed = sum(figures.parts, 'failed');
    return { passed: sum(figures.parts, 'compared') - failed, failed, lines: report(figures), figures };
  }
}

function sum(parts: readonly Part[], count: 'compared' | 'known' | 'failed'): number {
  return parts.reduce((total, part) => total + part[count], 0);
}

function report({ parts, known }: Figures): string[] {
  return [
    ...parts.map(
      ({ name, compared, known: explained, failed }) =>
        `  ${name}: ${compared} compared, ${explained} known differences, ${failed} new`,
    ),
    ...known.map(({ name, because, times }) => `  known: ${name} × ${times}: ${because}`),
  ];
}

const number = (value: number): string => value.toLocaleString('en');
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The figures as tables in Markdown. */
export function figuresTables({ parts, known }: Figures): string {
  const all: Part = {
    name: '**all**',
    compared: sum(parts, 'compared'),
    known: sum(parts, 'known'),
    failed: sum(parts, 'failed'),
  };
  const counted = [...parts, all].map((part) =>
    row(
      part.name,
      number(part.compared),
      number(part.compared - part.known - part.failed),
      number(part.known),
      number(part.failed),
    ),
  );
  const counts = [
    row('what', 'compared', 'agreed', 'known differences', 'new'),
    '|---|---|---|---|---|',
    ...counted,
  ];
  if (known.length === 0) return counts.join('\n');
  const explained = known.map(({ name, because, times }) =>
    row(name, number(times), because.replaceAll('|', '\\|')),
  );
  return [...counts, '', row('known difference', 'met', 'why'), '|---|---|---|', ...explained].join('\n');
}

/** The page with the suite's tables put in the place that is marked for them; throws where it has none. */
export function withFigures(page: string, suite: string, figures: Figures): string {
  const begin = `<!-- figures of ${suite}, written by: npm run test:cluster -- --only ${suite} --write -->\n`;
  const end = '<!-- end of figures -->';
  const from = page.indexOf(begin);
  const until = page.indexOf(end, from);
  if (from < 0 || until < 0) throw new Error(`the page has no place for the figures of ${suite}`);
  return `${page.slice(0, from)}${begin}\n${figuresTables(figures)}\n\n${page.slice(until)}`;
}
