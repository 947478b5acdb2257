'use client';
/** Moves a card of a list with the pointer: it follows, the others make room, and where it is let go is its place. */
import { type PointerEvent, useRef, useState } from 'react';
import { type CardEdges, placeWhereDropped } from './place-where-dropped.ts';

interface Drag {
  from: number;
  to: number;
  /** Pixels that the card is away from its place. */
  offset: number;
  /** Of the card, with the gap below. */
  height: number;
}

export interface CardDrag {
  drag: Drag | null;
  /** Pixels that the card at this index stands away from its place. */
  shiftOf(index: number): number;
  gripProps(index: number): {
    onPointerDown(event: PointerEvent<HTMLElement>): void;
    onPointerMove(event: PointerEvent<HTMLElement>): void;
    onPointerUp(event: PointerEvent<HTMLElement>): void;
    onPointerCancel(): void;
  };
}

const edge = 48;
const gap = 6;

/** `list`: its children are the cards, each with its index in data-index. */
export function useCardDrag(
  list: { current: HTMLElement | null },
  onMove: (from: number, to: number) => void,
): CardDrag {
  const [drag, setDrag] = useState<Drag | null>(null);
  const start = useRef<{ y: number; scroll: number; edges: CardEdges[] } | null>(null);
  const end = () => {
    start.current = null;
    setDrag(null);
  };
  return {
    drag,
    shiftOf: (index) => {
      if (drag === null) return 0;
      if (index === drag.from) return drag.offset;
      if (index > drag.from && index <= drag.to) return -drag.height;
      if (index < drag.from && index >= drag.to) return drag.height;
      return 0;
    },
    gripProps: (from) => ({
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const cards = [...(list.current?.querySelectorAll<HTMLElement>(':scope > [data-index]') ?? [])];
        const edges = cards.map((card) => {
          const { top, bottom } = card.getBoundingClientRect();
          return { index: Number(card.dataset.index), top, bottom };
        });
        const own = cards.find((card) => card.dataset.index === String(from));
        start.current = { y: event.clientY, scroll: scrollerOf(list.current)?.scrollTop ?? 0, edges };
        const height = (own?.getBoundingClientRect().height ?? 0) + gap;
        setDrag({ from, to: from, offset: 0, height });
      },
      onPointerMove: (event) => {
        const began = start.current;
        if (began === null || drag === null) return;
        const scroller = scrollerOf(list.current);
        if (scroller !== null) scrollAtEdge(scroller, event.clientY);
        const scrolled = (scroller?.scrollTop ?? 0) - began.scroll;
        const offset = event.clientY - began.y + scrolled;
        setDrag({ ...drag, offset, to: placeWhereDropped(began.edges, from, offset) });
      },
      onPointerUp: () => {
        if (drag !== null && drag.to !== drag.from) onMove(drag.from, drag.to);
        end();
      },
      onPointerCancel: end,
    }),
  };
}

export function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  for (let here = element?.parentElement ?? null; here !== null; here = here.parentElement) {
    const { overflowY } = getComputedStyle(here);
    if (overflowY === 'auto' || overflowY === 'scroll') return here;
  }
  return typeof document === 'undefined' ? null : (document.scrollingElement as HTMLElement | null);
}

function scrollAtEdge(scroller: HTMLElement, y: number): void {
  const { top, bottom } = scroller.getBoundingClientRect();
  if (y < top + edge) scroller.scrollTop -= 12;
  else if (y > bottom - edge) scroller.scrollTop += 12;
}
