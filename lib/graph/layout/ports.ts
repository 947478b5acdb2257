/** Where edges meet cards: the middle of a row, the head of a card with rows, or the middle of a card. */
import type { LayoutCard, LayoutEdge } from './model.ts';
import { layoutSizes } from './model.ts';

export interface CardPort {
  card: number;
  /** Below the card's top. */
  y: number;
  /** Of what is met there: the row, the head, or the whole card. */
  height: number;
}

export interface CardLink {
  source: CardPort;
  target: CardPort;
}

export function portsOf(cards: readonly LayoutCard[]): Map<string, CardPort> {
  const ports = new Map<string, CardPort>();
  cards.forEach(({ id, rows = [], height }, card) => {
    const own = rows.length > 0 ? layoutSizes.cardHead : height;
    ports.set(id, { card, y: own / 2, height: own });
    for (const row of rows) ports.set(row.id, { card, y: row.y + row.height / 2, height: row.height });
  });
  return ports;
}

/** Edges between different cards, each pair of ports once. */
export function linksOf(cards: readonly LayoutCard[], edges: readonly LayoutEdge[]): CardLink[] {
  const ports = portsOf(cards);
  const links = new Map<string, CardLink>();
  for (const { source, target } of edges) {
    const from = ports.get(source);
    const to = ports.get(target);
    if (from === undefined || to === undefined || from.card === to.card) continue;
    links.set(`${source}\n${target}`, { source: from, target: to });
  }
  return [...links.values()];
}
