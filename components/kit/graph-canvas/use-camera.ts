'use client';
/**
 * Where the view goes: all of the picture at first and as long as the reader has not moved it; near what was folded or unfolded; to
 * what is asked for, as soon as it has a place.
 */
import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { runsThrough } from '#lib/graph/layout-routes.ts';
import type { CanvasModel } from './canvas-model.ts';
import type { Rect } from './edge-geometry.ts';
import { type LegendShape, legendShapes, legendSizes } from './legend.tsx';
import { minimapSize } from './minimap.tsx';
import { nothingPlaced, type Placed, placeOf } from './placed.ts';
import { turnedBetween } from './placed-motion.ts';
import { overlaps } from './rect-index.ts';
import type { Scene } from './scene.ts';
import {
  type Fit,
  fitDrawing,
  heldView,
  readableFit,
  reveal,
  type Size,
  toModel,
  zoomAt,
  zoomClasses,
  zoomLimits,
} from './viewport.ts';

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
  fit(): void;
  zoom(direction: 1 | -1): void;
  reveal(place: Rect): void;
  /** Brings a card, row, box or edge's end into view; later, when it has no place yet. */
  show(id: string): void;
}

const edge = 12;
const zoomColumnWidth = 30;
const chipRoom = { width: 72, height: 18 } as const;
const overlayHeight = minimapSize.height;

/** What floats at the lower left, on the screen. */
function floatingParts(size: Size, mapShown: boolean, legend: Size | null): Rect[] {
  const top = size.height - overlayHeight - edge - 4;
  const parts = [{ x: 0, y: top, width: edge + zoomColumnWidth + 4, height: 200 }];
  if (mapShown) {
    const right = edge + zoomColumnWidth + 8 + minimapSize.width + 4;
    parts.push({ x: 0, y: top, width: right, height: 200 });
    if (legend)
      parts.push({
        x: right,
        y: size.height - legend.height - edge - 4,
        width: legend.width + 12,
        height: 400,
      });
  }
  return parts;
}

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

/** Whether anything is drawn in a part of the picture: boxes, and lines between them. */
function drawnOn({ boxes, cards, edges }: Placed): (part: Rect) => boolean {
  return (part) =>
    [...boxes, ...cards.values()].some((place) => overlaps(place, part)) ||
    [...edges.values()].some(({ points }) => runsThrough(points, part));
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
      const fitBeside = (shape: LegendShape | null) => {
        const frame =
          shape !== null && shape === legend ? legendFrame.current?.getBoundingClientRect() : null;
        const parts = floatingParts(size, mapShown, frame ?? (shape && legendSizes[shape]));
        return { ...fitDrawing(now.bounds, size, cards, parts), legendPlace: shape && parts.at(-1) };
      };
      // It may stand on nothing that is drawn: a line that ends under it tells nobody where it goes.
      const isDrawnOn = mapShown && legend !== null ? drawnOn(now) : null;
      const shape =
        isDrawnOn &&
        (legendShapes.find((one) => {
          const { covered, view, legendPlace } = fitBeside(one);
          return covered === 0 && legendPlace && !isDrawnOn(toModel(legendPlace, view));
        }) ??
          null);
      if (isDrawnOn && shape !== legend) onLegend(shape);
      let best: Fit = fitBeside(shape);
      if (best.covered > 0 && mapShown) {
        const room = { width: size.width, height: size.height - overlayHeight - edge };
        const above = fitDrawing(now.bounds, room, cards, []);
        const alone = fitDrawing(now.bounds, size, cards, floatingParts(size, false, null));
        if (above.view.zoom >= best.view.zoom * 0.9) best = above;
        else if (alone.covered === 0 && alone.view.zoom >= zoomClasses.full) {
          onHideMap();
          best = alone;
        }
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
      const view = occasion === 'asked' ? best.view : readableFit(best.view, seen, place, now.bounds, size);
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
