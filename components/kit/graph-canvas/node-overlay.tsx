/**
 * The picture as elements, for keyboards, screen readers and tests: one button for each card, row and edge, transparent and
 * standing exactly over its drawing. They take no pointer events; the canvas below does. The container follows zoom and pan
 * by one transform, set by the canvas without a render.
 */
import { type FocusEvent, type KeyboardEvent, memo, type RefObject, useState } from 'react';
import type { CanvasEdge, CanvasModel } from './canvas-model.ts';
import { boxHead, summary } from './geometry/card-geometry.ts';
import type { Point, Rect } from './geometry/edge-geometry.ts';
import { type Placed, selectablePlaces } from './geometry/placed.ts';
import { isDirection, nextInDirection } from './geometry/spatial-walk.ts';
import styles from './graph-canvas.module.css';

export interface OverlayTexts {
  readonly boxes: string;
  readonly nodes: string;
  /** Above the edges that leave a node. */
  readonly calls: string;
}

export interface NodeOverlayProps {
  model: CanvasModel;
  placed: Placed;
  selected: string | null;
  texts: OverlayTexts;
  layer: RefObject<HTMLDivElement | null>;
  onChoose: (id: string) => void;
  /** Folds a box, or unfolds a folded one. */
  onToggle: (id: string) => void;
  /** Asked for by key; `at` is in pixels of the window. */
  onMenu: (id: string, at: Point) => void;
  onReveal: (place: Rect) => void;
}

/** Beyond this many, only the edges of the focused and the chosen node are elements. */
const mostEdges = 400;

interface MarkProps {
  id: string;
  /** Its sentence is written when it is drawn. */
  subject: { readonly label: string };
  place: Rect;
  tabbable: boolean;
  pressed: boolean;
}

/** The chevron of a box or of a folded one: a button of its own over the thing it belongs to. */
const Toggle = memo(function Toggle({
  id,
  label,
  place,
  tabbable,
  open,
}: Omit<MarkProps, 'pressed' | 'subject'> & { label: string; open: boolean }) {
  return (
    <button
      type="button"
      className={styles.mark}
      data-id={id}
      data-place={toggleId(id)}
      aria-label={label}
      aria-expanded={open}
      tabIndex={tabbable ? 0 : -1}
      style={{ left: place.x, top: place.y, width: place.width, height: place.height }}
    />
  );
});

const Mark = memo(function Mark({ id, subject, place, tabbable, pressed }: MarkProps) {
  return (
    <button
      type="button"
      className={styles.mark}
      data-id={id}
      aria-label={subject.label}
      aria-pressed={pressed}
      tabIndex={tabbable ? 0 : -1}
      style={{ left: place.x, top: place.y, width: place.width, height: place.height }}
    />
  );
});

const toggleId = (id: string) => `toggle ${id}`;

/** Where arrows lead to beside cards and rows: the heads of boxes and regions, and chevrons. A continued box is reached by its first part. */
function framePlaces(model: CanvasModel, placed: Placed): Map<string, Rect> {
  const places = new Map<string, Rect>();
  for (const box of [...model.regions, ...model.boxes]) {
    const at =
      placed.boxes.find(({ namespace }) => namespace === box.id) ??
      placed.regions.find(({ id }) => id === box.id);
    if (!at) continue;
    const left = box.fold === null ? 0 : boxHead.toggle;
    places.set(box.id, { x: at.x + left, y: at.y, width: at.width - left, height: boxHead.height });
    if (box.fold !== null)
      places.set(toggleId(box.id), { x: at.x, y: at.y, width: boxHead.toggle, height: boxHead.height });
  }
  for (const { id, summary: folded } of model.cards) {
    const at = folded ? placed.cards.get(id) : undefined;
    if (at) places.set(toggleId(id), { x: at.x, y: at.y, ...summary.toggle });
  }
  return places;
}

function edgePlace(edge: CanvasEdge, placed: Placed): Rect | null {
  const run = placed.edges.get(edge.id)?.run;
  return run ? { x: run.x1, y: run.y - 9, width: Math.max(18, run.x2 - run.x1), height: 18 } : null;
}

