/**
 * Differences in the picture: chips on edges, words on cards that are new or gone, counts on what is folded or added up.
 * Pure: words come in.
 */
import type {
  CanvasCard,
  CanvasEdge,
  CanvasModel,
  ChipTone,
} from '#components/kit/graph-canvas/canvas-model.ts';
import { shortLatency, shortPercent } from '#components/mesh-drawing/short-units.ts';
import type { Comparison, Difference, DifferenceKind } from '#lib/graph/views/compare.ts';

export interface DifferenceWords {
  readonly new: string;
  readonly gone: string;
  /** For a screen reader: all that differs. */
  told(difference: Difference): string;
  /** "2 slower". */
  counted(kind: DifferenceKind, count: number): string;
  list(parts: readonly string[]): string;
}

/** What differs inside of what stands for several things, by its id. */
export type DifferencesWithin = ReadonlyMap<string, ReadonlyMap<DifferenceKind, readonly string[]>>;

const tones: Readonly<Record<DifferenceKind, ChipTone>> = {
  'more-errors': 'worse',
  slower: 'worse',
  new: 'new',
  gone: 'gone',
  louder: 'more',
  quieter: 'less',
  faster: 'better',
  'fewer-errors': 'better',
};

const signed = (value: number, text: string) => (value < 0 ? `−${text}` : `+${text}`);

/** "×3.2", "×0.41". */
export function factorText(factor: number): string {
  return `×${factor >= 9.95 ? Math.round(factor) : factor.toFixed(factor < 0.995 ? 2 : 1)}`;
}

/** The first of the kinds, short, in the canvas' units: "+120 ms", "×3.2", "+4.2%", or a word. */
export function chipText(
  { kinds: [kind], change }: Difference,
  words: Pick<DifferenceWords, 'new' | 'gone'>,
): string {
  if (kind === 'new' || kind === 'gone') return words[kind];
  if (kind === 'slower' || kind === 'faster') {
    const ms = change.latencyMs ?? 0;
    return signed(ms, shortLatency(Math.abs(ms)));
  }
  if (kind === 'louder' || kind === 'quieter') return factorText(change.rateFactor ?? 1);
  const points = change.errorRatio ?? 0;
  return signed(points, shortPercent(Math.abs(points)));
}

/** On an added-up edge: a single difference as it is, several as a count of the most important kind. */
function chipWithin(
  kinds: ReadonlyMap<DifferenceKind, readonly string[]>,
  edges: Comparison['edges'],
  words: DifferenceWords,
): Pick<CanvasEdge, 'chip' | 'chipTone'> {
  const [[kind, ids] = ['new', []] as const] = kinds;
  const only = new Set([...kinds.values()].flat()).size === 1 ? edges.get(ids[0] ?? '') : undefined;
  return { chip: only ? chipText(only, words) : words.counted(kind, ids.length), chipTone: tones[kind] };
}

/** A folded card has room for so many kinds. */
const kindsOnCard = 2;

export function withDifferences(
  model: CanvasModel,
  { edges, nodes }: Comparison,
  words: DifferenceWords,
  within: DifferencesWithin,
): CanvasModel {
  const countsOf = (kinds: ReadonlyMap<DifferenceKind, readonly string[]>) =>
    [...kinds].map(([kind, ids]) => words.counted(kind, ids.length));
  const wordOf = (id: string): string => {
    const kind = nodes.get(id)?.kinds[0];
    return kind === 'new' || kind === 'gone' ? words[kind] : '';
  };
  const marked = (edge: CanvasEdge): CanvasEdge => {
    const difference = edges.get(edge.id);
    const inside = within.get(edge.id);
    if (inside !== undefined) {
      const label = `${edge.label}, ${words.list(countsOf(inside))}`;
      return { ...edge, above: '', below: '', ...chipWithin(inside, edges, words), label };
    }
    if (difference === undefined) return edge;
    return {
      ...edge,
      above: '',
      below: '',
      chip: chipText(difference, words),
      chipTone: tones[difference.kinds[0]],
      label: `${edge.label}, ${words.told(difference)}`,
    };
  };
  const named = (card: CanvasCard): CanvasCard => {
    const inside = within.get(card.id);
    if (inside !== undefined && card.summary !== null) {
      const counts = countsOf(inside);
      const found = [card.summary.matches, ...counts.slice(0, kindsOnCard)].filter((part) => part !== '');
      const label = `${card.label}, ${words.list(counts)}`;
      return { ...card, summary: { ...card.summary, matches: found.join(' · ') }, label };
    }
    const word = wordOf(card.id);
    const rows = card.rows.map((row) => {
      const own = wordOf(row.id);
      return own === '' ? row : { ...row, detail: own, label: `${row.label}, ${own}` };
    });
    if (word === '') return card.rows.length === 0 ? card : { ...card, rows };
    const detail = word === words.gone ? word : `${word} · ${card.detail}`;
    return { ...card, rows, detail, label: `${card.label}, ${word}` };
  };
  return { ...model, cards: model.cards.map(named), edges: model.edges.map(marked) };
}
