'use client';
/**
 * Places for a model: asked anew only when the set of nodes and edges changes, and then everything known stays where it is.
 * Places are remembered per picture in the browser. A picture with boxes folded or unfolded by hand is derived from the one
 * without, its base, so that it never depends on the order of clicks.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { LayoutResult, PlacedCard } from '#lib/graph/layout/model.ts';
import type { CanvasModel } from '../canvas-model.ts';
import type { MeasureText } from '../geometry/card-geometry.ts';
import { layoutRequest, nothingPlaced, type Placed, placesKey, toPlaced } from '../geometry/placed.ts';
import { arrange, type Rooms, unfold } from './arrange.ts';
import { createLayoutRunner, type LayoutRunner } from './layout-runner.ts';
import { createPictureMemory } from './picture-memory.ts';
import { recallPlaces, rememberPlaces } from './remembered-places.ts';

export interface LayoutState {
  readonly placed: Placed;
  /** What is to be drawn: the picture before, until this one has its places. A large one takes a while, and nobody wants to look at nothing. */
  readonly model: CanvasModel;
  /** Another picture is on its way. */
  readonly arranging: boolean;
  /** Forgets all places and arranges from scratch for the room there is now. */
  arrangeAgain(): void;
}

/** What is arranged, and what it is named by: each has its own memory. */
export interface Picture {
  readonly name: string;
  readonly model: CanvasModel;
}

/** Places of which so few cards are known say nothing about this picture. */
const leastKnown = 0.4;

/** The places so far, if they are about this model. */
function useful(model: CanvasModel, places: readonly PlacedCard[]): readonly PlacedCard[] | null {
  const ids = new Set(model.cards.map(({ id }) => id));
  return places.filter(({ id }) => ids.has(id)).length >= ids.size * leastKnown ? places : null;
}

/** `base` is null for a picture that stands for itself. `rooms` is null until it is known. */
export function useLayout(
  { name, model }: Picture,
  base: Picture | null,
  measure: MeasureText | null,
  rooms: Rooms | null,
): LayoutState {
  const [state, setState] = useState<{ name: string; placed: Placed }>({ name, placed: nothingPlaced });
  const [round, setRound] = useState(0);
  const runner = useRef<LayoutRunner | null>(null);
  const [memory] = useState(createPictureMemory);
  const shown = useRef(state);
  const latest = useRef({ rooms, model, base });
  const forget = useRef(false);
  const key = placesKey(model);
  const arranging = state.name !== name && state.placed.cards.size > 0 && model.cards.length > 0;
  const [settled, setSettled] = useState(model);
  if (!arranging && settled !== model) setSettled(model);
  const ready = measure !== null && rooms !== null && model.cards.length > 0;

  useEffect(() => {
    latest.current = { rooms, model, base };
    shown.current = state;
  });

  useEffect(() => {
    const made = createLayoutRunner();
    runner.current = made;
    return () => made.stop();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the model, the round for "arrange again"
  useEffect(() => {
    const { rooms: space, model: now, base: under } = latest.current;
    const { current } = runner;
    if (!ready || !current || space === null) return;
    let overtaken = false;
    const again = forget.current;
    forget.current = false;
    const onScreen = shown.current.name === name ? [...shown.current.placed.cards.values()] : [];
    const recalled = (picture: string) => (again ? [] : recallPlaces(localStorage, picture));
    const fresh = (picture: Picture) => arrange(picture.model, measure, space, current.run);

    const fromBase = async (picture: Picture): Promise<LayoutResult> => {
      const previous = useful(picture.model, recalled(picture.name));
      const anchor = previous
        ? await current.run(layoutRequest(picture.model, measure, space.most, { previous }))
        : await fresh(picture);
      rememberPlaces(localStorage, picture.name, anchor.cards);
      return unfold(now, measure, space, anchor, current.run);
    };

    const stays = onScreen.length > 0 && !again;
    const previous = useful(now, stays ? onScreen : recalled(name));
    const result = previous
      ? current.run(
          layoutRequest(now, measure, space.most, { previous, ...(stays ? memory.recall(name) : {}) }),
        )
      : under
        ? fromBase(under)
        : fresh({ name, model: now });
    void result.then((placed) => {
      if (overtaken) return;
      setState({ name, placed: toPlaced(placed) });
      memory.keep(name, placed, !stays || previous === null);
      rememberPlaces(localStorage, name, placed.cards);
    });
    return () => {
      overtaken = true;
    };
  }, [key, ready, measure, name, round, memory]);

  const arrangeAgain = useCallback(() => {
    forget.current = true;
    setRound((before) => before + 1);
  }, []);
  return { placed: state.placed, model: arranging ? settled : model, arranging, arrangeAgain };
}