export const NodeOverlay = memo(function NodeOverlay(props: NodeOverlayProps) {
  const { model, placed, selected, texts, layer, onChoose, onToggle, onMenu, onReveal } = props;
  const [focused, setFocused] = useState<string | null>(null);
  const places = new Map([...selectablePlaces(model, placed), ...framePlaces(model, placed)]);
  const entry = [focused, selected].find((id) => id !== null && places.has(id)) ?? model.cards[0]?.id ?? null;
  const edgesBySource = Map.groupBy(model.edges, (edge) => edge.source);
  const readingOrder = new Map([...places.keys()].map((id, index) => [id, index]));
  const orderOf = ({ target }: CanvasEdge) => readingOrder.get(target) ?? 0;
  const frames = [...model.regions, ...model.boxes];
  const allEdges = model.edges.length <= mostEdges;

  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement)) return;
    const { id, place = id } = event.target.dataset;
    if (id === undefined || place === undefined) return;
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault();
      const { left, bottom } = event.target.getBoundingClientRect();
      onMenu(id, { x: left + 8, y: bottom });
      return;
    }
    if (!isDirection(event.key)) return;
    event.preventDefault();
    const all = new Map(places);
    for (const edge of model.edges) {
      const at = edge.id === id ? edgePlace(edge, placed) : null;
      if (at) all.set(edge.id, at);
    }
    const next = nextInDirection(place, event.key, all);
    if (next === null) return;
    // Compared as it is: an id is made of names, which may be anything, and never becomes part of a selector.
    const buttons = [...(layer.current?.querySelectorAll<HTMLElement>('[data-id]') ?? [])];
    const target = buttons.find(({ dataset }) => (dataset.place ?? dataset.id) === next);
    target?.focus({ preventScroll: true });
  };

  const onFocus = (event: FocusEvent) => {
    if (!(event.target instanceof HTMLElement)) return;
    const { id: own, place: id = own } = event.target.dataset;
    if (id === undefined) return;
    const place = places.get(id);
    if (place) setFocused(id);
    // A press of the mouse also focuses; only the keyboard needs the picture to follow.
    const edge = place ? undefined : model.edges.find((candidate) => candidate.id === id);
    const at = place ?? (edge && edgePlace(edge, placed));
    if (at && event.target.matches(':focus-visible')) onReveal(at);
  };

  const onClick = (event: React.MouseEvent) => {
    if (!(event.target instanceof HTMLElement)) return;
    const { id, place } = event.target.dataset;
    if (id === undefined) return;
    if (place === undefined) onChoose(id);
    else onToggle(id);
  };

  const mark = (subject: { readonly id: string; readonly label: string }) => {
    const { id } = subject;
    const place = places.get(id);
    if (!place) return null;
    return (
      <Mark
        key={id}
        id={id}
        subject={subject}
        place={place}
        tabbable={id === entry}
        pressed={id === selected}
      />
    );
  };

  const toggle = (id: string, label: string | null, open: boolean) => {
    const place = places.get(toggleId(id));
    if (!place || label === null) return null;
    return <Toggle id={id} label={label} place={place} tabbable={toggleId(id) === entry} open={open} />;
  };

  const edgesOf = (source: string) => {
    const near = source === entry || source === selected;
    const edges = allEdges || near ? (edgesBySource.get(source) ?? []) : [];
    const shown = edges.flatMap((edge) => {
      const place = edgePlace(edge, placed);
      return place ? [{ edge, place }] : [];
    });
    if (shown.length === 0) return null;
    shown.sort((a, b) => orderOf(a.edge) - orderOf(b.edge) || (a.edge.id < b.edge.id ? -1 : 1));
    return (
      <ul aria-label={texts.calls}>
        {shown.map(({ edge, place }) => (
          <li key={edge.id}>
            <Mark id={edge.id} subject={edge} place={place} tabbable={near} pressed={edge.id === selected} />
          </li>
        ))}
      </ul>
    );
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: one listener for all buttons inside, which bubble to it
    <div className={styles.overlay} onKeyDown={onKeyDown} onFocus={onFocus} onClick={onClick}>
      <div ref={layer} className={styles.layer}>
        {frames.length > 0 && (
          <ul aria-label={texts.boxes}>
            {frames.map((box) => (
              <li key={box.id}>
                {mark(box)}
                {toggle(box.id, box.fold, true)}
              </li>
            ))}
          </ul>
        )}
        <ul aria-label={texts.nodes}>
          {model.cards.map((item) => (
            <li key={item.id}>
              {mark(item)}
              {item.summary && toggle(item.id, item.summary.unfold, false)}
              {edgesOf(item.id)}
              {item.rows.length > 0 && (
                <ul aria-label={item.title}>
                  {item.rows.map((row) => (
                    <li key={row.id}>
                      {mark(row)}
                      {edgesOf(row.id)}
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
});
