/** Differences in the picture: chips on edges, words on cards that are new or gone. Pure: words come in. */
import type {
  CanvasCard,
  CanvasEdge,
  CanvasModel,
  ChipTone,
} from '#components/kit/graph-canvas/canvas-model.ts';
import { shortLatency, shortPercent } from '#components/mesh-drawing/short-units.ts';
import type { Comparison, Difference, DifferenceKind } from '#lib/graph/compare.ts';

export interface DifferenceWords {
  readonly new: string;
  readonly gone: string;
  /** For a screen reader: all that differs. */
  told(difference: Difference): string;
}

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

export function withDifferences(
  model: CanvasModel,
  { edges, nodes }: Comparison,
  words: DifferenceWords,
): CanvasModel {
  const wordOf = (id: string): string => {
    const kind = nodes.get(id)?.kinds[0];
    return kind === 'new' || kind === 'gone' ? words[kind] : '';
  };
  const marked = (edge: CanvasEdge): CanvasEdge => {
    const difference = edges.get(edge.id);
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
