'use client';
/**
 * Where the view goes: all of the picture at first and as long as the reader has not moved it; near what was folded or unfolded; to
 * what is asked for, as soon as it has a place.
 */
import { type RefObject, useCallback, useEffect, useRef } from 'react';
import type { CanvasModel } from '../canvas-model.ts';
import type { Rect } from '../geometry/edge-geometry.ts';
import { nothingPlaced, type Placed, placeOf, surroundingsOf } from '../geometry/placed.ts';
import { turnedBetween } from '../geometry/placed-motion.ts';
import {
  type Fit,
  fitDrawing,
  heldView,
  readableFit,
  reveal,
  zoomAt,
  zoomClasses,
  zoomLimits,
} from '../geometry/viewport.ts';
import type { Scene } from '../scene.ts';
import {
  floatingHeight,
  floatingParts,
  freed,
  type LegendShape,
  legendShapeFor,
  legendSizes,
  roomAbove,
  wholeLegend,
} from './floating-parts.ts';

export interface CameraInput {
  scene: RefObject<Scene | null>;
  legendFrame: RefObject<HTMLElement | null>;
  model: CanvasModel;
  placed: Placed;
  /** Another picture is fitted anew. */
  picture: string;
  selected: string | null;
  mapShown: boolean;
  /** Null when it is closed. */
  legend: LegendShape | null;
  /** It stands in the way as it is. */
  onLegend: (shape: LegendShape | null) => void;
  /** So does the map, and all can be read without it. */
  onHideMap: () => void;
}

export interface Camera {
  /** The reader has moved the view: it stays. */
  leave(): void;
  resized(): void;
  /** Something that floats over the picture has another size. */
  refit(): void;
  fit(): void;
  zoom(direction: 1 | -1): void;
  reveal(place: Rect): void;
  /** Brings a card, row, box or edge's end into view; later, when it has no place yet. */
  show(id: string): void;
}

const chipRoom = { width: 72, height: 18 } as const;

/** Around the boxes that were opened while most are folded: what the reader wanted to see. */
function openedPlace(model: CanvasModel, { boxes }: Placed): Rect | null {
  const [first] = boxes;
  const folded = model.cards.filter(({ summary }) => summary !== null).length;
  if (!first || boxes.length >= folded) return null;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** Where the numbers of what is wrong stand: before their arrows. */
function chipsOf({ edges }: CanvasModel, placed: Placed): Rect[] {
  return edges.flatMap(({ id, chip }) => {
    const run = chip === null ? undefined : placed.edges.get(id)?.run;
    return run ? [{ x: run.x2 - chipRoom.width, y: run.y - chipRoom.height / 2, ...chipRoom }] : [];
  });
}

export function useCamera(input: CameraInput): Camera {
  const { scene, placed, picture } = input;
  const latest = useRef(input);
  useEffect(() => {
    latest.current = input;
  });
  /** As long as the reader has not moved the view, it follows size and content. */
  const fitted = useRef(true);
  const awaited = useRef<string | null>(null);
  const known = useRef({ placed: nothingPlaced, picture });

  const fitNow = useCallback(
    (occasion: 'first' | 'changed' | 'asked', from: Placed | null = null) => {
      const { current } = scene;
      const {
        placed: now,
        model,
        selected,
        mapShown,
        legend,
        legendFrame,
        onLegend,
        onHideMap,
      } = latest.current;
      if (!current || now.cards.size === 0 || current.size().width === 0) return;
      const cards = [...now.cards.values(), ...chipsOf(model, now)];
      const size = current.size();
      const frameOf = (shape: LegendShape) =>
        (shape === legend ? legendFrame.current?.getBoundingClientRect() : null) ?? legendSizes[shape];
      const fitBeside = (shape: LegendShape | null) =>
        fitDrawing(now.bounds, size, cards, floatingParts(size, mapShown, shape && frameOf(shape)));
      const open = mapShown && legend !== null;
      const whole = open ? wholeLegend(legendFrame.current) : null;
      const shape = open ? (whole ? legend : legendShapeFor(now, size, cards, frameOf)) : null;
      if (open && shape !== legend) onLegend(shape);
      let best: Fit = fitBeside(shape);
      if (whole) {
        // Who asks for all of it reads it beside the picture, as long as that stays readable.
        const above = fitDrawing(now.bounds, roomAbove(size, whole), cards, []);
        if (above.view.zoom >= zoomClasses.names) best = above;
      } else if (best.covered > 0 && mapShown) {
        const room = { width: size.width, height: size.height - floatingHeight };
        const above = fitDrawing(now.bounds, room, cards, []);
        const alone = fitDrawing(now.bounds, size, cards, floatingParts(size, false, null));
        const { fit, hidesMap } = freed(best, above, alone);
        if (hidesMap) onHideMap();
        best = fit;
      }
      const before = current.view();
      const turned = from && turnedBetween(from, now);
      if (turned && best.view.zoom < Math.min(before.zoom, 1)) {
        onLegend(null);
        fitted.current = false;
        current.setView(heldView(turned.before, turned.after, before, size), true);
        return;
      }
      fitted.current = true;
      const seen = occasion === 'first' ? null : before;
      const opened = seen === null && selected === null ? openedPlace(model, now) : null;
      const place = selected === null ? opened : placeOf(selected, model, now);
      const around = selected !== null && place ? surroundingsOf(selected, place, model, now) : place;
      const chosen = place && around ? { place, around } : null;
      const view = occasion === 'asked' ? best.view : readableFit(best.view, seen, chosen, now.bounds, size);
      // Seen in part, there is always something under the legend.
      if (view !== best.view) onLegend(null);
      if (view !== best.view && place === opened) fitted.current = false;
      current.setView(view, occasion !== 'first');
    },
    [scene],
  );

  const revealPlace = useCallback(
    (place: Rect) => {
      const { current } = scene;
      if (!current) return;
      const view = current.view();
      const next = reveal(place, view, current.size());
      if (next.panX !== view.panX || next.panY !== view.panY) current.setView(next, true);
    },
    [scene],
  );

  const show = useCallback(
    (id: string) => {
      const { model, placed: now } = latest.current;
      const place = placeOf(id, model, now);
      awaited.current = place ? null : id;
      if (place) revealPlace(place);
    },
    [revealPlace],
  );

  useEffect(() => {
    const { placed: before, picture: last } = known.current;
    if (before === placed) return;
    known.current = { placed, picture };
    const first = before.cards.size === 0;
    if (last !== picture) fitted.current = true;
    const turned = last === picture && turnedBetween(before, placed) !== null;
    if (fitted.current || turned) fitNow(first ? 'first' : 'changed', turned ? before : null);
    if (awaited.current !== null) show(awaited.current);
  }, [placed, picture, fitNow, show]);

  return {
    leave() {
      fitted.current = false;
    },
    resized() {
      if (fitted.current) {
        fitNow('changed');
        return;
      }
      // A panel that opens takes room from a view that the reader has chosen: what it is about stays in sight.
      const { selected, model, placed: now } = latest.current;
      const place = selected === null ? null : placeOf(selected, model, now);
      if (place) revealPlace(place);
    },
    refit() {
      if (fitted.current) fitNow('changed');
    },
    fit: () => fitNow('asked'),
    zoom(direction) {
      const { current } = scene;
      if (!current) return;
      const { width, height } = current.size();
      const factor = direction === 1 ? zoomLimits.step : 1 / zoomLimits.step;
      fitted.current = false;
      current.setView(zoomAt(current.view(), factor, width / 2, height / 2), true);
    },
    reveal: revealPlace,
    show,
  };
}
