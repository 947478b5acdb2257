'use client';
/** Flows before and after a change, side by side on one scale: what stays is pale, what moves is saturated. The table beside it says the same. */
import { ArrowRight } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { FlowMark } from './flow-mark.tsx';
import styles from './flow-ribbons.module.css';
import { FlowTable, type FlowTableProps } from './flow-table.tsx';
import type { FlowTone } from './flow-tone.ts';
import {
  commonScale,
  type FlowBox,
  type FlowLink,
  type FlowNode,
  fitting,
  heightFor,
  linkId,
  placeFlows,
  sidesOf,
} from './ribbon-layout.ts';

export interface ShownNode extends FlowNode {
  name: string;
  tone: FlowTone;
  /** The rate in words, and its change. */
  detail: string;
  change: string | null;
}

export interface ShownLink extends FlowLink {
  tone: FlowTone;
}

export interface FlowPicture {
  title: string;
  total: string;
  nodes: readonly ShownNode[];
  links: readonly ShownLink[];
}

export interface FlowRibbonsProps {
  pictures: readonly [FlowPicture, FlowPicture];
  /** What the pictures leave out. */
  note: string | null;
  table: FlowTableProps;
}

const box = { gap: 34, bar: 4 };

/** About what the longest name of a column takes, with its mark, in pixels. */
function roomForNames(pictures: FlowRibbonsProps['pictures'], of: FlowNode['column']): number {
  const widths = pictures.flatMap(({ nodes }) =>
    nodes
      .filter(({ column }) => column === of)
      .map(({ name }) => [...name].reduce((sum, letter) => sum + (letter > '\u2e80' ? 13 : 7), 0)),
  );
  return Math.max(0, ...widths) + (of === 'end' ? 30 : 14);
}

export function FlowRibbons({ pictures, note, table }: FlowRibbonsProps) {
  const [card, width] = useWidth();
  const narrow = width < 720;
  const each = narrow ? width : (width - 48) / 2;
  // Where there is room names are written whole, as long as the ribbons keep a fifth of it.
  const usual = sidesOf(each, narrow);
  const roomFor = (column: 'source' | 'end') =>
    narrow ? usual : Math.min(each * 0.4, Math.max(usual, roomForNames(pictures, column)));
  const [sides, ends] = [roomFor('source'), roomFor('end')];
  const height = heightFor(pictures, box.gap);
  const scale = commonScale(pictures, { height, gap: box.gap });
  const area = { ...box, width: each, height, sides, ends };
  const [now, after] = pictures;
  return (
    <div>
      <div ref={card} className={styles.card} data-narrow={narrow || undefined}>
        <Picture picture={now} area={area} scale={scale} narrow={narrow} />
        <ArrowRight className={styles.arrow} size={16} aria-hidden />
        <Picture picture={after} area={area} scale={scale} narrow={narrow} />
      </div>
      {note !== null && <p className={styles.note}>{note}</p>}
      <FlowTable {...table} />
    </div>
  );
}

interface PictureProps {
  picture: FlowPicture;
  area: Parameters<typeof placeFlows>[1];
  scale: Parameters<typeof placeFlows>[2];
  narrow: boolean;
}

function Picture({ picture, area, scale, narrow }: PictureProps) {
  const { nodes, links } = placeFlows(picture, area, scale);
  const shown = new Map(picture.nodes.map((node) => [node.id, node]));
  const told = new Map(picture.links.map((link) => [linkId(link), link]));
  return (
    <div className={styles.picture} aria-hidden>
      <p className={styles.title}>
        <strong>{picture.title}</strong> {picture.total}
      </p>
      <svg width={area.width} height={area.height} className={styles.drawing}>
        <title>{picture.title}</title>
        {links.map(({ id, path }) => {
          const link = told.get(id);
          return (
            <path
              key={id}
              d={path}
              className={styles.ribbon}
              data-tone={link?.tone}
              data-moves={link?.part === 'moves' || undefined}
            />
          );
        })}
        {nodes.map((node) => (
          <NodeMark key={node.id} placed={node} shown={shown.get(node.id)} area={area} narrow={narrow} />
        ))}
      </svg>
    </div>
  );
}

interface NodeMarkProps {
  placed: ReturnType<typeof placeFlows>['nodes'][number];
  shown: ShownNode | undefined;
  area: FlowBox;
  narrow: boolean;
}

function NodeMark({ placed, shown, area, narrow }: NodeMarkProps) {
  const { x, y, height, column } = placed;
  const { bar, sides, ends = sides, width } = area;
  const middle = Math.max(12, y + height / 2);
  const tone = shown?.tone ?? 'plain';
  const atLeft = column === 'source';
  const marked = column === 'end' && tone !== 'plain';
  // A rule's name stands beside its bar, over the ribbon; between ribbons as short as a phone's, above it.
  const above = column === 'rule' && narrow;
  const textX = above ? x + bar / 2 : atLeft ? x - 10 : x + bar + 10 + (marked ? 14 : 0);
  const inner = width - sides - ends;
  const room = above ? inner : atLeft ? x - 10 : column === 'rule' ? inner / 2 - bar - 20 : width - textX;
  const anchor = above ? 'middle' : atLeft ? 'end' : 'start';
  const name = shown?.name ?? '';
  return (
    <g data-tone={tone}>
      <rect className={styles.bar} x={x} y={y} width={bar} height={height} rx={1} data-tone={tone} />
      {marked && <FlowMark tone={tone} x={x + bar + 9} y={middle - 6} />}
      <text
        className={styles.name}
        x={textX}
        y={above ? y - 6 : column === 'rule' ? middle + 4 : middle - 2}
        textAnchor={anchor}
      >
        <title>{name}</title>
        {fitting(name, room)}
      </text>
      {column !== 'rule' && (
        <text className={styles.rate} x={textX} y={middle + 12} textAnchor={anchor}>
          {shown?.detail}
          {shown?.change != null && (
            <tspan dx={8} className={styles.change}>
              {shown.change}
            </tspan>
          )}
        </text>
      )}
    </g>
  );
}

/** Of the card; a usual page's until it is known. */
function useWidth() {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(1100);
  useLayoutEffect(() => {
    const card = element.current;
    if (card === null) return;
    // Before anything is painted: the first picture is drawn for the width that it has.
    const { paddingLeft, paddingRight } = getComputedStyle(card);
    const inner = card.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
    if (inner > 0) setWidth(Math.max(280, inner));
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.max(280, entry.contentRect.width));
    });
    observer.observe(card);
    return () => observer.disconnect();
  }, []);
  return [element, width] as const;
}
