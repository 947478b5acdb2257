'use client';
/**
 * Cards in an order that counts. A card is moved by its grip: with the pointer, or with the arrow keys while the grip has the focus,
 * and what happened is announced. Of many cards only those in view are drawn; open ones always, so that nothing typed is lost.
 */
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight, Ellipsis, GripVertical } from 'lucide-react';
import {
  type KeyboardEvent,
  memo,
  type ReactNode,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import { Menu, type MenuEntry } from '#components/ui/layers/menu.tsx';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import styles from './sortable-cards.module.css';
import { scrollerOf, useCardDrag } from './use-card-drag.ts';

export interface Card {
  /** The same for the same card, wherever it stands. */
  key: string;
  /** Its place in the list. */
  index: number;
}

/** Asked for only while the card is drawn. */
export interface CardView {
  /** What it is called, e.g. "Rule 2, beta". */
  label: string;
  summary: ReactNode;
  changed: boolean;
  /** Names the place in the document. */
  path: string;
}

export interface CardTexts {
  move(label: string): string;
  moved(label: string, place: number, total: number): string;
  actions(label: string): string;
}

export interface SortableCardsProps {
  cards: readonly Card[];
  describe(index: number): CardView;
  /** Of the list without filter. */
  total: number;
  open: ReadonlySet<string>;
  texts: CardTexts;
  /** Cards cannot be moved: read-only, or the list is filtered. */
  fixed: boolean;
  numbered?: boolean;
  onToggle(key: string): void;
  onMove(from: number, to: number): void;
  actions(index: number): readonly MenuEntry[];
  children(index: number): ReactNode;
}

const closedPixels = 46;
const manyCards = 60;

export function SortableCards(props: SortableCardsProps) {
  const { cards, total, open, texts, onMove, describe } = props;
  const list = useRef<HTMLDivElement>(null);
  const moved = useRef<string | null>(null);
  const [said, setSaid] = useState('');
  const move = (from: number, to: number) => {
    const card = cards.find(({ index }) => index === from);
    if (card === undefined || to < 0 || to >= total || from === to) return;
    moved.current = card.key;
    const { label } = describe(from);
    onMove(from, to);
    setSaid(texts.moved(label, to + 1, total));
  };
  const { drag, shiftOf, gripProps } = useCardDrag(list, move);
  // Where a node is moved in the document, it loses the focus.
  useLayoutEffect(() => {
    if (moved.current === null) return;
    const key = moved.current;
    moved.current = null;
    const grips = list.current?.querySelectorAll<HTMLElement>('[data-grip]') ?? [];
    [...grips].find((grip) => grip.dataset.grip === key)?.focus();
  });
  const onGripKey = (event: KeyboardEvent, index: number) => {
    const to = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: total - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(index, to);
  };
  // Behind what is typed into an open card the closed ones are drawn in slices; what comes, goes or moves shows at once.
  const late = useDeferredValue(props);
  const calm = drag === null && isSameList(late.cards, cards) ? late : props;
  const draw = (card: Card) => (
    <CardFrame
      key={card.key}
      card={card}
      cards={open.has(card.key) ? props : calm}
      opened={open.has(card.key)}
      shift={shiftOf(card.index)}
      dragged={drag?.from === card.index}
      settling={drag !== null && drag.from !== card.index}
      grip={gripProps(card.index)}
      onGripKey={onGripKey}
    />
  );
  return (
    <>
      {cards.length > manyCards ? (
        <ManyCards list={list} cards={cards} open={open} draw={draw} />
      ) : (
        <div ref={list} className={styles.cards}>
          {cards.map(draw)}
        </div>
      )}
      <div aria-live="polite">
        <VisuallyHidden>{said}</VisuallyHidden>
      </div>
    </>
  );
}

function isSameList(one: readonly Card[], other: readonly Card[]): boolean {
  if (one.length !== other.length) return false;
  return one.every(({ key, index }, at) => other[at]?.key === key && other[at]?.index === index);
}

interface ManyCardsProps {
  list: { current: HTMLDivElement | null };
  cards: readonly Card[];
  open: ReadonlySet<string>;
  draw(card: Card): ReactNode;
}

function ManyCards({ list, cards, open, draw }: ManyCardsProps) {
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const [margin, setMargin] = useState(0);
  useEffect(() => {
    const found = scrollerOf(list.current);
    setScroller(found);
    if (found !== null && list.current !== null) {
      const top = list.current.getBoundingClientRect().top - found.getBoundingClientRect().top;
      setMargin(top + found.scrollTop);
    }
  }, [list]);
  const opened = cards.flatMap((card, at) => (open.has(card.key) ? [at] : []));
  const virtualizer = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroller,
    getItemKey: (at) => cards[at]?.key ?? at,
    estimateSize: () => closedPixels,
    scrollMargin: margin,
    overscan: 8,
    useFlushSync: false,
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), ...opened])].sort((a, b) => a - b),
  });
  const items = virtualizer.getVirtualItems();
  const parts: ReactNode[] = [];
  let end = margin;
  for (const { index, start, size } of items) {
    const card = cards[index];
    if (card === undefined) continue;
    if (start > end) parts.push(<div key={`gap ${end}`} style={{ height: start - end }} />);
    end = start + size;
    parts.push(
      <div key={card.key} ref={virtualizer.measureElement} data-index={index} style={{ paddingBottom: 6 }}>
        {draw(card)}
      </div>,
    );
  }
  const rest = margin + virtualizer.getTotalSize() - end;
  return (
    <div ref={list} className={styles.virtual}>
      {parts}
      {rest > 0 && <div style={{ height: rest }} />}
    </div>
  );
}

