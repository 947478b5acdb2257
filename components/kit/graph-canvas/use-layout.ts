'use client';
/**
 * Places for a model: asked anew only when the set of nodes and edges changes, and then everything known stays where it is.
 * Places are remembered per picture in the browser.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { LayoutResult } from '#lib/graph/layout-model.ts';
import { arrange, type Rooms } from './arrange.ts';
import type { CanvasModel } from './canvas-model.ts';
import type { MeasureText } from './card-geometry.ts';
import { createLayoutRunner, type LayoutRunner } from './layout-runner.ts';
import { layoutRequest, nothingPlaced, type Placed, placesKey, toPlaced } from './placed.ts';
import { recallPlaces, rememberPlaces } from './remembered-places.ts';

export interface LayoutState {
  readonly placed: Placed;
  /** Forgets all places and arranges from scratch for the room there is now. */
  arrangeAgain(): void;
}

/** Places of which so few cards are known say nothing about this picture. */
const leastKnown = 0.4;

/** `picture` names what is shown (cluster, type, scope): each has its own memory. `rooms` is null until it is known. */
export function useLayout(
  model: CanvasModel,
  measure: MeasureText | null,
  rooms: Rooms | null,
  picture: string,
): LayoutState {
  const [state, setState] = useState<{ picture: string; placed: Placed }>({ picture, placed: nothingPlaced });
  const [round, setRound] = useState(0);
  const runner = useRef<LayoutRunner | null>(null);
  const shown = useRef(state);
  const latestRooms = useRef(rooms);
  const forget = useRef(false);
  const key = placesKey(model);
  const latestModel = useRef(model);
  const ready = measure !== null && rooms !== null && model.cards.length > 0;

  useEffect(() => {
    latestRooms.current = rooms;
    latestModel.current = model;
    shown.current = state;
  });

  useEffect(() => {
    const made = createLayoutRunner();
    runner.current = made;
    return () => made.stop();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the model, the round for "arrange again"
  useEffect(() => {
    if (!ready) return;
    const now = latestModel.current;
    const known = shown.current.picture === picture ? [...shown.current.placed.cards.values()] : [];
    const previous = forget.current ? [] : known.length > 0 ? known : recallPlaces(localStorage, picture);
    forget.current = false;
    const ids = new Set(now.cards.map(({ id }) => id));
    const useful = previous.filter(({ id }) => ids.has(id)).length >= ids.size * leastKnown;
    const kept = useful ? previous : null;
    const done = (result: LayoutResult) => {
      setState({ picture, placed: toPlaced(result) });
      rememberPlaces(localStorage, picture, result.cards);
    };
    const current = runner.current;
    const space = latestRooms.current;
    if (!current || space === null) return;
    const run = kept
      ? current.run(layoutRequest(now, measure, space.most, kept))
      : arrange(now, measure, space, current.run);
    void run.then(done);
  }, [key, ready, measure, picture, round]);

  const arrangeAgain = useCallback(() => {
    forget.current = true;
    setRound((before) => before + 1);
  }, []);
  return { placed: state.picture === picture ? state.placed : nothingPlaced, arrangeAgain };
}
