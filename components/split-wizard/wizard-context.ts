'use client';
/** What every step of the wizard needs: the world, the answers, how they read together, and how to change them. */
import { createContext, useContext } from 'react';
import type { SplitWorld } from '#lib/api/splits/split-world.ts';
import type { Answers, WizardKind } from './answers.ts';
import type { StepName, StepStates } from './wizard-steps.ts';
import type { Reading } from './world-reading.ts';

export interface WizardState {
  world: SplitWorld;
  reading: Reading;
  answers: Answers;
  faults: StepStates;
  /** Requests per second of the service in the last minute; null without metrics, and of connections. */
  rate: number | null;
  change(part: Partial<Answers>): void;
  setKind(kind: WizardKind): void;
  goTo(step: StepName): void;
}

export const WizardContext = createContext<WizardState | null>(null);

export function useWizard(): WizardState {
  const state = useContext(WizardContext);
  if (state === null) throw new Error('a step stands outside of the wizard');
  return state;
}