interface CardFrameProps {
  card: Card;
  cards: SortableCardsProps;
  opened: boolean;
  shift: number;
  dragged: boolean;
  settling: boolean;
  grip: ReturnType<ReturnType<typeof useCardDrag>['gripProps']>;
  onGripKey(event: KeyboardEvent, index: number): void;
}

/** Its grip does the same whichever of its handlers it has: they come with what is drawn. */
function looksSame(one: CardFrameProps, other: CardFrameProps): boolean {
  return (
    one.cards === other.cards &&
    one.card.key === other.card.key &&
    one.card.index === other.card.index &&
    one.opened === other.opened &&
    one.shift === other.shift &&
    one.dragged === other.dragged &&
    one.settling === other.settling
  );
}

const CardFrame = memo(function CardFrame(props: CardFrameProps) {
  const { card, cards, opened, shift, dragged, settling, grip, onGripKey } = props;
  const { texts, fixed, numbered = true, onToggle, actions, children } = cards;
  const { key, index } = card;
  const { label, summary, changed, path } = cards.describe(index);
  const entries = actions(index);
  return (
    <div
      className={styles.card}
      data-index={index}
      data-path={path}
      data-open={opened || undefined}
      data-changed={changed || undefined}
      data-dragged={dragged || undefined}
      data-settling={settling || undefined}
      style={shift === 0 ? undefined : { transform: `translateY(${shift}px)` }}
    >
      <div className={styles.head}>
        {!fixed && (
          <button
            type="button"
            className={styles.grip}
            data-grip={key}
            aria-label={texts.move(label)}
            aria-keyshortcuts="ArrowUp ArrowDown Home End"
            {...grip}
            onKeyDown={(event) => onGripKey(event, index)}
          >
            <GripVertical size={14} aria-hidden />
          </button>
        )}
        <button
          type="button"
          className={styles.opener}
          aria-expanded={opened}
          data-opener
          onClick={() => onToggle(key)}
        >
          {numbered && <span className={styles.number}>{index + 1}</span>}
          <span className={styles.summary}>{summary}</span>
          {opened ? <ChevronDown size={15} aria-hidden /> : <ChevronRight size={15} aria-hidden />}
        </button>
        {entries.length > 0 && (
          <Menu
            label={texts.actions(label)}
            width={190}
            align="end"
            sections={[{ entries }]}
            trigger={(trigger) => (
              <IconButton
                size="small"
                label={texts.actions(label)}
                icon={<Ellipsis size={15} aria-hidden />}
                {...trigger}
              />
            )}
          />
        )}
      </div>
      {opened && <div className={styles.body}>{children(index)}</div>}
    </div>
  );
}, looksSame);
